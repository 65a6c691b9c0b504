//! The client for threads: nothing but the standard library.
//!
//! ```no_run
//! use cln_runtime::client::blocking::Client;
//!
//! let client = Client::connect("/home/alice/.lightning/bitcoin/lightning-rpc")?;
//! let info = client.call_raw("getinfo", &"{}".parse()?)?;
//! println!("{info}");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod connection;
mod dial;
mod items;
mod notifications;
mod prepared;
mod reader;
mod tunnel;
mod waiter;

use std::fmt;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::call::{Call, Ended};
use super::error::{CallError, ConnectError, NotSent};
use super::filter::Filter;
use super::items::Arriving;
#[cfg(feature = "narrow")]
use super::narrow::{filter_for, read as read_narrow};
use super::reply::any_json;
use super::session::Numbers;
use super::settings::{Manner, Settings};
use super::version::{GETINFO, NodeVersion, Told, info};
#[cfg(feature = "narrow")]
use ::serde::de::DeserializeOwned;

use crate::jsonrpc::RpcError;
use crate::lists::Lists;
use crate::method::Request;
use crate::node_range::NodeRange;
use crate::record::Record;
use crate::types::{Json, JsonObjectOrArray};
use connection::Connection;
use dial::{Turn, dial};
pub use items::Items;
pub use notifications::Notifications;

/// A client of a node, for threads.
///
/// Any number of threads may call at once, through `&self` or through clones, which share the connection.
#[derive(Clone)]
pub struct Client {
    line: Arc<Line>,
    manner: Manner,
}

/// The connection of a client, which may be replaced by a new one.
struct Line {
    /// What it leads to, if that is known.
    path: Option<PathBuf>,
    settings: Settings,
    /// Numbers the calls, on whichever connection.
    numbers: Numbers,
    connection: Mutex<Arc<Connection>>,
    /// Had by who makes a new connection.
    renewing: Turn,
    /// Whether it has been told that the node does not fit the bindings.
    told: Told,
}

impl Client {
    /// Connects to the socket of a node, such as `/home/alice/.lightning/bitcoin/lightning-rpc`.
    ///
    /// # Errors
    /// There is no such socket, nobody listens, or this user may not open it.
    pub fn connect(path: impl AsRef<Path>) -> Result<Self, ConnectError> {
        Self::connect_with(path, Settings::new())
    }

    /// [`connect`](Self::connect) with other settings.
    ///
    /// # Errors
    /// As [`connect`](Self::connect).
    pub fn connect_with(path: impl AsRef<Path>, settings: Settings) -> Result<Self, ConnectError> {
        let path = path.as_ref();
        let connection = connect(path, &settings, None)?;
        Ok(Self::on(connection, Some(path.to_owned()), settings))
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
        let connection = Connection::new(stream, &settings)?;
        Ok(Self::on(connection, None, settings))
    }

    fn on(connection: Connection, path: Option<PathBuf>, settings: Settings) -> Self {
        let connection = Mutex::new(Arc::new(connection));
        let line = Line {
            path,
            settings,
            numbers: Numbers::default(),
            connection,
            renewing: Turn::default(),
            told: Told::default(),
        };
        Self { line: Arc::new(line), manner: Manner::DEFAULT }
    }

    /// The same client, each of its calls over after this time. There is no limit unless it is set: some commands wait
    /// for days.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.manner.timeout = Some(timeout);
        self
    }

    /// The same client, which checks requests against their schema before it sends them, as it does unless told
    /// otherwise, or does not.
    #[must_use]
    pub fn with_validation(mut self, validate: bool) -> Self {
        self.manner.validate = validate;
        self
    }

    /// Calls the method that the request belongs to.
    ///
    /// # Errors
    /// [`CallError`] tells whether the node may have executed it.
    pub fn call<R: Request>(&self, request: &R) -> Result<R::Response, CallError<R::Error>> {
        let call = Call::typed(request, self.manner.validate)?;
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
        Ok(info.against(nodes, &self.line.told))
    }

    /// [`call`](Self::call) with only the parts of the answer that the filter names, which is checked before it is sent,
    /// too. What comes lacks what the response's type must have, so it is JSON.
    ///
    /// # Errors
    /// As [`call`](Self::call); a filter that names what the answer cannot have is an invalid request.
    pub fn call_filtered<R: Request>(&self, request: &R, filter: &Filter) -> Result<Json, CallError<R::Error>> {
        let validate = self.manner.validate;
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
        let validate = self.manner.validate;
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
    pub fn items<R: Lists<T>, T: Record>(&self, request: &R) -> Result<Items<T, R::Error>, NotSent> {
        let deadline = self.manner.deadline();
        let call = Call::typed(request, self.manner.validate)?;
        let (draft, arriving) = Arriving::new::<R>(&call, self.line.settings.max_answer);
        let path = self.line.path.as_deref().ok_or_else(|| NotSent::Connect(ConnectError::no_path()))?;
        let stream = dial(path, self.line.settings.time_to_connect(deadline)).map_err(NotSent::Connect)?;
        Items::ask(stream, &draft, arriving, deadline)
    }

    /// The notifications that come from now on, on the connection that the client has now.
    #[must_use]
    pub fn notifications(&self) -> Notifications {
        Notifications::on(self.line.current())
    }

    /// Makes a call; once more, on a new connection, if it was not sent and that is wanted.
    fn run(&self, call: &Call<'_>) -> Result<Ended, NotSent> {
        self.run_as(self.line.numbers.next(), call)
    }

    /// The same of a call that has its number.
    fn run_as(&self, number: u64, call: &Call<'_>) -> Result<Ended, NotSent> {
        let deadline = self.manner.deadline();
        let connection = self.line.current();
        let ended = connection.call(number, call, deadline);
        match &self.line.path {
            Some(path) if self.line.settings.reconnect && ended.found_no_connection() => {
                let connection = self.line.renew(&connection, path, deadline).map_err(NotSent::Connect)?;
                Ok(connection.call(number, call, deadline))
            }
            _ => Ok(ended),
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("path", &self.line.path).finish_non_exhaustive()
    }
}

fn connect(path: &Path, settings: &Settings, deadline: Option<Instant>) -> Result<Connection, ConnectError> {
    let stream = dial(path, settings.time_to_connect(deadline))?;
    Connection::new(stream, settings).map_err(|error| ConnectError::new(path, error))
}

impl Line {
    fn current(&self) -> Arc<Connection> {
        Arc::clone(&self.connection.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A connection in place of `old`, which has ended; another thread may have made it already.
    fn renew(
        &self,
        old: &Arc<Connection>,
        path: &Path,
        deadline: Option<Instant>,
    ) -> Result<Arc<Connection>, ConnectError> {
        let _turn = self.renewing.take(deadline).ok_or_else(|| ConnectError::Busy(path.to_owned()))?;
        let current = self.current();
        if !Arc::ptr_eq(&current, old) {
            return Ok(current);
        }
        let new = Arc::new(connect(path, &self.settings, deadline)?);
        *self.connection.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&new);
        Ok(new)
    }
}
