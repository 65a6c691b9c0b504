//! The client.

use std::fmt;
use std::io::{self, Read, Write};
use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "narrow")]
use ::serde::de::DeserializeOwned;

use super::connection::Connection;
use super::items::Items;
use super::notifications::Notifications;
use super::reconnect::connect;
use super::retry::repeat;
use super::timed_lock::TimedLock;
use crate::client::call::{Call, CallOutcome};
use crate::client::connect::{Endpoint, tunnel};
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

/// A client of a node, for threads.
///
/// Any number of threads may call at once, through `&self` or through clones, which share the connection.
#[derive(Clone)]
pub struct Client {
    pub(super) shared: Arc<SharedConnection<Connection, TimedLock>>,
    pub(super) options: CallOptions,
}

impl Client {
    /// Connects to a node: to its Unix socket, if a path such as `/home/alice/.lightning/bitcoin/lightning-rpc` is given.
    ///
    /// # Errors
    /// There is no such socket, nobody listens on it, or this user may not open it.
    pub fn connect(endpoint: impl Into<Endpoint>) -> Result<Self, ConnectError> {
        Self::connect_with(endpoint, Settings::new())
    }

    /// [`connect`](Self::connect) with other settings.
    ///
    /// # Errors
    /// As [`connect`](Self::connect).
    pub fn connect_with(endpoint: impl Into<Endpoint>, settings: Settings) -> Result<Self, ConnectError> {
        let endpoint = endpoint.into();
        let connection = repeat(settings.first_connect(), || connect(&endpoint, &settings, None))?;
        Ok(Self::on(connection, Some(endpoint), settings))
    }

    /// Makes a client from any pair of streams, such as the two ends of a tunnel. Two threads carry the bytes. The client
    /// cannot reconnect, nor open the second connection that [`items`](Self::items) takes.
    ///
    /// # Errors
    /// The system provides no socket or no thread.
    pub fn over(
        reader: impl Read + Send + 'static,
        writer: impl Write + Send + 'static,
        settings: Settings,
    ) -> io::Result<Self> {
        let stream = tunnel::open(reader, writer)?;
        let connection = Connection::new(Box::new(stream), &settings)?;
        Ok(Self::on(connection, None, settings))
    }

    pub(super) fn on(connection: Connection, endpoint: Option<Endpoint>, settings: Settings) -> Self {
        let shared = Arc::new(SharedConnection::new(connection, endpoint, settings));
        Self { shared, options: CallOptions::DEFAULT }
    }

    /// Returns the client with a timeout for each call. By default there is none: some commands wait for days.
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
    /// connection for it.
    ///
    /// ```no_run
    /// # use cln_runtime::{MethodError, Request, RpcError, client::{CallError, Retry, blocking::Client}};
    /// # fn run<R: Request<Error: MethodError>>(client: Client, request: R) -> Result<(), CallError<RpcError>> {
    /// let client = client.with_retry(Retry::new());
    /// let response = client.call(&request)?; // also if the node restarts just now
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
    pub fn call<R: Request>(&self, request: &R) -> Result<R::Response, CallError<R::Error>> {
        let call = Call::typed(request, self.options.validate)?;
        self.run(&call)?.read_typed::<R>()
    }

