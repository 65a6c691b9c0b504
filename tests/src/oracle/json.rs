//! JSON as a plain tree: numbers keep their spelling, repeated keys are noticed, nesting is bounded.

use jsonc_parser::ast;

use crate::strict;

/// The deepest nesting of arrays and objects that is read.
const MAX_DEPTH: usize = 128;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, spelt as in the text.
    Number(String),
    /// A string, escapes resolved.
    Text(String),
    /// An array.
    Array(Vec<Json>),
    /// An object in the order of the text, a repeated key as often as it is there.
    Object(Vec<(String, Json)>),
}

/// What a text holds.
#[derive(Debug)]
pub(super) struct Document {
    /// The value.
    pub(super) root: Json,
    /// Pointers to the members whose key is there more than once.
    pub(super) repeated: Vec<String>,
}

impl Json {
    /// The member of an object with this name; the first, if there are several.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        self.members().iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// An object's members; none for any other value.
    pub(super) fn members(&self) -> &[(String, Self)] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }

    /// An array's elements; none for any other value.
    pub(super) fn elements(&self) -> &[Self] {
        match self {
            Self::Array(elements) => elements,
            _ => &[],
        }
    }

    /// A string's text.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The texts of an array of strings, such as `required`.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.elements().iter().filter_map(Self::text)
    }
}

/// Reads a whole text, or names the rule that it breaks: `json` or `depth`.
pub(super) fn read(text: &str) -> Result<Document, &'static str> {
    check_surface(text)?;
    let value = strict::parse(text).ok_or("json")?;
    let mut repeated = Vec::new();
    let root = tree(&value, "", &mut repeated);
    Ok(Document { root, repeated })
}

/// What the parser does not look at: control characters inside strings, white space that JSON does not
/// know, and the depth, which is checked here so that no parser recurses on hostile input.
fn check_surface(text: &str) -> Result<(), &'static str> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for c in text.chars() {
        if in_string {
            if c < ' ' {
                return Err("json");
            }
            in_string = escaped || c != '"';
            escaped = !escaped && c == '\\';
            continue;
        }
        match c {
            '"' => in_string = true,
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            ' ' | '\t' | '\n' | '\r' | '!'..='~' => {}
            _ => return Err("json"),
        }
        if depth > MAX_DEPTH {
            return Err("depth");
        }
    }
    Ok(())
}

fn tree(value: &ast::Value<'_>, at: &str, repeated: &mut Vec<String>) -> Json {
    match value {
        ast::Value::NullKeyword(_) => Json::Null,
        ast::Value::BooleanLit(literal) => Json::Bool(literal.value),
        ast::Value::NumberLit(literal) => Json::Number(literal.value.to_owned()),
        ast::Value::StringLit(literal) => Json::Text(literal.value.clone().into_owned()),
        ast::Value::Array(array) => {
            let elements = array.elements.iter().enumerate();
            Json::Array(elements.map(|(i, e)| tree(e, &child(at, &i.to_string()), repeated)).collect())
        }
        ast::Value::Object(object) => Json::Object(members(object, at, repeated)),
    }
}

fn members(object: &ast::Object<'_>, at: &str, repeated: &mut Vec<String>) -> Vec<(String, Json)> {
    let mut members: Vec<(String, Json)> = Vec::new();
    for property in &object.properties {
        let name = property.name.as_str();
        let place = child(at, name);
        let value = tree(&property.value, &place, repeated);
        if members.iter().any(|(earlier, _)| earlier == name) {
            repeated.push(place);
        }
        members.push((name.to_owned(), value));
    }
    members
}

/// The JSON Pointer of a member or an element of what is at `at` (RFC 6901).
pub(super) fn child(at: &str, name: &str) -> String {
    format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"))
}
