//! The spanned JSON tree: every value and key knows its place in the file.

use std::collections::BTreeMap;
use std::sync::Arc;

use cln_runtime::json::{Next, SliceSource, Source as _, SyntaxError};

use super::json_error::{MAX_DEPTH, empty, not_json, offset, too_deep};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, quoted};
use crate::text::{Source, Span};

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it stands, quotes and brackets included.
    pub span: Span,
}

/// A JSON value. Object members keep their order, numbers their digits.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, exactly as written: an integer above 2^53 must not be rounded.
    Number(String),
    /// A string, its escapes resolved.
    String(String),
    /// An array.
    Array(Vec<Node>),
    /// An object, without the repetitions of a key.
    Object(Vec<Member>),
}

/// A key of an object and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The key.
    pub key: Spanned<String>,
    /// The value.
    pub value: Node,
}

/// Something read from a file, and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl Node {
    /// The value of `key`, if this is an object that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        let member = self.as_object()?.iter().find(|m| m.key.value == key)?;
        Some(&member.value)
    }

    /// The text, if this is a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value, if this is one.
    #[must_use]
    pub const fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The number exactly as written, if this is one.
    #[must_use]
    pub fn as_number(&self) -> Option<&str> {
        match &self.value {
            Value::Number(digits) => Some(digits),
            _ => None,
        }
    }

    /// The elements, if this is an array.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Self]> {
        match &self.value {
            Value::Array(elements) => Some(elements),
            _ => None,
        }
    }

    /// The members, if this is an object.
    #[must_use]
    pub fn as_object(&self) -> Option<&[Member]> {
        match &self.value {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// Whether this is `null`.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// What this is, with its article, for messages: "an array".
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        }
    }
}

/// Reads the text as strict JSON. What cannot be read goes to `diagnostics`; of a repeated key the
/// first value is kept, so that the rest of the file can still be looked at.
pub fn parse_json(source: &Arc<Source>, diagnostics: &mut Diagnostics) -> Option<Node> {
    if source.text.trim_ascii().is_empty() {
        diagnostics.push(empty(source));
        return None;
    }
    let mut reader = Reader { source, tokens: SliceSource::new(source.text.as_bytes()), open: Vec::new(), diagnostics };
    let root = reader.node().and_then(|root| Ok(reader.tokens.finish().map(|()| root)?));
    let (token, open) = (reader.at(), reader.open.pop());
    let refused = match root {
        Ok(root) => return Some(root),
        Err(Mistake::TooDeep) => too_deep(source, token),
        Err(Mistake::Syntax(error)) => not_json(source, &error, token, open),
    };
    diagnostics.push(refused);
    None
}

/// Why there is no tree.
enum Mistake {
    /// The next bracket opens one level too many.
    TooDeep,
    Syntax(SyntaxError),
}

impl From<SyntaxError> for Mistake {
    fn from(error: SyntaxError) -> Self {
        Self::Syntax(error)
    }
}

