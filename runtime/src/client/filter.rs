//! Which parts of an answer are wanted.

use std::fmt;
use std::str::FromStr;

use crate::json::SyntaxError;
use crate::json::Tree;
use crate::json::pointer::child;
use crate::rules::{Kind, Rule, Shape};
use crate::types::Json;
use crate::walk::{Violation, Violations};

/// The parts of an answer that the node is to send: an object with the wanted members. Each is `true` for the whole
/// value, an object for some members of an object, or an array of one filter that applies to each element.
///
/// ```
/// use cln_runtime::client::Filter;
///
/// let filter: Filter = r#"{"payments": [{"status": true}]}"#.parse()?;
/// assert_eq!(filter.to_string(), r#"{"payments":[{"status":true}]}"#);
/// # Ok::<(), cln_runtime::json::SyntaxError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter(Json);

impl Filter {
    /// A filter that was made here, not written by a user.
    #[cfg(feature = "narrow")]
    pub(crate) const fn new(json: Json) -> Self {
        Self(json)
    }

    pub(crate) fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Checks that it names only what answers of this shape have.
    pub(crate) fn check(&self, shape: &Shape<'_>) -> Result<(), Violations> {
        let mut found = Vec::new();
        match Tree::parse(self.as_str()) {
            Ok(tree @ Tree::Object(_)) => check_object(&tree, shape, "", &mut found),
            _ => found.push(wrong("", Rule::Type, "expected an object".to_owned())),
        }
        Violations::new(found, 0).map_or(Ok(()), Err)
    }
}

fn wrong(pointer: &str, rule: Rule, message: String) -> Violation {
    Violation::new(pointer.to_owned(), rule, message)
}

fn is_true(tree: &Tree) -> bool {
    matches!(tree, Tree::Plain(text) if text == "true")
}

fn check(tree: &Tree, kind: &Kind<'_>, pointer: &str, found: &mut Vec<Violation>) {
    match *kind {
        _ if is_true(tree) => {}
        Kind::Object(shape) => check_object(tree, shape, pointer, found),
        Kind::Array(array) => match tree {
            Tree::Array(one) if one.len() == 1 => {
                one.iter().for_each(|one| check(one, &array.items, &format!("{pointer}/0"), found));
            }
            _ => found.push(wrong(pointer, Rule::Type, "expected true, or an array of one filter".to_owned())),
        },
        Kind::OneOf(arms) | Kind::AnyOf(arms) => {
            let fits = |arm: &Kind<'_>| {
                let mut found = Vec::new();
                check(tree, arm, pointer, &mut found);
                found.is_empty()
            };
            if !arms.iter().any(fits) {
                found.push(wrong(pointer, Rule::OneOf, "no alternative has such parts".to_owned()));
            }
        }
        // What is in there, nobody knows.
        _ if kind.takes_json() => {}
        _ => found.push(wrong(pointer, Rule::Type, "expected true: this value has no parts".to_owned())),
    }
}

fn check_object(tree: &Tree, shape: &Shape<'_>, pointer: &str, found: &mut Vec<Violation>) {
    let Tree::Object(members) = tree else {
        return found.push(wrong(pointer, Rule::Type, "expected true, or an object of the members wanted".to_owned()));
    };
    for (name, part) in members {
        let below = child(pointer, name);
        match shape.lookup(name.as_bytes()) {
            Some((_, field)) => check(part, &field.kind, &below, found),
            None => found.push(wrong(&below, Rule::Unknown, "the answer has no such member".to_owned())),
        }
    }
}

impl FromStr for Filter {
    type Err = SyntaxError;

    /// Whether the filter fits an answer is checked when it is used.
    fn from_str(text: &str) -> Result<Self, SyntaxError> {
        text.parse().map(Self)
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
