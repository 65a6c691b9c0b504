//! JSON with an element of an array on a line, so that other programs that work by lines can read it, too.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

/// The value as JSON, objects with a space after each `:` and `,`.
pub(crate) fn to_json(value: &impl Serialize) -> String {
    let mut text = Vec::new();
    // Neither writing into memory nor what is written here can fail: keys are texts.
    let _ = value.serialize(&mut Serializer::with_formatter(&mut text, Lines::default()));
    text.push(b'\n');
    String::from_utf8_lossy(&text).into_owned()
}

/// Puts each element of an array on a line.
#[derive(Default)]
struct Lines {
    /// How many arrays are open.
    depth: usize,
    /// Whether the array that was opened last has an element.
    is_filled: bool,
}

impl Lines {
    fn line<W: ?Sized + Write>(&self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| writer.write_all(b"  "))
    }
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth += 1;
        self.is_filled = false;
        writer.write_all(b"[")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, is_first: bool) -> io::Result<()> {
        if !is_first {
            writer.write_all(b",")?;
        }
        self.line(writer)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.is_filled = true;
        Ok(())
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth -= 1;
        if self.is_filled {
            self.line(writer)?;
        }
        self.is_filled = true;
        writer.write_all(b"]")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, is_first: bool) -> io::Result<()> {
        writer.write_all(if is_first { b"" } else { b", " })
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn elements_stand_on_lines_of_their_own() {
        let value = json!({"a": [], "b": [{"c": [1, "\n"], "d": {}}, {"e": [[]]}], "f": {"g": null}});
        let expected = r#"{"a": [], "b": [
  {"c": [
    1,
    "\n"
  ], "d": {}},
  {"e": [
    []
  ]}
], "f": {"g": null}}
"#;
        let text = to_json(&value);
        assert_eq!(text, expected);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }
}
