//! Events without gaps, for a task.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use ::futures_core::Stream;
use ::tokio::time::{Sleep, sleep};

use super::client::Client;
use super::reconnect::connect;
use crate::client::call::{Call, CallOutcome};
use crate::client::connect::Endpoint;
use crate::client::error::{CallError, NotSentError};
use crate::client::events::{Changes, Deletion, Deletions, Feed, Follower, Paid, Step};
use crate::client::settings::{CallOptions, Settings};
use crate::jsonrpc::RpcError;
use crate::lists::{AwaitsPaid, Pages};
use crate::record::Record;

impl Client {
    /// Follows a list: returns each row that is there, then waits for the next one, by the command `wait`. The request is
    /// that of [`rows`](Self::rows): by `created`, each new row is an event; by `updated`, each change of a row. To go on
    /// from a stored [`position`](Events::position), let `start` be the index after it. Nodes have `wait` since v23.08. The
    /// client must have been made from a path.
    ///
    /// ```no_run
    /// # use cln_runtime::{Pages, Record, client::{CallError, tokio::Client}};
    /// # async fn run<R: Pages<T> + Send, T: Record + Send + 'static>(client: &Client, invoices: &R) -> Result<(), CallError<R::Error>> {
    /// // With bindings, since position 17:
    /// // let invoices = &ListinvoicesRequest::new().with_index(ListinvoicesIndex::Updated).with_start(18);
    /// let mut events = client.events(invoices)?;
    /// loop {
    ///     let invoice = events.next().await?;
    ///     // ...
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    /// The client was made from streams. Errors after that come in place of an event.
    pub fn events<R, T>(&self, request: &R) -> Result<Events<T, R::Error>, NotSentError>
    where
        R: Pages<T> + Send,
        T: Record + Send + 'static,
    {
        Events::from_feed(self, Changes::new(request))
    }

    /// Follows the deletions of rows of a list, of whatever rows it is, after those that a stored
    /// [`position`](Events::position) counts. Each is told once, but what the row was only if the node says so: see
    /// [`Deletion`].
    ///
    /// ```no_run
    /// # use cln_runtime::{Pages, Record, client::{CallError, tokio::Client}};
    /// # async fn run<R: Pages<T>, T: Record>(client: &Client, invoices: &R) -> Result<(), CallError<R::Error>> {
    /// let mut deletions = client.deletions(invoices, 0)?;
    /// loop {
    ///     println!("{:?}", deletions.next().await?.details);
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`events`](Self::events).
    pub fn deletions<R, T>(&self, _: &R, after: u64) -> Result<Events<Deletion, R::Error>, NotSentError>
    where
        R: Pages<T>,
        T: Record,
    {
        Events::from_feed(self, Deletions::new(R::SUBSYSTEM, after))
    }

    /// Follows the payments of invoices, by the command `waitanyinvoice`, which all nodes have: each payment once, in
    /// the order of their `pay_index`, which is the [`position`](Events::position). The request's `lastpay_index` says
    /// after which one to begin. If it has a `timeout`, each one that passes is an error of the node.
    ///
    /// ```no_run
    /// # use cln_runtime::{AwaitsPaid, client::{CallError, tokio::Client}};
    /// # async fn run<R: AwaitsPaid + Send>(client: &Client, request: &R) -> Result<(), CallError<R::Error>> where R::Response: Send {
    /// // With bindings, since position 17: let request = &WaitanyinvoiceRequest::new().with_lastpay_index(17);
    /// let mut paid = client.paid_invoices(request)?;
    /// loop {
    ///     let invoice = paid.next().await?;
    ///     // ...
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`events`](Self::events).
    pub fn paid_invoices<R>(&self, request: &R) -> Result<Events<R::Response, R::Error>, NotSentError>
    where
        R: AwaitsPaid + Send,
        R::Response: Send,
    {
        Events::from_feed(self, Paid::new(request))
    }
}

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
    fn from_feed(client: &Client, feed: impl Feed<T, E> + 'static) -> Result<Self, NotSentError> {
        let (shared, options) = (&client.shared, CallOptions { retry: None, ..client.options });
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
            None => match connect(&self.endpoint, &self.settings, self.options.deadline()).await {
                Ok(connection) => {
                    let client = Client::on(connection, Some(self.endpoint), self.settings);
                    Client { options: self.options, ..client }
                }
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
