//! Why a text is not JSON, in the words of this crate.

use std::sync::Arc;

use cln_runtime::json::{Problem, SyntaxError};

use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::text::{Source, Span};

/// The deepest nesting of arrays and objects. Schemas of the node stay below 16.
pub const MAX_DEPTH: usize = 64;

/// The diagnostic for a bracket that is one level too deep.
pub(super) fn too_deep(source: &Arc<Source>, at: usize) -> Diagnostic {
    let message = format!("the file is nested more than {MAX_DEPTH} levels deep");
    Diagnostic::new(Code::NestedTooDeep, message)
        .at(source, Span::new(at, at + 1))
        .label(format!("level {}", MAX_DEPTH + 1))
        .hint("real schemas need fewer than 16 levels; is this file a schema?")
}

/// The diagnostic for a file that holds nothing.
pub(super) fn empty(source: &Arc<Source>) -> Diagnostic {
    Diagnostic::new(Code::NotJson, "the file is empty")
        .at(source, Span::default())
        .label("expected a JSON object")
        .hint("a schema file holds one JSON object")
}

/// An offset that the tokenizer tells, in a text that is in memory.
pub(super) fn offset(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

/// The diagnostic for a text that is not JSON: what was found where, what was expected, and what to do. `token` is where
/// the wrong token begins, `open` where the innermost array or object begins that is not closed.
pub(super) fn not_json(source: &Arc<Source>, error: &SyntaxError, token: usize, open: Option<usize>) -> Diagnostic {
    let (text, at) = (source.text.as_str(), offset(error.offset()));
    let Mistake { span, found, expected, hint } = match error.problem() {
        Problem::UnexpectedEnd => cut_off(text, token, open),
        Problem::ControlCharacter => stray(text, at, true),
        Problem::Escape | Problem::LoneSurrogate => escape(text, at, error.problem()),
        problem => misplaced(text, token, problem),
    };
    Diagnostic::new(Code::NotJson, format!("not JSON: {found}")).at(source, span).label(expected).hint(hint)
}

/// What is said of a mistake.
struct Mistake {
    span: Span,
    found: String,
    expected: &'static str,
    hint: &'static str,
}

/// For something without an end: where it begins says more than the end of the file.
fn cut_off(text: &str, token: usize, open: Option<usize>) -> Mistake {
    const BRACKET: &str = "add the missing bracket, or restore the end of the file";
    let starts = |at: usize, with| text.get(at..).is_some_and(|rest| rest.starts_with(with));
    let (start, found, expected, hint) = match open {
        _ if starts(token, '"') => {
            (token, "the file ends inside a string", "this string has no closing `\"`", "close the string with `\"`")
        }
        Some(open) if starts(open, '[') => (open, "the file ends inside an array", "this `[` has no `]`", BRACKET),
        Some(open) => (open, "the file ends inside an object", "this `{` has no `}`", BRACKET),
        None => (token, "the file ends too early", "expected a JSON object", "a schema file holds one JSON object"),
    };
    let end = text.len().min(start + 1);
    Mistake { span: Span::new(start, end), found: found.to_owned(), expected, hint }
}

/// For a control character, or outside of strings a character that is not ASCII.
fn stray(text: &str, at: usize, in_string: bool) -> Mistake {
    let found = text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or_default();
    let (place, hint) = match (found, in_string) {
        ('\n' | '\r', true) => {
            ("a line break inside a string", "close the string with `\"`, or write the line break as `\\n`")
        }
        (_, true) => ("a control character inside a string", "write it as an escape, such as `\\t` or `\\u001b`"),
        ('\u{feff}', false) => ("a byte order mark", "save the file as UTF-8 without a byte order mark"),
        (_, false) => ("a character outside of any string", "remove it, or put it into a string"),
    };
    let span = Span::new(at, at + found.len_utf8());
    Mistake { span, found: format!("{place} (U+{:04X})", u32::from(found)), expected: "not allowed here", hint }
}

fn escape(text: &str, at: usize, problem: &Problem) -> Mistake {
    let rest = text.get(at..).unwrap_or_default();
    let (count, expected) = match problem {
        Problem::LoneSurrogate => (6, "half of a surrogate pair"),
        _ if rest.starts_with("\\u") => (2, "expected four hex digits after `\\u`"),
        _ => (2, "not an escape of JSON"),
    };
    let found: String = rest.chars().take(count).collect();
    let hint = "escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX";
    Mistake { span: Span::new(at, at + found.len()), found: format!("found {}", quoted(&found)), expected, hint }
}

const CORRECT: &str = "correct the file here; any JSON reader can check it";
const QUOTES: &str = "strings and keys stand between double quotes";

/// For a token where another one is expected: the tokenizer's words say which.
fn misplaced(text: &str, token: usize, problem: &Problem) -> Mistake {
    const COMMA: [&str; 2] = ["a comma or a closing brace", "a comma or a closing bracket"];
    let (before, rest) = text.split_at_checked(token).unwrap_or_default();
    let before = before.trim_end();
    let word = word(rest);
    let first = word.chars().next().unwrap_or_default();
    let is_closing = matches!(first, ']' | '}');
    let begins_value = matches!(first, '"' | '{' | '[' | '-' | '0'..='9') || ["true", "false", "null"].contains(&word);
    let (start, found) = match problem {
        _ if !first.is_ascii() || first.is_ascii_control() => return stray(text, token, false),
        _ if is_closing && before.ends_with(',') => (before.len() - 1, ","),
        Problem::Expected(expected) if COMMA.contains(expected) && begins_value => {
            return Mistake {
                span: Span::new(before.len(), before.len()),
                found: "a comma is missing".to_owned(),
                expected: "expected `,` before the next one",
                hint: "add the comma",
            };
        }
        _ => (token, word),
    };
    let (expected, hint) = match (found, problem) {
        ("//" | "/*", _) => ("JSON has no comments", "remove the comment"),
        (",", _) if start < token => {
            ("expected another one after this `,`", "remove this comma: JSON has none after the last one")
        }
        ("'", _) => ("expected `\"`", QUOTES),
        (_, Problem::Number) => ("not a JSON number", CORRECT),
        (_, Problem::Trailing) => {
            ("expected the end of the file", "a schema file holds one JSON object and nothing else")
        }
        (_, Problem::Expected("a key in quotes")) => ("expected a key in double quotes, or `}`", QUOTES),
        (_, Problem::Expected("a colon")) => ("expected `:` after the key", CORRECT),
        (_, Problem::Expected("a comma or a closing brace")) => ("expected `,` or `}`", CORRECT),
        (_, Problem::Expected("a comma or a closing bracket")) => ("expected `,` or `]`", CORRECT),
        _ if first.is_ascii_alphabetic() => ("expected a value", QUOTES),
        _ => ("expected a value", CORRECT),
    };
    Mistake { span: Span::new(start, start + found.len()), found: format!("found {}", quoted(found)), expected, hint }
}

/// What a text begins with: a word or number, the sign of a comment, or else one character.
fn word(text: &str) -> &str {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '+' | '-' | '.');
    let end = match text.find(|letter| !is_part(letter)).unwrap_or(text.len()) {
        0 if text.starts_with("//") || text.starts_with("/*") => 2,
        0 => text.chars().next().map_or(0, char::len_utf8),
        end => end,
    };
    text.get(..end).unwrap_or_default()
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
            ("{\"a\":\n", 1, 1, "the file ends inside an object", "this `{` has no `}`"),
            ("{\"a\"\n", 1, 1, "the file ends inside an object", "this `{` has no `}`"),
            ("-", 1, 1, "the file ends too early", "expected a JSON object"),
            ("{a: 1}", 1, 2, "found `a`", "expected a key in double quotes, or `}`"),
            ("{1e5: 1}", 1, 2, "found `1e5`", "expected a key in double quotes, or `}`"),
            ("{'a': 1}", 1, 2, "found `'`", "expected `\"`"),
            ("[1\n2]", 1, 3, "a comma is missing", "expected `,` before the next one"),
            ("{\"a\": 1 \"b\": 2}", 1, 8, "a comma is missing", "expected `,` before the next one"),
            ("[1}", 1, 3, "found `}`", "expected `,` or `]`"),
            ("{\"a\": 1]", 1, 8, "found `]`", "expected `,` or `}`"),
            ("[1,]", 1, 3, "found `,`", "expected another one after this `,`"),
            ("{\"a\": 1,\n}", 1, 8, "found `,`", "expected another one after this `,`"),
            ("[,1]", 1, 2, "found `,`", "expected a value"),
            ("\n[[1]", 2, 1, "the file ends inside an array", "this `[` has no `]`"),
            ("{\"a", 1, 2, "the file ends inside a string", "this string has no closing `\"`"),
            ("{\"a\": \"b\\", 1, 7, "the file ends inside a string", "this string has no closing `\"`"),
            ("{} {}", 1, 4, "found `{`", "expected the end of the file"),
            ("[01]", 1, 2, "found `01`", "not a JSON number"),
            ("[0x1]", 1, 3, "found `x1`", "expected `,` or `]`"),
            ("{\"a\": 1: 2}", 1, 8, "found `:`", "expected `,` or `}`"),
            ("[+.5]", 1, 2, "found `+.5`", "not a JSON number"),
            ("[nul]", 1, 2, "found `nul`", "expected a value"),
            ("[NaN]", 1, 2, "found `NaN`", "expected a value"),
            ("[\"\\x\"]", 1, 3, "found `\\x`", "not an escape of JSON"),
            ("[\"a\\é\"]", 1, 4, "found `\\é`", "not an escape of JSON"),
            ("[\"\\u12g4\"]", 1, 3, "found `\\u`", "expected four hex digits after `\\u`"),
            ("[\"\\ud800\"]", 1, 3, "found `\\ud800`", "half of a surrogate pair"),
            ("/* a */ []", 1, 1, "found `/*`", "JSON has no comments"),
            ("{} // a", 1, 4, "found `//`", "JSON has no comments"),
            ("[1, // a\n2]", 1, 5, "found `//`", "JSON has no comments"),
            ("[\"a\tb\"]", 1, 4, "a control character inside a string (U+0009)", "not allowed here"),
            ("[\"a\nb\"]", 1, 4, "a line break inside a string (U+000A)", "not allowed here"),
            ("[\u{c}]", 1, 2, "a character outside of any string (U+000C)", "not allowed here"),
            ("[\u{a0}]", 1, 2, "a character outside of any string (U+00A0)", "not allowed here"),
            ("[] é", 1, 4, "a character outside of any string (U+00E9)", "not allowed here"),
            ("\u{feff}[]", 1, 1, "a byte order mark (U+FEFF)", "not allowed here"),
        ];
        for (text, line, column, message, label) in cases {
            let expected = (line, column, format!("not JSON: {message}"), label.to_owned());
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
