//! JSON trees as text again.

use std::fmt::Write as _;

use super::{Node, Value};

impl Node {
    /// The compact text: keys in order, numbers digit for digit.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = String::new();
        Writer { text: &mut text, pretty: false, depth: 0 }.node(self);
        text
    }

    /// The text over several lines, indented by two spaces, without a line break at the end.
    #[must_use]
    pub fn to_json_pretty(&self) -> String {
        let mut text = String::new();
        Writer { text: &mut text, pretty: true, depth: 0 }.node(self);
        text
    }
}

struct Writer<'a> {
    text: &'a mut String,
    pretty: bool,
    depth: usize,
}

impl Writer<'_> {
    fn node(&mut self, node: &Node) {
        match &node.value {
            Value::Null => self.text.push_str("null"),
            Value::Bool(value) => self.text.push_str(if *value { "true" } else { "false" }),
            Value::Number(digits) => self.text.push_str(digits),
            Value::String(value) => self.string(value),
            Value::Array(elements) => {
                self.list('[', elements, ']', |writer, element| writer.node(element));
            }
            Value::Object(members) => self.list('{', members, '}', |writer, member| {
                writer.string(&member.key.value);
                writer.text.push_str(if writer.pretty { ": " } else { ":" });
                writer.node(&member.value);
            }),
        }
    }

    fn list<T>(&mut self, open: char, items: &[T], close: char, item: impl Fn(&mut Self, &T)) {
        self.text.push(open);
        self.depth += 1;
        for (index, one) in items.iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.line_break();
            item(self, one);
        }
        self.depth -= 1;
        if !items.is_empty() {
            self.line_break();
        }
        self.text.push(close);
    }

    fn line_break(&mut self) {
        if self.pretty {
            self.text.push('\n');
            self.text.extend(std::iter::repeat_n("  ", self.depth));
        }
    }

    fn string(&mut self, value: &str) {
        self.text.push('"');
        for c in value.chars() {
            match c {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\u{8}' => self.text.push_str("\\b"),
                '\u{c}' => self.text.push_str("\\f"),
                '\n' => self.text.push_str("\\n"),
                '\r' => self.text.push_str("\\r"),
                '\t' => self.text.push_str("\\t"),
                c if c < ' ' => {
                    // Writing into a `String` cannot fail.
                    let _ = write!(self.text, "\\u{:04x}", u32::from(c));
                }
                c => self.text.push(c),
            }
        }
        self.text.push('"');
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use std::sync::Arc;

    use crate::diagnostic::Diagnostics;
    use crate::source::{Node, parse_json};
    use crate::text::Source;

    fn node(text: &str) -> Node {
        parse_json(&Arc::new(Source::new("a.json", text)), &mut Diagnostics::new()).unwrap()
    }

    #[test]
    fn compact_text_keeps_order_and_digits() {
        let text = r#"{"b":[8789338917165744446,1.50,-0,1E3],"a":{},"c":[],"d":[true,false,null]}"#;
        assert_eq!(node(text).to_json(), text);
        assert_eq!(node(&text.replace(',', " ,\n")).to_json(), text);
    }

    #[test]
    fn strings_keep_their_meaning() {
        let text = r#"["\"\\\b\f\n\r\t\u001f","é€𝄞"]"#;
        assert_eq!(node(text).to_json(), text);
        assert_eq!(node(r#"["\u00e9\/\ud834\udd1e"]"#).to_json(), r#"["é/𝄞"]"#);
    }

    #[test]
    fn pretty_text_is_indented_by_two() {
        let pretty = "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": \"x\"\n}";
        assert_eq!(node(r#"{"a":[1,{}],"b":"x"}"#).to_json_pretty(), pretty);
    }
}
