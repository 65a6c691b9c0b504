//! The traits that a user lets every struct and enum derive beside the usual ones.

use std::error::Error;
use std::fmt;
use std::str::FromStr;

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::types::ident;
use crate::diagnostic::quoted;
use crate::model::raw_if_keyword;

/// The path of a derive macro, such as `::my::Trait`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derive {
    /// Whether it begins with `::`.
    absolute: bool,
    segments: Vec<String>,
}

/// A text that is no [`Derive`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeriveError {
    text: String,
}

impl FromStr for Derive {
    type Err = DeriveError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let path = text.trim();
        let relative = path.strip_prefix("::");
        let absolute = relative.is_some();
        let segments: Vec<&str> = relative.unwrap_or(path).split("::").collect();
        let name_at = segments.iter().take_while(|segment| !absolute && is_path_word(segment)).count();
        match segments.get(name_at..) {
            Some(names @ [_, ..]) if names.iter().all(|name| is_identifier(name)) => {
                Ok(Self { absolute, segments: segments.into_iter().map(str::to_owned).collect() })
            }
            _ => Err(DeriveError { text: text.to_owned() }),
        }
    }
}

impl Derive {
    /// Those of `derives` that are not among the `usual` ones, which would be derived twice; each after a comma.
    pub(super) fn beside(derives: &[Self], usual: &[&str]) -> TokenStream {
        let paths = derives.iter().filter(|derive| !derive.is_any_of(usual)).map(Self::tokens);
        quote!(#(, #paths)*)
    }

    fn is_any_of(&self, std_traits: &[&str]) -> bool {
        let is_std = match self.segments.as_slice() {
            [_] => !self.absolute,
            [first, ..] => first == "core" || first == "std",
            [] => false,
        };
        is_std && self.segments.last().is_some_and(|name| std_traits.contains(&name.as_str()))
    }

    fn tokens(&self) -> TokenStream {
        let root = self.absolute.then(|| quote!(::));
        let segments = self.segments.iter().map(|segment| ident(segment));
        quote!(#root #(#segments)::*)
    }
}

/// The words that a path may begin with, but that are no names.
fn is_path_word(segment: &str) -> bool {
    matches!(segment, "crate" | "self" | "super")
}

/// Whether a text is an identifier as it stands, neither raw nor a keyword.
fn is_identifier(text: &str) -> bool {
    let Ok(tokens) = text.parse::<TokenStream>() else { return false };
    let mut tokens = tokens.into_iter();
    let (Some(TokenTree::Ident(only)), None) = (tokens.next(), tokens.next()) else { return false };
    only == text && !text.starts_with("r#") && !is_reserved(text)
}

fn is_reserved(word: &str) -> bool {
    raw_if_keyword(word) != word || is_path_word(word) || matches!(word, "Self" | "_")
}

impl fmt::Display for Derive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.absolute { "::" } else { "" })?;
        f.write_str(&self.segments.join("::"))
    }
}

impl fmt::Display for DeriveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = quoted(&self.text);
        write!(f, "{text} is not the path of a derive macro; expected one such as `::my_crate::MyTrait`")
    }
}

impl Error for DeriveError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_and_written() {
        for text in ["Eq", "my::Trait", "::my::Trait", "crate::Trait", "super::super::gröẞe::Trait"] {
            assert_eq!(text.parse::<Derive>().map(|derive| derive.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn what_is_no_path_is_refused() {
        let texts = [
            "",
            " ",
            "::",
            "a::",
            "a b",
            "a,b",
            "a<b>",
            "a)",
            "fn",
            "_",
            "crate",
            "a::self",
            "::crate::a",
            "r#a",
            "1a",
        ];
        for text in texts.into_iter().chain(["a/**/", "a]pub", "\"a\"", "a:b", "a.b", "my::::a"]) {
            assert_eq!(text.parse::<Derive>(), Err(DeriveError { text: text.to_owned() }));
        }
    }

    #[test]
    fn what_is_derived_anyway_is_not_repeated() {
        let derives: Result<Vec<Derive>, _> =
            ["Eq", "::std::hash::Hash", "::my::Eq", "Other"].into_iter().map(str::parse).collect();
        let tokens = derives.map(|derives| Derive::beside(&derives, &["Eq", "Hash"]).to_string());
        assert_eq!(tokens, Ok(", :: my :: Eq , Other".to_owned()));
    }
}
