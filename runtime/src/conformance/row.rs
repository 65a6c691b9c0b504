//! A way to break an example, as generated tests write it: one JSON array a line.
//!
//! `["named", "/status", "enum", "complete_"]`: the side, a pointer, the rule that is broken, and what is put at the
//! pointer; without that last part, what stands there is taken out. Where the violation is elsewhere than the edit, its
//! pointer follows the rule after a placeholder: `"paired /groupid"`.

use std::fmt;

use crate::json::Tree;
use crate::rules::Rule;

/// Which instance of an example is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The parameters, by name.
    Named,
    /// The parameters, by position.
    Positional,
    /// The result.
    Response,
}

/// An instance broken in one place, and the one violation that this must cause.
pub(super) struct Row {
    pub(super) side: Side,
    pointer: String,
    /// What is put at the pointer; `None` if what stands there is taken out.
    value: Option<Tree>,
    pub(super) rule: Rule,
    /// Where the violation must be.
    pub(super) at: String,
}

impl Row {
    /// Reads a line; `None` if it is no row.
    pub(super) fn parse(line: &str) -> Option<Self> {
        let Ok(Tree::Array(parts)) = Tree::parse(line) else { return None };
        let mut parts = parts.into_iter();
        let mut text = || match parts.next() {
            Some(Tree::Text(text)) => Some(text),
            _ => None,
        };
        let side = match text()?.as_str() {
            "named" => Side::Named,
            "positional" => Side::Positional,
            "response" => Side::Response,
            _ => return None,
        };
        let (pointer, rule) = (text()?, text()?);
        let (rule, at) = match rule.split_once(' ') {
            Some((rule, at)) => (Rule::from_code(rule)?, at.to_owned()),
            None => (Rule::from_code(&rule)?, pointer.clone()),
        };
        Some(Self { side, pointer, value: parts.next(), rule, at })
    }

    /// Breaks an instance; `false` if there is nothing to break.
    pub(super) fn apply(&self, instance: &mut Tree) -> bool {
        match &self.value {
            Some(value) => instance.set(&self.pointer, value.clone()),
            None => instance.remove(&self.pointer),
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = match self.side {
            Side::Named => "named params",
            Side::Positional => "positional params",
            Side::Response => "response",
        };
        match &self.value {
            Some(value) => write!(f, "{side} with {} = {value}", self.pointer)?,
            None => write!(f, "{side} without {}", self.pointer)?,
        }
        write!(f, ": expected {} at {:?}", self.rule, self.at)
    }
}
