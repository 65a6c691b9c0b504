//! Names: from anything a schema may hold to valid, idiomatic Rust.

use std::collections::{BTreeMap, BTreeSet};

/// Words that cannot be used as they are, of every edition, sorted.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords that cannot even be used in raw form.
const PATH_WORDS: &[&str] = &["crate", "self", "super", "Self"];

/// The identifier as it is written: raw where it is a keyword.
#[must_use]
pub fn raw_if_keyword(ident: &str) -> String {
    if KEYWORDS.binary_search(&ident).is_ok() { format!("r#{ident}") } else { ident.to_owned() }
}

/// The name of a field, variable or module; `None` if nothing of the name can stand in an identifier.
pub(super) fn snake(name: &str) -> Option<String> {
    let words: Vec<String> = words(name).into_iter().map(|word| word.to_ascii_lowercase()).collect();
    identifier(words.join("_"))
}

/// The name of a module and of its file, which must not be the index; `None` as for [`snake`].
pub(super) fn module(name: &str) -> Option<String> {
    snake(name).map(|module| if module == "mod" { "mod_".to_owned() } else { module })
}

/// The name of a type or variant; `None` if nothing of the name can stand in an identifier.
pub(super) fn camel(name: &str) -> Option<String> {
    identifier(camel_part(name))
}

/// The name of a type made from a path of names, of which the first must give something.
pub(super) fn camel_path(path: &[&str]) -> String {
    let joined: String = path.iter().map(|name| camel_part(name)).collect();
    identifier(joined).unwrap_or_default()
}

/// What the names of all types of a method begin with. More follows, so it may be a word that cannot stand alone.
pub(super) fn type_prefix(path: &[&str]) -> String {
    let joined: String = path.iter().map(|name| camel_part(name)).collect();
    if joined.starts_with(|first: char| first.is_ascii_digit()) { format!("_{joined}") } else { joined }
}

/// The name of a variant for a string value, whatever it is.
pub(super) fn variant(value: &str) -> Option<String> {
    if value.is_empty() {
        return Some("Empty".to_owned());
    }
    match value.strip_prefix('-') {
        Some(rest) if rest.starts_with(|first: char| first.is_ascii_digit()) => camel(&format!("minus {rest}")),
        _ => camel(value),
    }
}

/// The name of a constant that belongs to a type: types that differ in case only have constants that differ, too.
pub(super) fn constant(type_name: &str) -> String {
    let mut constant = String::new();
    for letter in type_name.chars() {
        if letter.is_ascii_uppercase() && !constant.is_empty() {
            constant.push('_');
        }
        constant.push(letter.to_ascii_uppercase());
    }
    constant
}

/// The wanted name; if that is taken, with the first number after it that makes it free.
pub(super) fn free(wanted: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut name = wanted.to_owned();
    let mut number = 1_u32;
    while is_taken(&name) {
        number += 1;
        name = format!("{wanted}{number}");
    }
    name
}

/// Names of which each is given once.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
    /// By wanted name, the last number that was put after it: those below it are taken, too.
    numbers: BTreeMap<String, u32>,
}

impl Names {
    /// The wanted name; if that is taken, with the first number after it that makes it free.
    pub(super) fn give(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        if self.taken.contains(wanted) {
            let number = self.numbers.entry(wanted.to_owned()).or_insert(1);
            while self.taken.contains(&name) {
                *number += 1;
                name = format!("{wanted}{number}");
            }
        }
        self.taken.insert(name.clone());
        name
    }
}

impl<const N: usize> From<[String; N]> for Names {
    fn from(taken: [String; N]) -> Self {
        Self { taken: taken.into(), numbers: BTreeMap::new() }
    }
}

/// A name as a part of a type's name; it may be empty.
pub(super) fn camel_part(name: &str) -> String {
    words(name).iter().map(|word| capitalized(word)).collect()
}

