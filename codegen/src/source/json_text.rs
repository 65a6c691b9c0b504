//! JSON trees as text again.

use cln_runtime::json::write_string;

use super::{Node, Value};

impl Node {
    /// The compact text: keys in order, numbers digit for digit.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.written(Layout::Compact)
    }

    /// The text on one line, with a blank after each comma and colon.
    #[must_use]
    pub fn to_json_line(&self) -> String {
        self.written(Layout::Line)
    }

    /// The text over several lines, indented by two spaces, without a line break at the end.
    #[must_use]
    pub fn to_json_pretty(&self) -> String {
        self.written(Layout::Lines)
    }

    fn written(&self, layout: Layout) -> String {
        let mut writer = Writer { text: Vec::new(), layout, depth: 0 };
        writer.node(self);
        // Never the default: it is made of whole strings.
        String::from_utf8(writer.text).unwrap_or_default()
    }
}

/// What stands between the parts of an array or object.
#[derive(Clone, Copy, PartialEq)]
enum Layout {
    Compact,
    Line,
    Lines,
}

struct Writer {
    text: Vec<u8>,
    layout: Layout,
    depth: usize,
}

impl Writer {
    fn node(&mut self, node: &Node) {
        match &node.value {
            Value::Null => self.text.extend(b"null"),
            Value::Bool(value) => self.text.extend(if *value { &b"true"[..] } else { b"false" }),
            Value::Number(digits) => self.text.extend(digits.as_bytes()),
            Value::String(value) => write_string(value, &mut self.text),
            Value::Array(elements) => {
                self.list(b'[', elements, b']', |writer, element| writer.node(element));
            }
            Value::Object(members) => self.list(b'{', members, b'}', |writer, member| {
                write_string(&member.key.value, &mut writer.text);
                writer.text.extend(if writer.layout == Layout::Compact { &b":"[..] } else { b": " });
                writer.node(&member.value);
            }),
        }
    }

    fn list<T>(&mut self, open: u8, items: &[T], close: u8, item: impl Fn(&mut Self, &T)) {
        self.text.push(open);
        self.depth += 1;
        for (index, one) in items.iter().enumerate() {
            if index > 0 {
                self.text.extend(if self.layout == Layout::Line { &b", "[..] } else { b"," });
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
        if self.layout == Layout::Lines {
            self.text.push(b'\n');
            self.text.extend(b"  ".repeat(self.depth));
        }
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

    #[test]
    fn one_line_has_blanks_between_its_parts() {
        assert_eq!(node(r#"{"a":[1,{}],"b":"x,y"}"#).to_json_line(), r#"{"a": [1, {}], "b": "x,y"}"#);
    }
}
