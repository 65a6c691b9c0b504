//! Events without gaps, for a task.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use ::futures_core::Stream;
use ::tokio::time::{Sleep, sleep};

use super::client::Client;
use crate::client::call::{Call, CallOutcome};
use crate::client::connect::Endpoint;
use crate::client::error::{CallError, NotSentError};
use crate::client::events::{Feed, Follower, Step};
use crate::client::settings::{CallOptions, Settings};
use crate::jsonrpc::RpcError;

/// Events, one by one: a [`Stream`] that never ends. The runtime must have its time driver enabled.
///
#[doc = include_str!("../events.md")]
pub struct Events<T, E> {
    origin: Origin,
    /// The connection, which has no other calls; `None` until there is one, while a call is made on it, and after it was
    /// lost.
    client: Option<Client>,
    pending: Pending,
    follower: Follower<T, E>,
}

/// How connections are made.
#[derive(Clone)]
struct Origin {
    endpoint: Endpoint,
    settings: Settings,
    options: CallOptions,
}

/// What is waited for.
enum Pending {
    Nothing,
    Pause(Pin<Box<Sleep>>),
    Call(Pin<Box<dyn Future<Output = Made> + Send>>),
}

/// What a call has come to, and the connection that it was made on.
type Made = (Option<Client>, Result<CallOutcome, NotSentError>);

/// Nothing is pinned in it but what is waited for, which has a pin of its own.
impl<T, E> Unpin for Events<T, E> {}

impl<T, E: From<RpcError>> Events<T, E> {
    pub(super) fn from_feed(client: &Client, feed: impl Feed<T, E> + 'static) -> Result<Self, NotSentError> {
        let (shared, options) = (&client.shared, client.options);
        let settings = shared.settings.clone().reconnect(false);
        let origin = Origin { endpoint: shared.endpoint()?.clone(), settings, options };
        let follower = Follower::new(Box::new(feed), options.validate);
        Ok(Self { origin, client: None, pending: Pending::Nothing, follower })
    }

    /// Waits for the next event. None is lost if the future is dropped.
    ///
    /// # Errors
    /// The node refuses, or its answer does not fit the schema. The next call tries again.
    pub async fn next(&mut self) -> Result<T, CallError<E>> {
        poll_fn(|context| self.poll_event(context)).await
    }

    /// The index of the last event that was returned, or beyond it if what came after has left nothing to see. Store it
    /// once the event is dealt with: what goes on from here returns the events after it.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.follower.position()
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Result<T, CallError<E>>> {
        loop {
            match &mut self.pending {
                Pending::Nothing => {
                    self.pending = match self.follower.step() {
                        Step::Event(event) => return Poll::Ready(event),
                        Step::Pause(pause) => Pending::Pause(Box::pin(sleep(pause))),
                        Step::Call(call) => Pending::Call(Box::pin(self.origin.clone().make(self.client.take(), call))),
                    };
                }
                Pending::Pause(pause) => {
                    ready!(pause.as_mut().poll(context));
                    self.pending = Pending::Nothing;
                }
                Pending::Call(call) => {
                    let (client, outcome) = ready!(call.as_mut().poll(context));
                    self.pending = Pending::Nothing;
                    let (error, is_lost) = self.follower.take(outcome);
                    self.client = client.filter(|_| !is_lost);
                    if let Some(error) = error {
                        return Poll::Ready(Err(error));
                    }
                }
            }
        }
    }
}

impl Origin {
    /// Makes a call, on a new connection if there is none.
    async fn make(self, client: Option<Client>, call: Call<'static>) -> Made {
        let client = match client {
            Some(client) => client,
            None => match Client::connect_with(self.endpoint, self.settings).await {
                Ok(client) => Client { options: self.options, ..client },
                Err(error) => return (None, Err(NotSentError::Connect(error))),
            },
        };
        let outcome = client.clone().answer(call).await;
        (Some(client), outcome)
    }
}

impl<T, E: From<RpcError>> Stream for Events<T, E> {
    type Item = Result<T, CallError<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_event(context).map(Some)
    }
}

impl<T, E: From<RpcError>> fmt::Debug for Events<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").field("position", &self.position()).finish_non_exhaustive()
    }
}
