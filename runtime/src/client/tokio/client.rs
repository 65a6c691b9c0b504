//! The client.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "narrow")]
use ::serde::de::DeserializeOwned;
use ::tokio::io::{AsyncRead, AsyncWrite};

use super::connection::Connection;
use super::items::Items;
use super::notifications::Notifications;
use super::reconnect::connect;
use crate::client::call::{Call, CallOutcome};
use crate::client::connect::Endpoint;
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

/// A client of a node, for tasks of tokio.
///
/// Any number of tasks may call at once, through `&self` or through clones, which share the connection. Dropping the
/// future of a call gives it up: if its request has not been sent, it never will be; else its answer is dropped.
#[derive(Clone)]
pub struct Client {
    pub(super) shared: Arc<SharedConnection<Connection, ::tokio::sync::Mutex<()>>>,
    pub(super) options: CallOptions,
}

impl Client {
    /// Connects to the socket of a node, such as `/home/alice/.lightning/bitcoin/lightning-rpc`.
    ///
    /// # Errors
    /// There is no such socket, nobody listens, or this user may not open it.
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

    /// Talks through any pair of streams, such as the two ends of a tunnel.
    ///
    /// # Errors
    /// This does not run on a runtime of tokio.
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

    /// The same client, each of its calls over after this time. There is no limit unless it is set: some commands wait
    /// for days. Needs a runtime with time.
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
    pub async fn call<R: Request>(&self, request: &R) -> Result<R::Response, CallError<R::Error>> {
        let call = Call::typed(request, self.options.validate)?;
        self.run(&call).await?.read(R::Response::from_json).map_err(|error| error.map_node(R::Error::from))
    }

    /// Calls a method by its name, such as a plugin's own.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    pub async fn call_raw(&self, method: &str, params: &JsonObjectOrArray) -> Result<Json, CallError<RpcError>> {
        self.run(&Call::raw(method, params)).await?.read(any_json)
    }

    /// Asks the node for its version, and holds it against the range that the bindings are made for, their `NODES`. A
    /// node outside it is no error: most of it will work. With the feature `tracing`, the first time that a client or
    /// one of its clones finds so, it is logged as a warning.
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

    /// [`call`](Self::call) with only the parts of the answer that the filter names, which is checked before it is sent,
    /// too. What comes lacks what the response's type must have, so it is JSON.
    ///
    /// # Errors
    /// As [`call`](Self::call); a filter that names what the answer cannot have is an invalid request.
    pub async fn call_filtered<R: Request>(&self, request: &R, filter: &Filter) -> Result<Json, CallError<R::Error>> {
        let validate = self.options.validate;
        let call = Call::typed(request, validate)?.filtered::<R>(filter, validate)?;
        self.run(&call).await?.read(any_json).map_err(|error| error.map_node(R::Error::from))
    }

    /// [`call`](Self::call) with only those parts of the answer that a type of the caller's own has fields for.
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
        let mut call = Call::typed(request, validate)?;
        if let Some(filter) = &filter {
            call = call.filtered::<R>(filter, validate)?;
        }
        self.run(&call).await?.read(read_narrow).map_err(|error| error.map_node(R::Error::from))
    }

    /// [`call`](Self::call) for answers that are one long array, such as that of `listforwards`: its items, decoded while
    /// they arrive. It has a connection of its own, so that others need not wait for who takes the items, and the limit
    /// on answers is one on items. Wants a client that was given a path.
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
    /// What keeps the request from being sent. What goes wrong later comes in place of an item.
    pub async fn items<R: Lists<T>, T: Record>(&self, request: &R) -> Result<Items<T, R::Error>, NotSentError> {
        let deadline = self.options.deadline();
        let call = Call::typed(request, self.options.validate)?;
        let (encoded, arriving) = Arriving::new::<R>(&call, self.shared.settings.max_answer);
        let endpoint = self.shared.endpoint()?;
        let within = self.shared.settings.time_to_connect(deadline);
        let stream = endpoint.connect_async(within).await.map_err(NotSentError::Connect)?;
        Items::ask(stream, &encoded, arriving, deadline).await
    }

    /// The notifications that come from now on, on the connection that the client has now.
    #[must_use]
    pub fn notifications(&self) -> Notifications {
        Notifications::on(self.shared.current())
    }

    async fn run(&self, call: &Call<'_>) -> Result<CallOutcome, NotSentError> {
        self.shared.call(self.shared.calls.next(), call, self.options.deadline()).await
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("shared", &self.shared).finish_non_exhaustive()
    }
}
