//! What was asked at hooks and is not answered yet.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use cln_protocol::hooks::Hook;
use tokio::time::{Instant, timeout_at};

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

    /// Keeps it. A deadline counts from now on.
    pub(super) fn keep(self: &Arc<Self>, waiting: Waiting, deadline: Option<Duration>) -> Waiter {
        let (last, all) = &mut *self.lock();
        *last += 1;
        all.insert(*last, waiting);
        // One beyond the range of the clock is none.
        let deadline = deadline.and_then(|after| Some((after, Instant::now().checked_add(after)?)));
        Waiter { all: Arc::clone(self), number: *last, deadline }
    }

    /// Takes the one that has waited longest.
    pub(super) fn take_first(&self) -> Option<Waiting> {
        self.lock().1.pop_first().map(|(_, waiting)| waiting)
    }
}

/// Who is to answer one question.
pub(super) struct Waiter {
    all: Arc<Unanswered>,
    number: u64,
    deadline: Option<(Duration, Instant)>,
}

impl Waiter {
    /// Takes the question, unless somebody else has.
    pub(super) fn take(&self) -> Option<Waiting> {
        self.all.lock().1.remove(&self.number)
    }

    /// Waits for the future until the deadline. The error says that it has passed.
    pub(super) async fn in_time<T>(&self, future: impl Future<Output = T>) -> Result<T, String> {
        match self.deadline {
            None => Ok(future.await),
            Some((after, at)) => {
                let late = |_| format!("the handler has not answered within {after:?}");
                timeout_at(at, future).await.map_err(late)
            }
        }
    }
}