/// The words of a name: runs of letters and digits, and the parts of a name in camel case.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut previous: Option<char> = None;
    for letter in name.chars() {
        if letter.is_ascii_alphanumeric() {
            let starts_word = match previous {
                Some(before) => letter.is_ascii_uppercase() && before.is_ascii_lowercase(),
                None => true,
            };
            match words.last_mut() {
                Some(word) if !starts_word => word.push(letter),
                _ => words.push(letter.to_string()),
            }
            previous = Some(letter);
        } else {
            previous = None;
        }
    }
    words
}

/// A word with its first letter in upper case and the others in lower case.
fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters.map(|letter| letter.to_ascii_lowercase())).collect()
}

fn identifier(name: String) -> Option<String> {
    let first = name.chars().next()?;
    if first.is_ascii_digit() {
        Some(format!("_{name}"))
    } else if PATH_WORDS.contains(&name.as_str()) {
        Some(format!("{name}_"))
    } else {
        Some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_names_are_snake_case() {
        let cases = [
            ("payment_hash", "payment_hash"),
            ("alt-addr", "alt_addr"),
            ("target/subcommand", "target_subcommand"),
            ("nodeId", "node_id"),
            ("HTLC", "htlc"),
            ("2fa", "_2fa"),
            ("self", "self_"),
            ("--x--", "x"),
        ];
        for (name, expected) in cases {
            assert_eq!(snake(name).as_deref(), Some(expected), "{name}");
        }
        for name in ["", "???", "日本", "_"] {
            assert_eq!(snake(name), None, "{name}");
        }
    }

    #[test]
    fn no_module_takes_the_place_of_the_index() {
        assert_eq!(module("mod").as_deref(), Some("mod_"));
        assert_eq!(module("modify").as_deref(), Some("modify"));
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        assert_eq!(free("Status", |_| false), "Status");
        assert_eq!(free("Status", |name| ["Status", "Status2"].contains(&name)), "Status3");
    }

    #[test]
    fn names_are_given_once() {
        let mut names = Names::from(["Status".to_owned(), "Status3".to_owned()]);
        let given = ["Status", "Status", "Status2", "Other", "Status"].map(|wanted| names.give(wanted));
        assert_eq!(given, ["Status2", "Status4", "Status22", "Other", "Status5"]);
    }

    #[test]
    fn keywords_become_raw() {
        assert!(KEYWORDS.is_sorted());
        assert_eq!(raw_if_keyword("type"), "r#type");
        assert_eq!(raw_if_keyword("gen"), "r#gen");
        assert_eq!(raw_if_keyword("payments"), "payments");
    }

    #[test]
    fn types_are_named_by_path() {
        assert_eq!(camel_path(&["fundchannel_start", "Request"]), "FundchannelStartRequest");
        assert_eq!(camel_path(&["delpay", "payments", "status"]), "DelpayPaymentsStatus");
        assert_eq!(camel_path(&["askrene-age"]), "AskreneAge");
        assert_eq!(camel_path(&["2fa", "Request"]), "_2faRequest");
    }

    #[test]
    fn types_that_differ_in_case_only_have_different_constants() {
        assert_eq!(constant("DelpayPayments"), "DELPAY_PAYMENTS");
        assert_eq!(constant("NestedAB"), "NESTED_A_B");
        assert_eq!(constant("NestedAb"), "NESTED_AB");
        assert_eq!(constant("_2faRequest"), "_2FA_REQUEST");
    }

    #[test]
    fn every_value_that_has_letters_gives_a_variant() {
        let cases = [
            ("complete", "Complete"),
            ("anchors/even", "AnchorsEven"),
            ("CHANNELD_AWAITING_LOCKIN", "ChanneldAwaitingLockin"),
            ("bolt12 invoice_request", "Bolt12InvoiceRequest"),
            ("", "Empty"),
            ("-1", "Minus1"),
            ("1", "_1"),
            ("Self", "Self_"),
        ];
        for (value, expected) in cases {
            assert_eq!(variant(value).as_deref(), Some(expected), "{value}");
        }
        assert_eq!(variant("???"), None);
    }
}
