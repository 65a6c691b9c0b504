//! The spanned JSON tree: every value and key knows its place in the file.

use std::collections::BTreeMap;
use std::sync::Arc;

use jsonc_parser::ast;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::json_error::{not_json, span};
use super::scan::scan;
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
    if let Err(diagnostic) = scan(source) {
        diagnostics.push(*diagnostic);
        return None;
    }
    match parse_to_ast(&source.text, &CollectOptions::default(), &STRICT) {
        Ok(parsed) => {
            let Some(root) = parsed.value else {
                let empty = Diagnostic::new(Code::NotJson, "the file is empty")
                    .at(source, Span::default())
                    .label("expected a JSON object")
                    .hint("a schema file holds one JSON object");
                diagnostics.push(empty);
                return None;
            };
            Some(Builder { source, diagnostics }.node(root))
        }
        Err(error) => {
            diagnostics.push(not_json(source, &error));
            None
        }
    }
}

/// JSON, and none of the extensions the parser knows.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// Turns the parser's tree, which borrows the text, into ours. Its depth was checked by [`scan`].
struct Builder<'a> {
    source: &'a Arc<Source>,
    diagnostics: &'a mut Diagnostics,
}

impl Builder<'_> {
    fn node(&mut self, value: ast::Value<'_>) -> Node {
        let (value, range) = match value {
            ast::Value::NullKeyword(lit) => (Value::Null, lit.range),
            ast::Value::BooleanLit(lit) => (Value::Bool(lit.value), lit.range),
            ast::Value::NumberLit(lit) => (Value::Number(lit.value.to_owned()), lit.range),
            ast::Value::StringLit(lit) => (Value::String(lit.value.into_owned()), lit.range),
            ast::Value::Array(array) => {
                let elements = array.elements.into_iter().map(|element| self.node(element));
                (Value::Array(elements.collect()), array.range)
            }
            ast::Value::Object(object) => (Value::Object(self.members(object.properties)), object.range),
        };
        Node { value, span: span(range) }
    }

    fn members(&mut self, properties: Vec<ast::ObjectProp<'_>>) -> Vec<Member> {
        let mut seen = BTreeMap::new();
        let mut members = Vec::with_capacity(properties.len());
        for property in properties {
            let key = key(property.name);
            let value = self.node(property.value);
            match seen.get(&key.value) {
                Some(&first) => self.repeated(&key, first),
                None => {
                    seen.insert(key.value.clone(), key.span);
                    members.push(Member { key, value });
                }
            }
        }
        members
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
}

fn key(name: ast::ObjectPropName<'_>) -> Spanned<String> {
    let range = match &name {
        ast::ObjectPropName::String(lit) => lit.range,
        ast::ObjectPropName::Word(lit) => lit.range,
    };
    Spanned { value: name.into_string(), span: span(range) }
}
