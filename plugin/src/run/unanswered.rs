//! What was asked at hooks and is not answered yet.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cln_protocol::hooks::Hook;

use crate::guard::Question;
use crate::safe::IfItFails;

/// What was asked at hooks and is not answered yet. Who takes it from here answers, and nobody else.
#[derive(Default)]
pub(super) struct Unanswered(Mutex<(u64, BTreeMap<u64, Waiting>)>);

/// A question that waits for its answer.
pub(super) struct Waiting {
    pub(super) hook: Hook,
    pub(super) id: Arc<[u8]>,
    pub(super) params: Arc<[u8]>,
    pub(super) if_it_fails: IfItFails,
}

impl Waiting {
    pub(super) fn question(&self) -> Question<'_> {
        Question { hook: self.hook, id: &self.id, params: &self.params, if_it_fails: self.if_it_fails }
    }
}

impl Unanswered {
    fn lock(&self) -> MutexGuard<'_, (u64, BTreeMap<u64, Waiting>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps it; the number by which it is taken.
    pub(super) fn keep(&self, waiting: Waiting) -> u64 {
        let (last, all) = &mut *self.lock();
        *last += 1;
        all.insert(*last, waiting);
        *last
    }

    /// Takes it, unless somebody else has.
    pub(super) fn take(&self, number: u64) -> Option<Waiting> {
        self.lock().1.remove(&number)
    }

    /// Takes the one that has waited longest.
    pub(super) fn take_first(&self) -> Option<Waiting> {
        self.lock().1.pop_first().map(|(_, waiting)| waiting)
    }
}
