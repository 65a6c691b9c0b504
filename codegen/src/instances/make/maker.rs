//! What makes the values of one instance: of which method, by which seed, and how many at most.

use std::cell::Cell;

use cln_runtime::json::Tree;

use crate::instances::chance::Seed;
use crate::model::Method;

/// So much is made for one instance, all levels together, as [`weight`] counts it: lengths of nested arrays multiply.
const ROOM: usize = 20_000;

/// So many bytes of a text weigh as much as another value.
const BYTES: usize = 64;

/// So many values of a list are tried.
pub(super) const LISTED: usize = 32;

/// Makes values for one instance.
pub(in crate::instances) struct Maker<'m> {
    pub(in crate::instances) method: &'m Method,
    pub(super) seed: Seed,
    /// The request, if it is an answer that is made.
    asked: Option<&'m Tree>,
    room: Cell<usize>,
}

/// What a value is wanted for.
#[derive(Clone, Copy)]
pub(in crate::instances) struct Wish<'w> {
    /// What its place is called: where nothing else decides, the same name is the same value.
    pub(in crate::instances) name: &'w str,
    /// What stands there, and will not do.
    pub(in crate::instances) was: Option<&'w Tree>,
}

impl<'m> Maker<'m> {
    pub(in crate::instances) const fn new(method: &'m Method, seed: Seed) -> Self {
        Self { method, seed, asked: None, room: Cell::new(ROOM) }
    }

    /// Makes an answer to a request, which it repeats where names and types are the same.
    pub(in crate::instances) const fn answering(self, asked: Option<&'m Tree>) -> Self {
        Self { asked, ..self }
    }

    /// What the request has of this name.
    pub(super) fn asked(&self, name: &str) -> Option<&'m Tree> {
        let Some(Tree::Object(members)) = self.asked else { return None };
        members.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Whether so much more may be made.
    pub(in crate::instances) fn takes_room(&self, weight: usize) -> bool {
        let left = self.room.get().checked_sub(weight);
        self.room.set(left.unwrap_or(0));
        left.is_some()
    }
}

/// How many values it is made of, long texts counted as many.
pub(super) fn weight(value: &Tree) -> usize {
    match value {
        Tree::Object(members) => 1 + members.iter().map(|(_, member)| weight(member)).sum::<usize>(),
        Tree::Array(elements) => 1 + elements.iter().map(weight).sum::<usize>(),
        Tree::Plain(text) | Tree::Text(text) => 1 + text.len() / BYTES,
    }
}
