//! How much may be put to the validators, for one search, for one finding and for a whole side of a method.

use std::cell::Cell;

use cln_codegen::schema::Schema;

/// So many instances are put to the validators for one search at most, and so many bytes of them.
const CALLS: usize = 250;
const BYTES: usize = 200_000;

/// What all findings of one side may cost together: bytes of instances, and for each instance the weight of the rules.
const FINDINGS: usize = 20_000_000;

/// What one finding may cost at least and at most, as long as there is any left.
const LEAST: usize = 100_000;
const MOST: usize = 4_000_000;

/// What making an instance to begin with may cost, and what the last sweep may.
pub(super) const BEGINNING: usize = 2_000_000;
pub(super) const SWEEP: usize = 8_000_000;

/// The weight of any instance, of each schema that it may be held against, and of each value in a list.
const INSTANCE: usize = 100;
const SCHEMA: usize = 4;
const LISTED: usize = 2;

/// The weight of a violation, and of each value that it says would do.
const WORDS: usize = 20;
const LISTED_WORDS: usize = 2;

pub(super) struct Budget {
    calls: Cell<usize>,
    bytes: Cell<usize>,
    /// What is left of the share of a finding, or of the like.
    share: Cell<usize>,
    /// What is left for all findings, and how many wait for their share of it.
    left: Cell<usize>,
    waiting: Cell<usize>,
    weight: usize,
    /// The weight of the schemas without what they list, which only validators go through.
    look: usize,
    /// What the words about one violation weigh at most.
    words: usize,
}

impl Budget {
    pub(super) fn new(schemas: [&Schema; 2]) -> Self {
        let weight = INSTANCE + schemas.map(weight).into_iter().max().unwrap_or_default();
        Self {
            calls: Cell::new(CALLS),
            bytes: Cell::new(BYTES),
            share: Cell::new(MOST),
            left: Cell::new(FINDINGS),
            waiting: Cell::new(1),
            weight,
            look: schemas.map(|schema| SCHEMA * count(schema)).into_iter().max().unwrap_or_default(),
            words: WORDS + LISTED_WORDS * schemas.map(longest_list).into_iter().max().unwrap_or_default(),
        }
    }

    /// Says how many findings wait for their share.
    pub(super) fn divide_among(&self, findings: usize) {
        self.waiting.set(findings.max(1));
    }

    /// What is spent from now on until it is done is spent for one finding.
    /// If nothing is left, it is not even begun.
    pub(super) fn for_a_finding<T>(&self, search: impl FnOnce() -> Option<T>) -> Option<T> {
        let (left, waiting) = (self.left.get(), self.waiting.get());
        let share = (left / waiting).clamp(LEAST, MOST).min(left);
        self.waiting.set(waiting.saturating_sub(1).max(1));
        if share < self.weight {
            return None;
        }
        let (found, spent) = self.within(share, search);
        self.left.set(left.saturating_sub(spent));
        found
    }

    /// Does something with a share of its own, and says how much of it is spent.
    pub(super) fn within<T>(&self, share: usize, search: impl FnOnce() -> T) -> (T, usize) {
        let kept = (self.share.replace(share), self.calls.replace(CALLS), self.bytes.replace(BYTES));
        let found = search();
        let spent = share.saturating_sub(self.share.replace(kept.0));
        self.calls.set(kept.1);
        self.bytes.set(kept.2);
        (found, spent)
    }

    /// Begins another search.
    pub(super) fn renew(&self) {
        self.calls.set(CALLS);
        self.bytes.set(BYTES);
    }

    /// Whether this search is over.
    pub(super) fn is_spent(&self) -> bool {
        self.calls.get() == 0 || self.bytes.get() < BYTES / 100 || self.is_share_spent()
    }

    /// Whether no other search can follow, either.
    pub(super) fn is_share_spent(&self) -> bool {
        self.share.get() < self.weight
    }

    /// Whether an instance of that length may be judged, too.
    pub(super) fn pay(&self, bytes: usize) -> bool {
        let (calls, left, share) = (self.calls.get(), self.bytes.get(), self.share.get());
        let cost = bytes.saturating_add(self.weight);
        if calls == 0 || left < bytes || share < cost {
            return false;
        }
        self.calls.set(calls - 1);
        self.bytes.set(left - bytes);
        self.share.set(share - cost);
        true
    }

    /// Pays for a look at all that the schemas say.
    pub(super) fn pay_for_a_look(&self) {
        self.share.set(self.share.get().saturating_sub(self.look));
    }

    /// Pays for what a validator has found: each says what was expected, which may be a long list.
    pub(super) fn pay_for_words(&self, violations: usize) {
        self.share.set(self.share.get().saturating_sub(violations.saturating_mul(self.words)));
    }
}

/// How much there is in a schema to hold an instance against.
fn weight(schema: &Schema) -> usize {
    let listed = schema.enum_values.as_ref().map_or(0, Vec::len);
    SCHEMA + LISTED * listed + below(schema).map(weight).sum::<usize>()
}

/// How many schemas it is made of.
fn count(schema: &Schema) -> usize {
    1 + below(schema).map(count).sum::<usize>()
}

/// How many values are listed at once.
fn longest_list(schema: &Schema) -> usize {
    let listed = schema.enum_values.as_ref().map_or(0, Vec::len);
    below(schema).map(longest_list).max().unwrap_or_default().max(listed)
}

/// The schemas directly below one.
fn below(schema: &Schema) -> impl Iterator<Item = &Schema> {
    let properties = schema.properties().map(|property| &property.schema);
    properties.chain(schema.items.as_deref()).chain(schema.branches())
}
