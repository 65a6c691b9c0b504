//! Events without gaps, for a thread.

use std::fmt;
use std::thread;
use std::time::{Duration, Instant};

use super::client::Client;
use crate::client::call::{Call, CallOutcome};
use crate::client::connect::Endpoint;
use crate::client::error::{CallError, NotSentError};
use crate::client::events::{Feed, Follower, Step};
use crate::client::settings::{CallOptions, Settings};
use crate::jsonrpc::RpcError;

/// Events, one by one: an iterator that waits for the next one and never ends.
///
#[doc = include_str!("../events.md")]
pub struct Events<T, E> {
    endpoint: Endpoint,
    settings: Settings,
    options: CallOptions,
    /// The connection, which has no other calls; `None` until there is one, and after it was lost.
    client: Option<Client>,
    follower: Follower<T, E>,
}

impl<T, E: From<RpcError>> Events<T, E> {
    pub(super) fn from_feed(client: &Client, feed: impl Feed<T, E> + 'static) -> Result<Self, NotSentError> {
        let (shared, options) = (&client.shared, client.options);
        let follower = Follower::new(Box::new(feed), options.validate);
        let endpoint = shared.endpoint()?.clone();
        Ok(Self { endpoint, settings: shared.settings.clone().reconnect(false), options, client: None, follower })
    }

    /// The index of the last event that was returned, or beyond it if what came after has left nothing to see. Store it
    /// once the event is dealt with: what goes on from here returns the events after it.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.follower.position()
    }

    /// Waits for the next event, for `timeout` at most; `None` if none came.
    pub fn next_within(&mut self, timeout: Duration) -> Option<Result<T, CallError<E>>> {
        self.advance(Instant::now().checked_add(timeout))
    }

    fn advance(&mut self, deadline: Option<Instant>) -> Option<Result<T, CallError<E>>> {
        loop {
            match self.follower.step() {
                Step::Event(event) => return Some(event),
                Step::Pause(pause) => {
                    let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
                    thread::sleep(left.map_or(pause, |left| left.min(pause)));
                }
                Step::Call(call) => {
                    let outcome = self.make(&call, deadline);
                    let (error, is_lost) = self.follower.take(outcome);
                    if is_lost {
                        self.client = None;
                    }
                    if let Some(error) = error {
                        return Some(Err(error));
                    }
                    // What was answered in the last moment is told.
                    if !is_lost {
                        continue;
                    }
                }
            }
            if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
                return None;
            }
        }
    }

    fn make(&mut self, call: &Call<'_>, deadline: Option<Instant>) -> Result<CallOutcome, NotSentError> {
        let deadline = self.options.deadline().into_iter().chain(deadline).min();
        let client = match self.client.take() {
            Some(client) => client,
            None => {
                let settings = self.settings.clone().connect_timeout(self.settings.time_to_connect(deadline));
                Client::connect_with(self.endpoint.clone(), settings).map_err(NotSentError::Connect)?
            }
        };
        let client = self.client.insert(client);
        client.shared.call(client.shared.calls.next(), call, deadline)
    }
}

impl<T, E: From<RpcError>> Iterator for Events<T, E> {
    type Item = Result<T, CallError<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.advance(None)
    }
}

impl<T, E: From<RpcError>> fmt::Debug for Events<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").field("position", &self.position()).finish_non_exhaustive()
    }
}
