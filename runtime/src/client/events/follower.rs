//! What to do next, and what a call has come to: for whoever makes the calls.

use std::time::Duration;

use super::feed::Feed;
use crate::client::call::{Call, CallOutcome};
use crate::client::error::{CallError, NoAnswerError, NotSentError};
use crate::client::retry::{Retry, heals};
use crate::jsonrpc::RpcError;

/// Calls are repeated for as long as it takes.
const PATIENT: Retry = Retry::new().attempts(u32::MAX).within(Duration::MAX);

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
            return Step::Pause(PATIENT.pause(self.failures, Duration::ZERO).unwrap_or_default());
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
            // Nothing has happened in its time. A node goes on waiting for an event until the connection ends.
            Err(CallError::MaybeExecuted(NoAnswerError::TimedOut)) if self.feed.is_waiting() => (None, true),
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
}

/// Whether the node is only away, or slow.
fn is_mended_by_time<E>(error: &CallError<E>) -> bool {
    match error {
        CallError::NotSent(NotSentError::Connect(error)) => heals(error),
        CallError::NotSent(NotSentError::Invalid(_)) | CallError::Node(_) | CallError::Unreadable(_) => false,
        CallError::NotSent(_) | CallError::MaybeExecuted(_) => true,
    }
}

#[cfg(test)]
mod tests;
