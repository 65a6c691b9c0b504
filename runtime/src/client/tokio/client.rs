//! The client.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "narrow")]
use ::serde::de::DeserializeOwned;
use ::tokio::io::{AsyncRead, AsyncWrite};

use super::connection::Connection;
use super::events::Events;
use super::items::Items;
use super::notifications::Notifications;
use super::reconnect::connect;
use super::rows::Rows;
use crate::client::call::{Call, CallOutcome};
use crate::client::connect::Endpoint;
use crate::client::error::{CallError, ConnectError, NotSentError};
use crate::client::events::{Changes, Deletion, Deletions, Paid};
use crate::client::filter::Filter;
use crate::client::items::Arriving;
#[cfg(feature = "narrow")]
use crate::client::narrow::{filter_for, read as read_narrow};
use crate::client::reply::any_json;
use crate::client::settings::{CallOptions, Settings};
use crate::client::shared::SharedConnection;
use crate::client::version::{GETINFO, NodeVersion, info};
use crate::jsonrpc::RpcError;
use crate::jsonrpc::method::Request;
use crate::lists::{AwaitsPaid, Lists, Pages};
use crate::node_range::NodeRange;
use crate::record::Record;
use crate::types::{Json, JsonObjectOrArray};

/// A client of a node, for tasks of tokio.
///
/// Any number of tasks may call at once, through `&self` or through clones, which share the connection. Dropping the
/// future of a call gives it up: if its request has not been sent, it never will be; else its answer is dropped.
#[derive(Clone)]
pub struct Client {
    pub(super) shared: Arc<SharedConnection<Connection, ::tokio::sync::Mutex<()>>>,
    pub(super) options: CallOptions,
}

/// A call that is being made.
pub(super) type Answering = Pin<Box<dyn Future<Output = Result<CallOutcome, NotSentError>> + Send>>;

impl Client {
    /// Connects to a node: to its Unix socket, if a path such as `/home/alice/.lightning/bitcoin/lightning-rpc` is given.
    ///
    /// # Errors
    /// There is no such socket, nobody listens on it, or this user may not open it.
    pub async fn connect(endpoint: impl Into<Endpoint>) -> Result<Self, ConnectError> {
        Self::connect_with(endpoint, Settings::new()).await
    }

    /// [`connect`](Self::connect) with other settings.
    ///
    /// # Errors
    /// As [`connect`](Self::connect).
    pub async fn connect_with(endpoint: impl Into<Endpoint>, settings: Settings) -> Result<Self, ConnectError> {
        let endpoint = endpoint.into();
        let connection = connect(&endpoint, &settings, None).await?;
        Ok(Self::on(connection, Some(endpoint), settings))
    }

    /// Makes a client from any pair of streams, such as the two ends of a tunnel. The client cannot reconnect, nor open
    /// the second connection that [`items`](Self::items) takes.
    ///
    /// # Errors
    /// It is called outside of a tokio runtime.
    pub fn over(
        reader: impl AsyncRead + Send + Unpin + 'static,
        writer: impl AsyncWrite + Send + Unpin + 'static,
        settings: Settings,
    ) -> io::Result<Self> {
        let connection = Connection::new(reader, writer, &settings)?;
        Ok(Self::on(connection, None, settings))
    }

    fn on(connection: Connection, endpoint: Option<Endpoint>, settings: Settings) -> Self {
        let shared = Arc::new(SharedConnection::new(connection, endpoint, settings));
        Self { shared, options: CallOptions::DEFAULT }
    }

    /// Returns the client with a timeout for each call. By default there is none: some commands wait for days. The
    /// runtime must have its time driver enabled.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Returns the client with validation on or off: whether requests are checked against their schema before they are
    /// sent. It is on by default.
    #[must_use]
    pub fn with_validation(mut self, validate: bool) -> Self {
        self.options.validate = validate;
        self
    }

    /// Calls the method of the request.
    ///
    /// # Errors
    /// [`CallError`] says whether the node may have executed the request.
    pub async fn call<R: Request>(&self, request: &R) -> Result<R::Response, CallError<R::Error>> {
        let call = Call::typed(request, self.options.validate)?;
        self.run(&call).await?.read_typed::<R>()
    }

