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
use super::items::Items;
use super::notifications::Notifications;
use super::reconnect::connect;
use super::retry::repeat;
use crate::client::call::{Call, CallOutcome};
use crate::client::connect::Endpoint;
use crate::client::error::{CallError, ConnectError, NotSentError};
use crate::client::filter::Filter;
use crate::client::items::Arriving;
#[cfg(feature = "narrow")]
use crate::client::narrow::{filter_for, read as read_narrow};
use crate::client::reply::any_json;
use crate::client::retry::Retry;
use crate::client::settings::{CallOptions, Settings};
use crate::client::shared::SharedConnection;
use crate::client::version::{GETINFO, NodeVersion, info};
use crate::jsonrpc::RpcError;
use crate::jsonrpc::method::Request;
use crate::lists::Lists;
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
        let connection = repeat(settings.first_connect(), || connect(&endpoint, &settings, None)).await?;
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

    pub(super) fn on(connection: Connection, endpoint: Option<Endpoint>, settings: Settings) -> Self {
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

    /// Returns the client with calls repeated that were not sent. By default they are not. A timeout is that of each
    /// attempt. What was [prepared](Self::prepare) is not repeated, and [`items`](Self::items) only until there is a
    /// connection for it. The runtime must have its time driver enabled.
    ///
    /// ```no_run
    /// # use cln_runtime::{MethodError, Request, RpcError, client::{CallError, Retry, tokio::Client}};
    /// # async fn run<R: Request<Error: MethodError>>(client: Client, request: R) -> Result<(), CallError<RpcError>> {
    /// let client = client.with_retry(Retry::new());
    /// let response = client.call(&request).await?; // also if the node restarts just now
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_retry(mut self, retry: Retry) -> Self {
        self.options.retry = Some(retry.connecting(self.shared.endpoint.is_some()));
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
        let call = Call::typed(request, self.options.validate)?;
        let (encoded, arriving) = Arriving::new::<R>(&call, self.shared.settings.max_answer);
        let endpoint = self.shared.endpoint()?;
        let connect = || async {
            let deadline = self.options.deadline();
            let within = self.shared.settings.time_to_connect(deadline);
            Ok((endpoint.connect_async(within).await?, deadline))
        };
        let (stream, deadline) = repeat(self.options.retry, connect).await.map_err(NotSentError::Connect)?;
        Items::ask(stream, &encoded, arriving, deadline).await
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
        let attempt = || self.shared.call(self.shared.calls.next(), call, &self.options);
        match self.options.retry {
            None => attempt().await,
            // On the heap: the futures of other calls need not have room for it.
            retry => Box::pin(repeat(retry, attempt)).await,
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("endpoint", &self.shared.endpoint).finish_non_exhaustive()
    }
}
