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
use super::timed_lock::TimedLock;
use crate::client::call::{Call, CallOutcome};
use crate::client::connect::{Endpoint, tunnel};
use crate::client::error::{CallError, ConnectError, NotSentError};
use crate::client::filter::Filter;
use crate::client::items::Arriving;
#[cfg(feature = "narrow")]
use crate::client::narrow::{filter_for, read as read_narrow};
use crate::client::reply::any_json;
use crate::client::settings::{CallOptions, Settings};
use crate::client::shared::SharedConnection;
use crate::client::version::{GETINFO, NodeVersion, info};
use crate::jsonrpc::RpcError;
use crate::lists::Lists;
use crate::method::Request;
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
    /// Connects to the socket of a node, such as `/home/alice/.lightning/bitcoin/lightning-rpc`.
    ///
    /// # Errors
    /// There is no such socket, nobody listens, or this user may not open it.
    pub fn connect(endpoint: impl Into<Endpoint>) -> Result<Self, ConnectError> {
        Self::connect_with(endpoint, Settings::new())
    }

    /// [`connect`](Self::connect) with other settings.
    ///
    /// # Errors
    /// As [`connect`](Self::connect).
    pub fn connect_with(endpoint: impl Into<Endpoint>, settings: Settings) -> Result<Self, ConnectError> {
        let endpoint = endpoint.into();
        let connection = connect(&endpoint, &settings, None)?;
        Ok(Self::on(connection, Some(endpoint), settings))
    }

    /// Talks through any pair of streams, such as the two ends of a tunnel. Two threads carry the bytes.
    ///
    /// # Errors
    /// The system refuses a socket or a thread.
    pub fn over(
        reader: impl Read + Send + 'static,
        writer: impl Write + Send + 'static,
        settings: Settings,
    ) -> io::Result<Self> {
        let stream = tunnel::open(reader, writer)?;
        let connection = Connection::new(Box::new(stream), &settings)?;
        Ok(Self::on(connection, None, settings))
    }

    fn on(connection: Connection, endpoint: Option<Endpoint>, settings: Settings) -> Self {
        let shared = Arc::new(SharedConnection::new(connection, endpoint, settings));
        Self { shared, options: CallOptions::DEFAULT }
    }

    /// The same client, each of its calls over after this time. There is no limit unless it is set: some commands wait
    /// for days.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// The same client, which checks requests against their schema before it sends them, as it does unless told
    /// otherwise, or does not.
    #[must_use]
    pub fn with_validation(mut self, validate: bool) -> Self {
        self.options.validate = validate;
        self
    }

    /// Calls the method that the request belongs to.
    ///
    /// # Errors
    /// [`CallError`] tells whether the node may have executed it.
    pub fn call<R: Request>(&self, request: &R) -> Result<R::Response, CallError<R::Error>> {
        let call = Call::typed(request, self.options.validate)?;
        self.run(&call)?.read(R::Response::from_json).map_err(|error| error.map_node(R::Error::from))
    }

    /// Calls a method by its name, such as a plugin's own.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    pub fn call_raw(&self, method: &str, params: &JsonObjectOrArray) -> Result<Json, CallError<RpcError>> {
        self.run(&Call::raw(method, params))?.read(any_json)
    }

    /// Asks the node for its version, and holds it against the range that the bindings are made for, their `NODES`. A
    /// node outside it is no error: most of it will work. With the feature `tracing`, the first time that a client or
    /// one of its clones finds so, it is logged as a warning.
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

    /// [`call`](Self::call) with only the parts of the answer that the filter names, which is checked before it is sent,
    /// too. What comes lacks what the response's type must have, so it is JSON.
    ///
    /// # Errors
    /// As [`call`](Self::call); a filter that names what the answer cannot have is an invalid request.
    pub fn call_filtered<R: Request>(&self, request: &R, filter: &Filter) -> Result<Json, CallError<R::Error>> {
        let validate = self.options.validate;
        let call = Call::typed(request, validate)?.filtered::<R>(filter, validate)?;
        self.run(&call)?.read(any_json).map_err(|error| error.map_node(R::Error::from))
    }

    /// [`call`](Self::call) with only those parts of the answer that a type of the caller's own has fields for.
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
        let mut call = Call::typed(request, validate)?;
        if let Some(filter) = &filter {
            call = call.filtered::<R>(filter, validate)?;
        }
        self.run(&call)?.read(read_narrow).map_err(|error| error.map_node(R::Error::from))
    }

    /// [`call`](Self::call) for answers that are one long array, such as that of `listforwards`: its items, decoded while
    /// they arrive. It has a connection of its own, so that others need not wait for who takes the items, and the limit
    /// on answers is one on items. Wants a client that was given a path.
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
    /// What keeps the request from being sent. What goes wrong later comes in place of an item.
    pub fn items<R: Lists<T>, T: Record>(&self, request: &R) -> Result<Items<T, R::Error>, NotSentError> {
        let deadline = self.options.deadline();
        let call = Call::typed(request, self.options.validate)?;
        let (encoded, arriving) = Arriving::new::<R>(&call, self.shared.settings.max_answer);
        let endpoint = self.shared.endpoint()?;
        let within = self.shared.settings.time_to_connect(deadline);
        let stream = endpoint.connect(within).map_err(NotSentError::Connect)?;
        Items::ask(stream, &encoded, arriving, deadline)
    }

    /// The notifications that come from now on, on the connection that the client has now.
    #[must_use]
    pub fn notifications(&self) -> Notifications {
        Notifications::on(self.shared.current())
    }

    fn run(&self, call: &Call<'_>) -> Result<CallOutcome, NotSentError> {
        self.shared.call(self.shared.calls.next(), call, self.options.deadline())
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("shared", &self.shared).finish_non_exhaustive()
    }
}
