//! Documented errors: codes out of prose, names out of the node's own table.

use std::collections::{BTreeMap, BTreeSet};

use super::names::camel;
use super::{ErrorEnum, ErrorVariant, docs};
use crate::schema::Prose;

/// The names of the node's JSON-RPC error codes.
const NAMES: &str = include_str!("error-codes.tsv");

/// The error enum of a method, from its `errors` prose.
pub(super) fn lower_errors(name: &str, errors: &Prose) -> ErrorEnum {
    let mut variants: Vec<ErrorVariant> = Vec::new();
    let mut places: BTreeMap<i64, usize> = BTreeMap::new();
    let mut item_open = false;
    for line in errors.iter().flat_map(|line| line.value.split('\n')) {
        if let Some((code, sentence)) = documented_code(line) {
            item_open = true;
            let place = *places.entry(code).or_insert(variants.len());
            match variants.get_mut(place) {
                Some(variant) => variant.docs.push(sentence.to_owned()),
                None => variants.push(ErrorVariant { code, ident: String::new(), docs: vec![sentence.to_owned()] }),
            }
        } else if line.trim().is_empty() {
            item_open = false;
        } else if let Some(variant) = variants.last_mut().filter(|_| item_open) {
            variant.docs.push(line.to_owned());
        }
    }
    name_variants(&mut variants);
    ErrorEnum { name: name.to_owned(), variants }
}

/// Gives each variant its name; two codes of one name keep apart by their numbers.
fn name_variants(variants: &mut [ErrorVariant]) {
    let mut taken = BTreeSet::from(["Other".to_owned()]);
    for variant in variants {
        let named = code_name(variant.code).unwrap_or_else(|| numbered(variant.code));
        variant.ident = if taken.contains(&named) { numbered(variant.code) } else { named };
        taken.insert(variant.ident.clone());
        let sentence = std::mem::take(&mut variant.docs);
        variant.docs = docs::markdown(sentence.iter().map(String::as_str));
    }
}

/// A code in the `errors` of a schema.
pub struct DocumentedCode {
    /// The number.
    pub code: i64,
    /// Whether the node's own table has a name for it.
    pub is_named: bool,
}

/// The codes that a line of `errors` lists.
pub fn documented_codes(line: &str) -> impl Iterator<Item = DocumentedCode> {
    let codes = line.split('\n').filter_map(documented_code);
    codes.map(|(code, _)| DocumentedCode { code, is_named: code_name(code).is_some() })
}

/// Reads a line such as `- 208: Payment not found.` or `- 1501 (RUNE_NOT_AUTHORIZED): ...`.
fn documented_code(line: &str) -> Option<(i64, &str)> {
    let item = line.trim_start().strip_prefix("- ").or_else(|| line.trim_start().strip_prefix("* "))?.trim_start();
    let end = item.char_indices().find(|&(at, letter)| !(letter.is_ascii_digit() || at == 0 && letter == '-'))?.0;
    let (digits, rest) = item.split_at_checked(end)?;
    let code: i64 = digits.parse().ok()?;
    let sentence = match rest.trim_start().strip_prefix('(') {
        Some(named) => named.split_once(')')?.1,
        None => rest,
    };
    let sentence = sentence.trim_start().strip_prefix(':')?.trim();
    Some((signed(code), sentence))
}

/// The codes that JSON-RPC reserves are negative, even where a page forgets the sign.
const fn signed(code: i64) -> i64 {
    if matches!(code, 32000..=32768) { -code } else { code }
}

/// The name of a code in the node's own table, as a variant.
pub(super) fn code_name(code: i64) -> Option<String> {
    let mut rows = NAMES.lines().filter_map(|row| row.split_once('\t'));
    let (_, name) = rows.find(|(number, _)| number.parse() == Ok(code))?;
    camel(name.strip_prefix("JSONRPC2_").unwrap_or(name))
}

fn numbered(code: i64) -> String {
    if code < 0 { format!("CodeMinus{}", code.unsigned_abs()) } else { format!("Code{code}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Span, Spanned};

    fn variants(lines: &[&str]) -> Vec<(i64, String, String)> {
        let prose = lines.iter().map(|line| Spanned { value: (*line).to_owned(), span: Span::default() }).collect();
        let errors = lower_errors("E", &prose);
        errors.variants.into_iter().map(|variant| (variant.code, variant.ident, variant.docs.join("|"))).collect()
    }

    #[test]
    fn codes_take_the_names_of_the_node() {
        let found =
            variants(&["On failure:", "", "- -32602: Malformed;", "- 211: Mismatch.", "  Really.", "", "Then."]);
        let expected = [(-32602, "InvalidParams", "Malformed;"), (211, "PayStatusUnexpected", "Mismatch.|Really.")];
        assert_eq!(found, expected.map(|(code, ident, docs)| (code, ident.to_owned(), docs.to_owned())));
    }

    #[test]
    fn the_spellings_of_real_pages_are_read() {
        let found = variants(&[
            "- 32700: parse",
            "- 1501 (RUNE_NOT_AUTHORIZED): no",
            "- 19535: odd",
            "- -1: all",
            "- no code: x",
        ]);
        let idents: Vec<_> = found.iter().map(|(code, ident, _)| (*code, ident.as_str())).collect();
        assert_eq!(
            idents,
            [(-32700, "CodeMinus32700"), (1501, "RuneNotAuthorized"), (19535, "Code19535"), (-1, "Lightningd")]
        );
    }

    #[test]
    fn a_code_that_stands_twice_is_one_variant() {
        assert_eq!(variants(&["- 208: a", "- 208: b"]), [(208, "PayNoSuchPayment".to_owned(), "a|b".to_owned())]);
    }

    #[test]
    fn every_row_of_the_table_names_a_variant() {
        let codes: Vec<i64> = NAMES.lines().skip(1).filter_map(|row| row.split_once('\t')?.0.parse().ok()).collect();
        assert_eq!(codes.len(), NAMES.lines().count() - 1);
        for code in codes {
            assert!(code_name(code).is_some(), "{code}");
        }
    }
}
