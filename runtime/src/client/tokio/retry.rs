//! The same thing again, for tasks.

use ::tokio::time::sleep;

use crate::client::retry::{Attempts, Outcome, Retry};

/// Attempts something until nothing more can come of it or the policy ends it. Without a policy there is one attempt, and
/// no timer is needed.
pub(super) async fn repeat<O: Outcome, A: Future<Output = O>>(
    retry: Option<Retry>,
    mut attempt: impl FnMut() -> A,
) -> O {
    let mut attempts = Attempts::new(retry);
    loop {
        let outcome = attempt().await;
        match attempts.pause_after(&outcome) {
            Some(pause) => sleep(pause).await,
            None => return outcome,
        }
    }
}
