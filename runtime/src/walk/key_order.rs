//! Which key follows which: objects of one kind are mostly written in one order, so the last one tells of the next.
//!
//! Optional fields make it two orders, often in turns: each field has two that may come after it.

use crate::rules::{MAX_FIELDS, Shape};

/// For each field, in the shapes met so far, the indices of those that came after it, the last one to surprise first.
/// Only a guess: shapes share places.
pub(crate) struct KeyOrder([[u8; 2]; KeyOrder::PLACES]);

impl KeyOrder {
    /// What comes before the first field.
    pub(crate) const START: usize = MAX_FIELDS;

    const PLACES: usize = 256;

    pub(crate) const fn new() -> Self {
        Self([[0; 2]; Self::PLACES])
    }

    /// The indices of the fields that may come after `last`.
    #[inline]
    pub(crate) fn after(&self, shape: &Shape<'_>, last: usize) -> [usize; 2] {
        self.0[Self::place(shape, last)].map(usize::from)
    }

    /// Notes that `next`, which was not guessed, came after `last`.
    pub(crate) fn learn(&mut self, shape: &Shape<'_>, last: usize, next: usize) {
        let guesses = &mut self.0[Self::place(shape, last)];
        *guesses = [next as u8, guesses[0]];
    }

    #[inline]
    fn place(shape: &Shape<'_>, last: usize) -> usize {
        // Tables lie at different addresses; which, does not matter to what is read, only to how fast.
        let table = std::ptr::from_ref(shape).addr() >> 4;
        (table.wrapping_mul(31) + last) % Self::PLACES
    }
}
