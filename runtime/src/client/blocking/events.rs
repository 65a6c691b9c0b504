//! Events without gaps, for a thread.

use std::fmt;
use std::thread;
use std::time::{Duration, Instant};

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
    /// # use cln_runtime::{Pages, Record, client::{CallError, blocking::Client}};
    /// # fn run<R: Pages<T> + Send, T: Record + Send + 'static>(client: &Client, invoices: &R) -> Result<(), CallError<R::Error>> {
    /// // With bindings, since position 17:
    /// // let invoices = &ListinvoicesRequest::new().with_index(ListinvoicesIndex::Updated).with_start(18);
    /// for invoice in client.events(invoices)? {
    ///     let invoice = invoice?;
    ///     // ...
    /// }
    /// # Ok(())
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
    /// # use cln_runtime::{Pages, Record, client::{CallError, blocking::Client}};
    /// # fn run<R: Pages<T>, T: Record>(client: &Client, invoices: &R) -> Result<(), CallError<R::Error>> {
    /// for deleted in client.deletions(invoices, 0)? {
    ///     println!("{:?}", deleted?.details);
    /// }
    /// # Ok(())
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
    /// # use cln_runtime::{AwaitsPaid, client::{CallError, blocking::Client}};
    /// # fn run<R: AwaitsPaid + Send>(client: &Client, request: &R) -> Result<(), CallError<R::Error>> where R::Response: Send {
    /// // With bindings, since position 17: let request = &WaitanyinvoiceRequest::new().with_lastpay_index(17);
    /// for invoice in client.paid_invoices(request)? {
    ///     let invoice = invoice?;
    ///     // ...
    /// }
    /// # Ok(())
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
    fn from_feed(client: &Client, feed: impl Feed<T, E> + 'static) -> Result<Self, NotSentError> {
        let (shared, options) = (&client.shared, CallOptions { retry: None, ..client.options });
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

    /// Waits for the next event, for `timeout` at most; `None` if none came. Then the connection is given up, so a time
    /// in which the node cannot answer with a page never gets on.
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
                let connection = connect(&self.endpoint, &self.settings, deadline).map_err(NotSentError::Connect)?;
                Client::on(connection, Some(self.endpoint.clone()), self.settings.clone())
            }
        };
        let timeout = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let client = self.client.insert(client);
        client.shared.call(client.shared.calls.next(), call, &CallOptions { timeout, ..self.options })
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
