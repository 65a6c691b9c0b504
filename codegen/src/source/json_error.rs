//! The JSON parser's complaints in the words of this crate.

use std::sync::Arc;

use jsonc_parser::ParseStringErrorKind;
use jsonc_parser::common::Range;
use jsonc_parser::errors::{ParseError, ParseErrorKind};

use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::text::{Source, Span};

/// The diagnostic for a text that is not JSON: what was found where, and what was expected.
pub(super) fn not_json(source: &Arc<Source>, error: &ParseError) -> Diagnostic {
    let place = place(source, error);
    let found = match (error.kind(), source.slice(place)) {
        (ParseErrorKind::UnterminatedArray, _) => "the file ends inside an array".to_owned(),
        (ParseErrorKind::UnterminatedObject, _) => "the file ends inside an object".to_owned(),
        (ParseErrorKind::String(ParseStringErrorKind::UnterminatedStringLiteral), _) => {
            "the file ends inside a string".to_owned()
        }
        (ParseErrorKind::ExpectedComma, _) => "a comma is missing".to_owned(),
        (_, "") => "the file ends too early".to_owned(),
        (_, found) => format!("found {}", quoted(found)),
    };
    let message = format!("not JSON: {found}");
    Diagnostic::new(Code::NotJson, message).at(source, place).label(expected(error.kind())).hint(hint(error.kind()))
}

/// The place of the mistake. For something without an end the parser names all of the rest; where it
/// begins says more.
fn place(source: &Source, error: &ParseError) -> Span {
    let whole = span(error.range());
    match error.kind() {
        ParseErrorKind::UnterminatedArray
        | ParseErrorKind::UnterminatedObject
        | ParseErrorKind::UnterminatedCommentBlock
        | ParseErrorKind::String(ParseStringErrorKind::UnterminatedStringLiteral) => {
            Span::new(whole.start, whole.end.min(whole.start + 1))
        }
        ParseErrorKind::CommentsNotAllowed => Span::new(whole.start, whole.start + 2),
        // The end of the file: after its last line, not on an empty one below.
        _ if whole.start == whole.end && whole.start == source.text.len() => {
            let end = source.text.trim_end().len();
            Span::new(end, end)
        }
        _ => whole,
    }
}

fn expected(kind: &ParseErrorKind) -> &'static str {
    use ParseErrorKind as Kind;
    match kind {
        Kind::ExpectedColonAfterObjectKey => "expected `:` after the key",
        Kind::ExpectedObjectValue => "expected a value after `:`",
        Kind::ExpectedStringObjectProperty | Kind::UnexpectedTokenInObject => "expected a key in double quotes, or `}`",
        Kind::ExpectedComma => "expected `,` before the next one",
        Kind::MultipleRootJsonValues => "expected the end of the file",
        Kind::TrailingCommasNotAllowed => "expected another one after this `,`",
        Kind::UnterminatedArray => "this `[` has no `]`",
        Kind::UnterminatedObject => "this `{` has no `}`",
        Kind::UnterminatedCommentBlock | Kind::CommentsNotAllowed => "JSON has no comments",
        Kind::SingleQuotedStringsNotAllowed => "expected `\"`",
        Kind::String(kind) => expected_in_string(kind),
        Kind::ExpectedDigit
        | Kind::ExpectedDigitFollowingNegativeSign
        | Kind::ExpectedPlusMinusOrDigitInNumberLiteral
        | Kind::BareDecimalPointNumbersNotAllowed => "expected a digit",
        Kind::HexadecimalNumbersNotAllowed | Kind::NonFiniteNumbersNotAllowed | Kind::UnaryPlusNumbersNotAllowed => {
            "not a JSON number"
        }
        Kind::NestingDepthExceeded => "nested too deep",
        _ => "expected a value",
    }
}

const fn expected_in_string(kind: &ParseStringErrorKind) -> &'static str {
    match kind {
        ParseStringErrorKind::ExpectedFourHexDigits => "expected four hex digits after `\\u`",
        ParseStringErrorKind::InvalidUnicodeEscapeSequence(_) => "half of a surrogate pair",
        ParseStringErrorKind::UnterminatedStringLiteral => "this string has no closing `\"`",
        _ => "not an escape of JSON",
    }
}

fn hint(kind: &ParseErrorKind) -> &'static str {
    use ParseErrorKind as Kind;
    match kind {
        Kind::UnterminatedCommentBlock | Kind::CommentsNotAllowed => "remove the comment",
        Kind::TrailingCommasNotAllowed => "remove this comma: JSON has none after the last one",
        Kind::ExpectedComma => "add the comma",
        Kind::SingleQuotedStringsNotAllowed | Kind::ExpectedStringObjectProperty | Kind::UnexpectedWord => {
            "strings and keys stand between double quotes"
        }
        Kind::MultipleRootJsonValues => "a schema file holds one JSON object and nothing else",
        Kind::UnterminatedArray | Kind::UnterminatedObject => "add the missing bracket, or restore the end of the file",
        Kind::String(_) => "escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX",
        _ => "correct the file here; any JSON reader can check it",
    }
}

/// The parser's range as ours.
pub(super) const fn span(range: Range) -> Span {
    Span::new(range.start, range.end)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use std::sync::Arc;

    use crate::diagnostic::Diagnostics;
    use crate::source::parse_json;
    use crate::text::Source;

    /// Line, column and message of what is found, and what was expected.
    fn found(text: &str) -> (usize, usize, String, String) {
        let mut diagnostics = Diagnostics::new();
        assert_eq!(parse_json(&Arc::new(Source::new("a.json", text)), &mut diagnostics), None);
        let mut found = diagnostics.into_iter();
        let one = found.next().unwrap();
        assert!(found.next().is_none(), "{text}");
        let place = one.position().unwrap();
        (place.line, place.column, one.message, one.label)
    }

    #[test]
    fn messages_say_what_was_found_and_what_was_expected() {
        let cases = [
            ("{\"a\" 1}", 1, 6, "found `1`", "expected `:` after the key"),
            ("{\"a\":\n", 1, 6, "the file ends too early", "expected a value after `:`"),
            ("{\"a\"\n", 1, 5, "the file ends too early", "expected `:` after the key"),
            ("{a: 1}", 1, 2, "found `a`", "expected a key in double quotes, or `}`"),
            ("[1\n2]", 1, 3, "a comma is missing", "expected `,` before the next one"),
            ("[1,]", 1, 3, "found `,`", "expected another one after this `,`"),
            ("\n[[1]", 2, 1, "the file ends inside an array", "this `[` has no `]`"),
            ("{\"a", 1, 2, "the file ends inside a string", "this string has no closing `\"`"),
            ("{} {}", 1, 4, "found `{`", "expected the end of the file"),
            ("[01]", 1, 3, "a comma is missing", "expected `,` before the next one"),
            ("[0x1]", 1, 2, "found `0`", "not a JSON number"),
            ("[nul]", 1, 2, "found `nul`", "expected a value"),
            ("[\"\\x\"]", 1, 3, "found `\\x`", "not an escape of JSON"),
            ("/* a */ []", 1, 1, "found `/*`", "JSON has no comments"),
        ];
        for (text, line, column, message, label) in cases {
            let expected = (line, column, format!("not JSON: {message}"), label.to_owned());
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
