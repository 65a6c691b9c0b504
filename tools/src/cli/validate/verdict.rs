//! Verdicts, for people and for machines.

use std::borrow::Cow;
use std::io::{self, Write};

use cln_codegen::model::json_string;
use cln_runtime::{Violations, is_visible, visible};

/// `ok`, or `bad POINTER RULE MESSAGE` with the first violation.
pub(super) fn line(out: &mut impl Write, verdict: &Result<(), Violations>) -> io::Result<()> {
    match verdict.as_ref().err().and_then(|violations| violations.iter().next()) {
        None => out.write_all(b"ok\n"),
        Some(first) => {
            writeln!(out, "bad {} {} {}", word(first.pointer()), first.rule(), visible(first.message()))
        }
    }
}

/// `ok`, or a line for each violation.
pub(super) fn text(out: &mut impl Write, verdict: &Result<(), Violations>) -> io::Result<()> {
    let Err(violations) = verdict else { return out.write_all(b"ok\n") };
    for violation in violations {
        writeln!(out, "{violation}")?;
    }
    match violations.omitted() {
        0 => Ok(()),
        more => writeln!(out, "and {more} more"),
    }
}

/// One object on a line, always with the same keys.
pub(super) fn json(out: &mut impl Write, verdict: &Result<(), Violations>) -> io::Result<()> {
    let violations = verdict.as_ref().err();
    write!(out, r#"{{"valid":{},"violations":["#, violations.is_none())?;
    for (index, violation) in violations.into_iter().flatten().enumerate() {
        let separator = if index == 0 { "" } else { "," };
        let [pointer, rule, message] =
            [violation.pointer(), violation.rule().code(), violation.message()].map(json_string);
        write!(out, r#"{separator}{{"pointer":{pointer},"rule":{rule},"message":{message}}}"#)?;
    }
    writeln!(out, r#"],"omitted":{}}}"#, violations.map_or(0, Violations::omitted))
}

/// A pointer without a space, so that single spaces part a line into words: white space, what a terminal would act on, and
/// `%` are percent-encoded. The whole instance has the empty pointer, as ever.
fn word(pointer: &str) -> Cow<'_, str> {
    let is_plain = |c: char| is_visible(c) && !c.is_whitespace() && c != '%';
    if pointer.chars().all(is_plain) {
        return Cow::Borrowed(pointer);
    }
    let mut word = String::new();
    for c in pointer.chars() {
        if is_plain(c) {
            word.push(c);
        } else {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| word.push_str(&format!("%{byte:02X}")));
        }
    }
    Cow::Owned(word)
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn a_pointer_is_one_word_that_can_be_turned_back() {
        assert_eq!(word(""), "");
        assert_eq!(word("/payments/0/größe~1x"), "/payments/0/größe~1x");
        assert_eq!(word("/a b\n%\u{202e}\u{a0}\u{200b}"), "/a%20b%0A%25%E2%80%AE%C2%A0%E2%80%8B");
    }
}