    /// Calls a method by name, such as one that a plugin adds.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    pub fn call_raw(&self, method: &str, params: &JsonObjectOrArray) -> Result<Json, CallError<RpcError>> {
        self.run(&Call::raw(method, params))?.read(any_json)
    }

    /// Asks the node for its version and compares it with the range that the bindings are made for, their `NODES`. A
    /// version outside the range is not an error, since most calls will work. With the feature `tracing`, a client and
    /// its clones log a warning the first time that they see one.
    ///
    /// ```no_run
    /// # use cln_runtime::{NodeFit, NodeRange, client::blocking::Client};
    /// # const NODES: NodeRange = NodeRange::new(Some("v23.11"), None); // of the bindings
    /// # fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let version = client.check_version(&NODES)?;
    /// if version.fit() != NodeFit::Within {
    ///     eprintln!("{version}"); // the node is v22.11, older than the bindings are made for (v23.11 and later)
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`call`](Self::call) of `getinfo`.
    pub fn check_version(&self, nodes: &NodeRange) -> Result<NodeVersion, CallError<RpcError>> {
        let info = self.run(&Call::bare(GETINFO))?.read(info)?;
        Ok(info.against(nodes, &self.shared.version_warning))
    }

    /// [`call`](Self::call), but the node sends only the parts of the answer that the filter names. They are returned as
    /// JSON, since the response type's required fields may be missing.
    ///
    /// # Errors
    /// As [`call`](Self::call). A filter that names something the answer cannot have makes the request invalid.
    pub fn call_filtered<R: Request>(&self, request: &R, filter: &Filter) -> Result<Json, CallError<R::Error>> {
        let validate = self.options.validate;
        let call = Call::typed(request, validate)?.filtered::<R>(Some(filter), validate)?;
        self.run(&call)?.read(any_json).map_err(|error| error.map_node(R::Error::from))
    }

    /// [`call`](Self::call), but the node sends only the parts of the answer that `T`, a type of your own, has fields for.
    ///
    /// ```no_run
    /// # use cln_runtime::{Request, client::{CallError, blocking::Client}};
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
    /// fn delete<R: Request>(client: &Client, delpay: &R) -> Result<usize, CallError<R::Error>> {
    ///     let deleted: Deleted = client.call_narrow(delpay)?; // asks for {"payments":[{"status":true}]}
    ///     Ok(deleted.payments.iter().filter(|part| part.status == "failed").count())
    /// }
    /// ```
    ///
    /// # Errors
    /// As [`call_filtered`](Self::call_filtered).
    #[cfg(feature = "narrow")]
    pub fn call_narrow<R: Request, T: DeserializeOwned>(&self, request: &R) -> Result<T, CallError<R::Error>> {
        let validate = self.options.validate;
        let filter = filter_for::<T>();
        let call = Call::typed(request, validate)?.filtered::<R>(filter.as_ref(), validate)?;
        self.run(&call)?.read(read_narrow).map_err(|error| error.map_node(R::Error::from))
    }

    /// [`call`](Self::call) for answers that are one long array, such as that of `listforwards`: returns its items one by
    /// one, decoded while they arrive. The call has a connection of its own, so a caller who takes the items slowly holds
    /// up nobody else, and [`Settings::max_answer`] limits each item instead of the whole. The client must have been made
    /// from a path.
    ///
    /// ```no_run
    /// # use cln_runtime::{Lists, Record, client::{CallError, blocking::Client}};
    /// # fn run<R: Lists<P>, P: Record>(client: &Client, delpay: &R) -> Result<(), CallError<R::Error>> {
    /// // With bindings `delpay` is a DelpayRequest, so each part is a DelpayPayments.
    /// for part in client.items(delpay)? {
    ///     let part = part?;
    ///     // ...
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The request was not sent. Errors after that come in place of an item.
    pub fn items<R: Lists<T>, T: Record>(&self, request: &R) -> Result<Items<T, R::Error>, NotSentError> {
        let call = Call::typed(request, self.options.validate)?;
        let (encoded, arriving) = Arriving::new::<R>(&call, self.shared.settings.max_answer);
        let endpoint = self.shared.endpoint()?;
        let connect = || {
            let deadline = self.options.deadline();
            let within = self.shared.settings.time_to_connect(deadline);
            Ok((endpoint.connect(within)?, deadline))
        };
        let (stream, deadline) = repeat(self.options.retry, connect).map_err(NotSentError::Connect)?;
        Items::ask(stream, &encoded, arriving, deadline)
    }

    /// Returns the notifications that arrive from now on, on the current connection.
    #[must_use]
    pub fn notifications(&self) -> Notifications {
        Notifications::on(self.shared.current())
    }

    fn run(&self, call: &Call<'_>) -> Result<CallOutcome, NotSentError> {
        let attempt = || self.shared.call(self.shared.calls.next(), call, &self.options);
        repeat(self.options.retry, attempt)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("endpoint", &self.shared.endpoint).finish_non_exhaustive()
    }
}
