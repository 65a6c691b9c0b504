//! Which key follows which: objects of one kind are mostly written in one order, so the last one tells of the next.

use crate::rules::{MAX_FIELDS, Shape};

/// For each field, in the shapes met so far, the index of the one that came after it. Only a guess: shapes share places.
pub(crate) struct KeyOrder([u8; KeyOrder::PLACES]);

impl KeyOrder {
    /// What comes before the first field.
    pub(crate) const START: usize = MAX_FIELDS;

    const PLACES: usize = 256;

    pub(crate) const fn new() -> Self {
        Self([0; Self::PLACES])
    }

    /// The index of the field that may come after `last`.
    #[inline]
    pub(crate) fn after(&self, shape: &Shape<'_>, last: usize) -> usize {
        usize::from(self.0[Self::place(shape, last)])
    }

    /// Notes that `next` came after `last`.
    pub(crate) fn learn(&mut self, shape: &Shape<'_>, last: usize, next: usize) {
        self.0[Self::place(shape, last)] = next as u8;
    }

    #[inline]
    fn place(shape: &Shape<'_>, last: usize) -> usize {
        // Tables lie at different addresses; which, does not matter to what is read, only to how fast.
        let table = std::ptr::from_ref(shape).addr() >> 4;
        (table.wrapping_mul(31) + last) % Self::PLACES
    }
}
