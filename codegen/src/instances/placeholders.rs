//! Words that stand in documentation where a hash or a key belongs: each becomes one value wherever it stands.

use std::cmp::Reverse;

use cln_runtime::Rule;
use cln_runtime::json::Tree;
use cln_runtime::rules::{ScalarKind, Texts};

use super::make::{Maker, Wish};
use super::mend::Found;
use super::places::types_at;
use crate::model::Type;

/// A shorter word is no placeholder: it may stand inside others by chance.
const SHORTEST: usize = 8;

/// So many letters begin a word that looks like a placeholder.
const LETTERS: usize = 4;

/// The rules that a placeholder breaks.
const ABOUT_TEXTS: [Rule; 3] = [Rule::Format, Rule::OneOf, Rule::AnyOf];

/// So many are told apart in one method.
const MOST: usize = 500;

/// In longer instances a word is looked for as a whole text only.
const SEARCHED: usize = 1 << 20;

/// What placeholders become, the longest first.
#[derive(Debug, Default)]
pub(super) struct Placeholders(Vec<(String, String)>);

impl Placeholders {
    /// Takes up the placeholders of an instance: texts that are not what their type demands, and words that look like
    /// such where any text will do.
    pub(super) fn learn(&mut self, maker: &Maker<'_>, root: &Type, instance: &Tree, found: &Found) {
        for (_, pointer) in found.iter().filter(|(rule, _)| ABOUT_TEXTS.contains(rule)) {
            if let Some(Tree::Text(text)) = instance.at(pointer) {
                let types = types_at(maker.method, root, pointer);
                self.add(types.into_iter().find_map(|ty| meant(maker, ty, text)));
            }
        }
        self.learn_words(maker, instance);
        self.0.sort_by_key(|(word, _)| Reverse(word.len()));
    }

    fn add(&mut self, meant: Option<(String, String)>) {
        if let Some((word, value)) = meant
            && self.0.len() < MOST
            && !self.0.iter().any(|(known, _)| *known == word)
        {
            self.0.push((word, value));
        }
    }

    fn learn_words(&mut self, maker: &Maker<'_>, instance: &Tree) {
        match instance {
            Tree::Text(text) => {
                for word in text.split(|character: char| !character.is_ascii_alphanumeric()) {
                    if let Some(kind) = looks_like(word) {
                        self.add(meant(maker, &Type::Scalar(kind, None), word));
                    }
                }
            }
            Tree::Array(elements) => elements.iter().for_each(|element| self.learn_words(maker, element)),
            Tree::Object(members) => members.iter().for_each(|(_, value)| self.learn_words(maker, value)),
            Tree::Plain(_) => {}
        }
    }

    /// Puts values in the place of all placeholders.
    pub(super) fn replace(&self, instance: &mut Tree) {
        if !self.0.is_empty() {
            let is_searched = instance.to_string().len() <= SEARCHED;
            self.replace_in(instance, is_searched);
        }
    }

    fn replace_in(&self, instance: &mut Tree, is_searched: bool) {
        match instance {
            Tree::Text(text) => {
                for (word, value) in &self.0 {
                    if text == word || is_searched && text.contains(word.as_str()) {
                        *text = text.replace(word.as_str(), value);
                    }
                }
            }
            Tree::Array(elements) => elements.iter_mut().for_each(|element| self.replace_in(element, is_searched)),
            Tree::Object(members) => members.iter_mut().for_each(|(_, value)| self.replace_in(value, is_searched)),
            Tree::Plain(_) => {}
        }
    }
}

/// What a word stands for where any text will do, by its length: `nodeid0303...` for a key, `channelid0120...` for a
/// hash. Addresses, invoices and offers may be as long.
fn looks_like(word: &str) -> Option<ScalarKind> {
    let kind = match word.len() {
        64 => ScalarKind::Hash,
        66 => ScalarKind::PublicKey,
        _ => return None,
    };
    let letters = word.bytes().take_while(u8::is_ascii_lowercase).count();
    let is_bech32 = ["bcrt1", "ln"].iter().any(|begin| word.starts_with(begin));
    let is_lower = word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    (letters >= LETTERS && is_lower && !is_bech32).then_some(kind)
}

/// The word in a text that stands for bytes, and what it becomes.
fn meant(maker: &Maker<'_>, ty: &Type, text: &str) -> Option<(String, String)> {
    let Type::Scalar(kind, _) = ty else { return None };
    let (word, ty) = match kind.facts().texts {
        Texts::Hex(..) => (text, ty),
        // A transaction, and a place in it.
        Texts::PartlyHex => (text.split(':').next()?, &Type::Scalar(ScalarKind::Txid, None)),
        Texts::None | Texts::Any | Texts::Formed => return None,
    };
    if word.len() < SHORTEST || word.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let was = Tree::Text(word.to_owned());
    let made = maker.candidates(&[ty], Wish { name: word, was: Some(&was) }).into_iter().next()?;
    match made {
        Tree::Text(value) => Some((word.to_owned(), value)),
        _ => None,
    }
}
