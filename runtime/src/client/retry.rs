//! Whether to try again, and when: the one place that decides it, for both clients and for the first connect.

use std::time::{Duration, Instant};

use super::call::CallOutcome;
use super::error::{ConnectError, ConnectErrorKind, NotSentError};
use super::reply::error_code;
use super::session::{Frame, Reply};

/// How a client repeats calls that were not sent: how often, for how long, and with what pauses.
///
/// A call is repeated if the node certainly has not received it, and repeating it can help: there was no connection, or
/// its timeout expired before it was sent. For each attempt the client connects again if it has to, whether or not
/// [`Settings::reconnect`](super::Settings::reconnect) is set. What can never succeed is not repeated: an invalid request,
/// a socket that this user may not open.
///
/// A call that may have been executed is never repeated: you get [`CallError::MaybeExecuted`](super::CallError::MaybeExecuted), as without this. An error
/// from the node ends the call, too, unless you list its code with [`on_codes`](Self::on_codes).
///
/// Pauses double from one to the next, without jitter: a node has few clients, and even if all of them lost it in the same
/// moment, it would hardly notice that they return in the same moment.
///
/// ```
/// use std::time::Duration;
///
/// use cln_runtime::client::Retry;
///
/// // While a node restarts.
/// let patient = Retry::new().attempts(100).within(Duration::from_secs(300));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    attempts: u32,
    within: Duration,
    first_pause: Duration,
    longest_pause: Duration,
    codes: &'static [i64],
    /// Whether the client can open another connection.
    connects: bool,
}

impl Retry {
    /// Up to 10 attempts within 60 seconds, with pauses from 100 milliseconds to 10 seconds.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            attempts: 10,
            within: Duration::from_secs(60),
            first_pause: Duration::from_millis(100),
            longest_pause: Duration::from_secs(10),
            codes: &[],
            connects: true,
        }
    }

    /// How often to try, with the first attempt counted. There is always one.
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// How long to try: no attempt begins later than this after the first one. An attempt that has begun takes as long as
    /// it takes, or as the client's timeout allows.
    #[must_use]
    pub const fn within(mut self, time: Duration) -> Self {
        self.within = time;
        self
    }

    /// How long to wait before the second attempt, and before any. Each pause is twice as long as the one before it.
    #[must_use]
    pub const fn pauses(mut self, first: Duration, longest: Duration) -> Self {
        self.first_pause = first;
        self.longest_pause = longest;
        self
    }

    /// The codes of errors from the node after which the call is repeated. There are none unless you know of the command
    /// that it does nothing when it answers so: [`CallError::is_safe_to_retry`](super::CallError::is_safe_to_retry) cannot
    /// promise it.
    #[must_use]
    pub const fn on_codes(mut self, codes: &'static [i64]) -> Self {
        self.codes = codes;
        self
    }

    /// For a client that can, or cannot, open another connection.
    pub(crate) const fn connecting(mut self, connects: bool) -> Self {
        self.connects = connects;
        self
    }

    /// Whether the answer is an error after which the call is repeated.
    fn wants_another(&self, answer: &Frame) -> bool {
        !self.codes.is_empty() && error_code(answer).is_some_and(|code| self.codes.contains(&code))
    }

    /// How long to wait for the next attempt, after so many and so much time; `None` if there is to be none.
    pub(crate) fn pause(&self, made: u32, elapsed: Duration) -> Option<Duration> {
        let left = self.within.checked_sub(elapsed).filter(|left| !left.is_zero())?;
        if made >= self.attempts {
            return None;
        }
        let doubled = 1_u32.checked_shl(made.saturating_sub(1)).unwrap_or(u32::MAX);
        Some(self.first_pause.saturating_mul(doubled).min(self.longest_pause).min(left))
    }
}

impl Default for Retry {
    fn default() -> Self {
        Self::new()
    }
}

/// The attempts at one thing.
pub(crate) struct Attempts {
    policy: Option<(Retry, Instant)>,
    made: u32,
}

impl Attempts {
    /// Before the first one. Without a policy there is no second.
    pub(crate) fn new(retry: Option<Retry>) -> Self {
        Self { policy: retry.map(|retry| (retry, Instant::now())), made: 0 }
    }

    /// How long to wait for the next attempt, after one that has come to this; `None` if there is to be none.
    pub(crate) fn pause_after(&mut self, outcome: &impl Outcome) -> Option<Duration> {
        let (retry, began) = self.policy?;
        self.made = self.made.saturating_add(1);
        if outcome.is_worth_repeating(&retry) { retry.pause(self.made, began.elapsed()) } else { None }
    }
}

/// What an attempt has come to.
pub(crate) trait Outcome {
    /// Whether the node has done nothing, and another attempt may come to something else.
    fn is_worth_repeating(&self, retry: &Retry) -> bool;
}

impl<T> Outcome for Result<T, ConnectError> {
    fn is_worth_repeating(&self, _: &Retry) -> bool {
        self.as_ref().is_err_and(heals)
    }
}

impl Outcome for Result<CallOutcome, NotSentError> {
    fn is_worth_repeating(&self, retry: &Retry) -> bool {
        match self {
            Err(NotSentError::Connect(error)) => heals(error),
            Err(NotSentError::Broken(_)) | Ok(CallOutcome::Reply(Reply::Unsent(_))) => retry.connects,
            Err(NotSentError::TimedOut) | Ok(CallOutcome::ExpiredUnsent) => true,
            Err(NotSentError::Invalid(_)) | Ok(CallOutcome::Expired) => false,
            Ok(CallOutcome::Reply(Reply::Answer(frame))) => retry.wants_another(frame),
            Ok(CallOutcome::Reply(Reply::TooLong | Reply::NoRoom | Reply::Lost(_))) => false,
        }
    }
}

/// A node that starts makes its socket and then listens. Whatever else is wrong stays so until somebody mends it.
pub(crate) fn heals(error: &ConnectError) -> bool {
    match error.kind() {
        ConnectErrorKind::NotFound | ConnectErrorKind::Refused | ConnectErrorKind::TimedOut => true,
        ConnectErrorKind::NotASocket
        | ConnectErrorKind::PermissionDenied
        | ConnectErrorKind::NoEndpoint
        | ConnectErrorKind::Other => false,
    }
}

#[cfg(test)]
mod tests;
