//! What was asked at hooks and is not answered yet.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cln_protocol::hooks::Hook;

use crate::guard::Question;
use crate::safe::IfItFails;

/// What was asked at hooks and is not answered yet. Who takes it from here answers, and nobody else.
#[derive(Default)]
pub(super) struct Unanswered(Mutex<(u64, BTreeMap<u64, Asked>)>);

/// What was asked.
pub(super) struct Asked {
    pub(super) hook: Hook,
    pub(super) id: Arc<[u8]>,
    pub(super) params: Arc<[u8]>,
    pub(super) if_it_fails: IfItFails,
}

impl Asked {
    pub(super) fn question(&self) -> Question<'_> {
        Question { hook: self.hook, id: &self.id, params: &self.params, if_it_fails: self.if_it_fails }
    }
}

impl Unanswered {
    fn lock(&self) -> MutexGuard<'_, (u64, BTreeMap<u64, Asked>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps it; the number by which it is taken.
    pub(super) fn keep(&self, asked: Asked) -> u64 {
        let (last, all) = &mut *self.lock();
        *last += 1;
        all.insert(*last, asked);
        *last
    }

    /// Takes it, unless somebody else has.
    pub(super) fn take(&self, number: u64) -> Option<Asked> {
        self.lock().1.remove(&number)
    }

    /// Takes the one that has waited longest.
    pub(super) fn take_first(&self) -> Option<Asked> {
        self.lock().1.pop_first().map(|(_, asked)| asked)
    }
}
