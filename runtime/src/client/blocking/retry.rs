//! The same thing again, for threads.

use std::thread;

use crate::client::retry::{Attempts, Outcome, Retry};

/// Attempts something until nothing more can come of it or the policy ends it. Without a policy there is one attempt.
pub(super) fn repeat<O: Outcome>(retry: Option<Retry>, mut attempt: impl FnMut() -> O) -> O {
    let mut attempts = Attempts::new(retry);
    loop {
        let outcome = attempt();
        match attempts.pause_after(&outcome) {
            Some(pause) => thread::sleep(pause),
            None => return outcome,
        }
    }
}