    /// Calls a method by name, such as one that a plugin adds.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    pub async fn call_raw(&self, method: &str, params: &JsonObjectOrArray) -> Result<Json, CallError<RpcError>> {
        self.run(&Call::raw(method, params)).await?.read(any_json)
    }

    /// Asks the node for its version and compares it with the range that the bindings are made for, their `NODES`. A
    /// version outside the range is not an error, since most calls will work. With the feature `tracing`, a client and
    /// its clones log a warning the first time that they see one.
    ///
    /// ```no_run
    /// # use cln_runtime::{NodeFit, NodeRange, client::tokio::Client};
    /// # const NODES: NodeRange = NodeRange::new(Some("v23.11"), None); // of the bindings
    /// # async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let version = client.check_version(&NODES).await?;
    /// if version.fit() != NodeFit::Within {
    ///     eprintln!("{version}"); // the node is v22.11, older than the bindings are made for (v23.11 and later)
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`call`](Self::call) of `getinfo`.
    pub async fn check_version(&self, nodes: &NodeRange) -> Result<NodeVersion, CallError<RpcError>> {
        let info = self.run(&Call::bare(GETINFO)).await?.read(info)?;
        Ok(info.against(nodes, &self.shared.version_warning))
    }

    /// [`call`](Self::call), but the node sends only the parts of the answer that the filter names. They are returned as
    /// JSON, since the response type's required fields may be missing.
    ///
    /// # Errors
    /// As [`call`](Self::call). A filter that names something the answer cannot have makes the request invalid.
    pub async fn call_filtered<R: Request>(&self, request: &R, filter: &Filter) -> Result<Json, CallError<R::Error>> {
        let validate = self.options.validate;
        let call = Call::typed(request, validate)?.filtered::<R>(Some(filter), validate)?;
        self.run(&call).await?.read(any_json).map_err(|error| error.map_node(R::Error::from))
    }

    /// [`call`](Self::call), but the node sends only the parts of the answer that `T`, a type of your own, has fields for.
    ///
    /// ```no_run
    /// # use cln_runtime::{Request, client::{CallError, tokio::Client}};
    /// #[derive(serde::Deserialize)]
    /// struct Deleted {
    ///     payments: Vec<Part>,
    /// }
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Part {
    ///     status: String,
    /// }
    ///
    /// async fn delete<R: Request>(client: &Client, delpay: &R) -> Result<usize, CallError<R::Error>> {
    ///     let deleted: Deleted = client.call_narrow(delpay).await?; // asks for {"payments":[{"status":true}]}
    ///     Ok(deleted.payments.iter().filter(|part| part.status == "failed").count())
    /// }
    /// ```
    ///
    /// # Errors
    /// As [`call_filtered`](Self::call_filtered).
    #[cfg(feature = "narrow")]
    pub async fn call_narrow<R: Request, T: DeserializeOwned>(&self, request: &R) -> Result<T, CallError<R::Error>> {
        let validate = self.options.validate;
        let filter = filter_for::<T>();
        let call = Call::typed(request, validate)?.filtered::<R>(filter.as_ref(), validate)?;
        self.run(&call).await?.read(read_narrow).map_err(|error| error.map_node(R::Error::from))
    }

    /// [`call`](Self::call) for answers that are one long array, such as that of `listforwards`: returns its items one by
    /// one, decoded while they arrive. The call has a connection of its own, so a caller who takes the items slowly holds
    /// up nobody else, and [`Settings::max_answer`] limits each item instead of the whole. The client must have been made
    /// from a path.
    ///
    /// ```no_run
    /// # use cln_runtime::{Lists, Record, client::{CallError, tokio::Client}};
    /// # async fn run<R: Lists<P>, P: Record>(client: &Client, delpay: &R) -> Result<(), CallError<R::Error>> {
    /// // With bindings `delpay` is a DelpayRequest, so each part is a DelpayPayments.
    /// let mut parts = client.items(delpay).await?;
    /// while let Some(part) = parts.next().await {
    ///     let part = part?;
    ///     // ...
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The request was not sent. Errors after that come in place of an item.
    pub async fn items<R: Lists<T>, T: Record>(&self, request: &R) -> Result<Items<T, R::Error>, NotSentError> {
        let deadline = self.options.deadline();
        let call = Call::typed(request, self.options.validate)?;
        let (encoded, arriving) = Arriving::new::<R>(&call, self.shared.settings.max_answer);
        let endpoint = self.shared.endpoint()?;
        let within = self.shared.settings.time_to_connect(deadline);
        let stream = endpoint.connect_async(within).await.map_err(NotSentError::Connect)?;
        Items::ask(stream, &encoded, arriving, deadline).await
    }

    /// Reads a long list page by page: returns its rows one by one, typed, in the order of their indices. Rows that are
    /// added or deleted meanwhile neither repeat nor hide others. The request's `index` says which index is meant (if it
    /// does not, the order in which they were created), `start` where to begin, and `limit` how many rows a page has
    /// (1000).
    ///
    /// By `updated`, only rows that have ever changed are listed, and one that changes meanwhile comes again: it has got
    /// a new index.
    ///
    /// ```no_run
    /// # use cln_runtime::{Pages, Record, client::{CallError, tokio::Client}};
    /// # async fn run<R: Pages<T>, T: Record>(client: &Client, invoices: &R) -> Result<(), CallError<R::Error>> {
    /// // With bindings: let invoices = &ListinvoicesRequest::new();
    /// let mut rows = client.rows(invoices);
    /// while let Some(invoice) = rows.next().await {
    ///     let invoice = invoice?;
    ///     // ...
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn rows<R: Pages<T>, T: Record>(&self, request: &R) -> Rows<R, T> {
        Rows::of(self.clone(), request)
    }

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

    /// Returns the notifications that arrive from now on, on the current connection.
    #[must_use]
    pub fn notifications(&self) -> Notifications {
        Notifications::on(self.shared.current())
    }

    /// The outcome of a call, as a future of its own.
    pub(super) async fn answer(self, call: Call<'static>) -> Result<CallOutcome, NotSentError> {
        self.run(&call).await
    }

    async fn run(&self, call: &Call<'_>) -> Result<CallOutcome, NotSentError> {
        self.shared.call(self.shared.calls.next(), call, self.options.deadline()).await
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("endpoint", &self.shared.endpoint).finish_non_exhaustive()
    }
}
