//! Events without gaps: what is there is taken, then the node is waited for, and so on from the last index that was seen.
//! This says what to ask a node next; the clients ask.
//!
//! Nothing here has an effect on the node, so a call without an answer is made again.

use std::time::Duration;

use super::call::{Call, CallOutcome};
use super::error::{CallError, NoAnswerError, NotSentError};
use crate::jsonrpc::RpcError;

mod changes;
mod deletions;
mod index;
mod paid;

pub(crate) use changes::Changes;
pub(crate) use deletions::Deletions;
pub(crate) use paid::Paid;

pub use deletions::Deletion;

/// How long to wait before a failed call is made again, at first. It doubles each time.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// It does not get longer than this.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// Where events of one kind come from.
pub(crate) trait Feed<T, E>: Send {
    /// An event that is there already.
    fn next(&mut self) -> Option<T>;

    /// What to ask the node if there is none.
    fn call(&self, validate: bool) -> Result<Call<'static>, NotSentError>;

    /// Takes what the node says to that.
    fn take(&mut self, outcome: CallOutcome) -> Result<(), CallError<E>>;

    /// The index after which the next event comes.
    fn position(&self) -> u64;
}

/// Events of one kind, whatever becomes of connections.
pub(crate) struct Follower<T, E> {
    feed: Box<dyn Feed<T, E>>,
    validate: bool,
    /// How many calls in a row have failed.
    failures: u32,
    must_pause: bool,
}

/// What to do next.
pub(crate) enum Step<T, E> {
    /// Tell the caller.
    Event(Result<T, CallError<E>>),
    /// Wait for so long.
    Pause(Duration),
    /// Make this call.
    Call(Call<'static>),
}

impl<T, E: From<RpcError>> Follower<T, E> {
    pub(crate) fn new(feed: Box<dyn Feed<T, E>>, validate: bool) -> Self {
        Self { feed, validate, failures: 0, must_pause: false }
    }

    pub(crate) fn step(&mut self) -> Step<T, E> {
        if let Some(event) = self.feed.next() {
            return Step::Event(Ok(event));
        }
        if std::mem::take(&mut self.must_pause) {
            return Step::Pause(self.pause());
        }
        match self.feed.call(self.validate) {
            Ok(call) => Step::Call(call),
            Err(error) => {
                self.fail();
                Step::Event(Err(error.into()))
            }
        }
    }

    /// Takes what a call has come to: an error that another attempt would not mend, and whether the connection is of no
    /// more use.
    pub(crate) fn take(&mut self, outcome: Result<CallOutcome, NotSentError>) -> (Option<CallError<E>>, bool) {
        match outcome.map_err(CallError::from).and_then(|outcome| self.feed.take(outcome)) {
            Ok(()) => {
                self.failures = 0;
                (None, false)
            }
            // It has taken its time. A node goes on waiting for an event until the connection ends.
            Err(CallError::MaybeExecuted(NoAnswerError::TimedOut)) => (None, true),
            Err(error) => {
                self.fail();
                let is_lost = matches!(error, CallError::NotSent(_) | CallError::MaybeExecuted(_));
                (Some(error).filter(|error| !is_mended_by_time(error)), is_lost)
            }
        }
    }

    pub(crate) fn position(&self) -> u64 {
        self.feed.position()
    }

    const fn fail(&mut self) {
        self.failures = self.failures.saturating_add(1);
        self.must_pause = true;
    }

    fn pause(&self) -> Duration {
        let doubled = 2_u32.saturating_pow(self.failures.saturating_sub(1));
        FIRST_PAUSE.saturating_mul(doubled).min(LONGEST_PAUSE)
    }
}

/// Whether the node is only away, or slow.
const fn is_mended_by_time<E>(error: &CallError<E>) -> bool {
    match error {
        CallError::NotSent(NotSentError::Invalid(_)) | CallError::Node(_) | CallError::Unreadable(_) => false,
        CallError::NotSent(_) | CallError::MaybeExecuted(_) => true,
    }
}