/// Makes a tree of the runtime's tokens, so that a file is JSON if an answer with the same text is.
struct Reader<'a> {
    source: &'a Arc<Source>,
    tokens: SliceSource<'a>,
    /// Where the arrays and objects begin that are not closed yet.
    open: Vec<usize>,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn node(&mut self) -> Result<Node, Mistake> {
        let next = self.tokens.peek()?;
        let start = self.at();
        let value = match next {
            Next::Null => self.tokens.null().map(|()| Value::Null)?,
            Next::Bool => Value::Bool(self.tokens.boolean()?),
            Next::Number => Value::Number(self.tokens.number()?.to_owned()),
            Next::String => Value::String(text(self.tokens.string()?)),
            Next::Array => Value::Array(self.nested(start, Self::elements)?),
            Next::Object => Value::Object(self.nested(start, Self::members)?),
        };
        Ok(Node { value, span: Span::new(start, self.at()) })
    }

    fn nested<T>(&mut self, start: usize, read: fn(&mut Self) -> Result<T, Mistake>) -> Result<T, Mistake> {
        if self.open.len() == MAX_DEPTH {
            return Err(Mistake::TooDeep);
        }
        self.open.push(start);
        let inside = read(self)?;
        self.open.pop();
        Ok(inside)
    }

    fn elements(&mut self) -> Result<Vec<Node>, Mistake> {
        self.tokens.enter_array()?;
        let mut elements = Vec::new();
        while self.tokens.next_element(elements.is_empty())? {
            elements.push(self.node()?);
        }
        Ok(elements)
    }

    fn members(&mut self) -> Result<Vec<Member>, Mistake> {
        self.tokens.enter_object()?;
        let mut seen = BTreeMap::new();
        let mut members = Vec::new();
        loop {
            let before = self.at();
            let Some(key) = self.tokens.next_key(members.is_empty())?.map(text) else { return Ok(members) };
            let key = Spanned { value: key, span: self.key_span(before) };
            let value = self.node()?;
            match seen.get(&key.value) {
                Some(&first) => self.repeated(&key, first),
                None => {
                    seen.insert(key.value.clone(), key.span);
                    members.push(Member { key, value });
                }
            }
        }
    }

    /// The place of the key that was just read with its colon, and before it perhaps a comma.
    fn key_span(&self, before: usize) -> Span {
        let bytes = self.source.text.as_bytes().get(before..self.at()).unwrap_or_default();
        let is_quote = |byte: &u8| *byte == b'"';
        let start = bytes.iter().position(is_quote).unwrap_or_default();
        let end = bytes.iter().rposition(is_quote).map_or(bytes.len(), |quote| quote + 1);
        Span::new(before + start, before + end)
    }

    fn repeated(&mut self, key: &Spanned<String>, first: Span) {
        let message = format!("the key {} is given twice", quoted(&key.value));
        let diagnostic = Diagnostic::new(Code::DuplicateKey, message)
            .at(self.source, key.span)
            .label("given again here")
            .related(first, "given first here")
            .hint("keep one of the two; readers of JSON disagree on which one counts");
        self.diagnostics.push(diagnostic);
    }

    /// How much has been read. After an error, where the token begins that is wrong.
    fn at(&self) -> usize {
        offset(self.tokens.offset())
    }
}

/// The text of a token, which is always valid UTF-8.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::*;

    #[test]
    fn values_and_keys_know_their_places() {
        let source = Arc::new(Source::new("a.json", r#" {"é" :1.50 , "\u0061":[ "x,]" ]} "#));
        let root = parse_json(&source, &mut Diagnostics::new()).unwrap();
        let members = root.as_object().unwrap();
        let places = members.iter().map(|member| (source.slice(member.key.span), source.slice(member.value.span)));
        assert_eq!(places.collect::<Vec<_>>(), [(r#""é""#, "1.50"), (r#""\u0061""#, r#"[ "x,]" ]"#)]);
        assert_eq!(source.slice(root.span), source.text.trim());
        assert_eq!(members[1].key.value, "a");
    }

    #[test]
    fn the_deepest_nesting_is_read() {
        let read = |text: &str| {
            let mut diagnostics = Diagnostics::new();
            let root = parse_json(&Arc::new(Source::new("a.json", text)), &mut diagnostics);
            let found = diagnostics.into_iter().next().map(|found| (found.code, found.span.unwrap().start));
            (root.is_some(), found)
        };
        assert_eq!(read(&format!("{}{}", "[".repeat(64), "]".repeat(64))), (true, None));
        assert_eq!(read(&"[".repeat(65)), (false, Some((Code::NestedTooDeep, 64))));
        assert_eq!(read(&"{\"a\":".repeat(100_000)), (false, Some((Code::NestedTooDeep, 320))));
        assert_eq!(read(&format!("[\"{}\\\"[\\\\\", [\"]\"]]", "[".repeat(99))), (true, None));
    }
}
