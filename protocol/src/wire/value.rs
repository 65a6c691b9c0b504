//! A value as it stands in a request, of which a node looks at no more than it needs.

use cln_runtime::json::Tree;

use super::{Event, Part, PartKind, Scanner};

/// A value that has been found whole.
#[derive(Clone, Copy, Debug)]
pub struct Value<'t> {
    /// Its kind.
    pub kind: PartKind,
    /// As it is written, quotes included.
    pub json: &'t [u8],
}

impl<'t> Value<'t> {
    /// What the part of a text is.
    pub fn of(text: &'t [u8], part: &Part) -> Self {
        Self { kind: part.kind, json: text.get(part.range.clone()).unwrap_or_default() }
    }

    /// The first value in a text, if there is a whole one. White space or another value must follow one that has no end of
    /// its own, such as a number.
    pub fn first_in(text: &'t [u8]) -> Option<Self> {
        let mut scanner = Scanner::new();
        loop {
            if let Event::Root(part) = scanner.next(text).ok()?? {
                return Some(Self::of(text, &part));
            }
        }
    }

    /// The text as a node compares it: of a string what stands between its quotes, escapes as they are written.
    pub fn token(self) -> &'t [u8] {
        match self.kind {
            PartKind::String => self.json.get(1..self.json.len().saturating_sub(1)).unwrap_or_default(),
            _ => self.json,
        }
    }

    /// Whether it is neither an array nor an object.
    pub const fn is_scalar(self) -> bool {
        matches!(self.kind, PartKind::String | PartKind::Bare)
    }

    /// Whether it is an array.
    pub const fn is_array(self) -> bool {
        matches!(self.kind, PartKind::Array)
    }

    /// Whether it is an object.
    pub const fn is_object(self) -> bool {
        matches!(self.kind, PartKind::Object)
    }

    /// Whether it is `null`.
    pub fn is_null(self) -> bool {
        self.kind == PartKind::Bare && self.json == b"null"
    }

    /// The text of a string, as it is written.
    pub fn string(self) -> Option<&'t [u8]> {
        (self.kind == PartKind::String).then(|| self.token())
    }

    /// The text of a string, its escapes resolved; of another value as it is written.
    pub fn unescaped(self) -> String {
        match self.kind {
            PartKind::String => unescaped(self.token()),
            _ => String::from_utf8_lossy(self.json).into_owned(),
        }
    }

    /// Its members or elements, in order.
    pub fn members(self) -> impl Iterator<Item = (Option<&'t [u8]>, Value<'t>)> {
        let mut scanner = Scanner::new();
        std::iter::from_fn(move || match scanner.next(self.json) {
            Ok(Some(Event::Member { key, value })) => {
                Some((key.and_then(|key| self.json.get(key)), Self::of(self.json, &value)))
            }
            _ => None,
        })
    }
}

/// What stands between the quotes of a string, its escapes resolved.
pub fn unescaped(token: &[u8]) -> String {
    let text = String::from_utf8_lossy(token);
    match Tree::parse(&format!("\"{text}\"")) {
        Ok(Tree::Text(text)) => text,
        _ => text.into_owned(),
    }
}
