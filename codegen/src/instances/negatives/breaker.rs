//! The walk over an instance that is to be broken: what it has noted, and where it is.

use cln_runtime::Rule;
use cln_runtime::json::Tree;

use super::row::{Edit, Negative, Side};
use crate::model::Method;

/// Judges an instance of a side: what it breaks, and where.
pub(super) type Judge<'a> = &'a dyn Fn(Side, &str) -> Vec<(Rule, String)>;

/// A negative, and whether its effect is certain.
pub(super) struct Candidate {
    pub(super) row: Negative,
    pub(super) certain: bool,
}

/// Walks an instance and its types, and notes each way to break it.
pub(super) struct Breaker<'a> {
    pub(super) method: &'a Method,
    pub(super) side: Side,
    /// Whether nothing on the way here depends on anything else.
    pub(super) certain: bool,
    pub(super) made: &'a mut Vec<Candidate>,
}

impl Breaker<'_> {
    pub(super) fn remove(&mut self, pointer: &str, rule: Rule) {
        self.row(Edit::Remove(pointer.to_owned()), rule, pointer);
    }

    pub(super) fn set(&mut self, pointer: &str, json: impl Into<String>, rule: Rule) {
        self.row(Edit::Set(pointer.to_owned(), json.into()), rule, pointer);
    }

    pub(super) fn row(&mut self, edit: Edit, rule: Rule, pointer: &str) {
        let row = Negative { side: self.side, edit, rule, pointer: pointer.to_owned() };
        // Branches repeat what the object itself says.
        if self.certain || !self.made.iter().any(|made| made.row == row) {
            self.made.push(Candidate { row, certain: self.certain });
        }
    }
}

pub(super) fn member<'a>(instance: &'a Tree, name: &str) -> Option<&'a Tree> {
    match instance {
        Tree::Object(members) => members.iter().find(|(key, _)| key == name).map(|(_, value)| value),
        _ => None,
    }
}
