//! What a handler is given beside what it is asked.

use std::fmt;
use std::sync::{Arc, OnceLock};

use cln_runtime::client::ConnectError;
use cln_runtime::client::tokio::Client;
use cln_runtime::{Json, NotificationPayload};
use tokio::sync::{OnceCell, watch};

use crate::core::Configuration;
use crate::error::HandlerError;
use crate::line::{self, Level};
use crate::option::Opt;
use crate::outbox::Outbox;
use crate::values::{OptionValue, Values};

/// What all handlers of a plugin share.
pub(crate) struct Shared<S> {
    pub(crate) state: S,
    pub(crate) values: Values,
    pub(crate) outbox: Arc<Outbox>,
    pub(crate) configuration: OnceLock<Configuration>,
    /// Topics that the manifest declares.
    pub(crate) topics: Vec<String>,
    pub(crate) client: OnceCell<Client>,
    pub(crate) stopping: watch::Sender<bool>,
}

impl<S> Shared<S> {
    pub(crate) fn new(state: S, outbox: &Arc<Outbox>, topics: Vec<String>) -> Self {
        Self {
            state,
            values: Values::default(),
            outbox: Arc::clone(outbox),
            configuration: OnceLock::new(),
            topics,
            client: OnceCell::new(),
            stopping: watch::Sender::new(false),
        }
    }

    pub(crate) fn log(&self, level: Level, message: &str) {
        self.outbox.log(level, message);
    }
}

/// What a handler is given: the plugin's state, its options, its node, and what is known of the one request that it handles.
///
/// Cloning it is cheap. A clone may outlive the request, such as in a task of its own.
pub struct Context<S> {
    pub(crate) shared: Arc<Shared<S>>,
    /// As JSON; empty where nothing was asked.
    pub(crate) id: Arc<[u8]>,
    pub(crate) origin: Option<Arc<str>>,
    pub(crate) takes_deprecated: bool,
}

impl<S> Clone for Context<S> {
    fn clone(&self) -> Self {
        let (shared, id) = (Arc::clone(&self.shared), Arc::clone(&self.id));
        Self { shared, id, origin: self.origin.clone(), takes_deprecated: self.takes_deprecated }
    }
}

impl<S> fmt::Debug for Context<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context").field("id", &self.id()).field("origin", &self.origin()).finish_non_exhaustive()
    }
}

impl<S> Context<S> {
    pub(crate) fn of(shared: &Arc<Shared<S>>) -> Self {
        Self { shared: Arc::clone(shared), id: [].into(), origin: None, takes_deprecated: true }
    }

    /// What [`Plugin::new`](crate::Plugin::new) was given.
    #[must_use]
    pub fn state(&self) -> &S {
        &self.shared.state
    }

    /// The value that an option has now. One that the plugin does not declare has its default for ever.
    #[must_use]
    pub fn option<T: OptionValue>(&self, option: &Opt<T>) -> T {
        self.shared.values.get(&option.declared)
    }

    /// What the node has told of itself; `None` before it has. Only `db_write` and `shutdown` come so early, and what waited for
    /// an `init` that could not be read.
    #[must_use]
    pub fn configuration(&self) -> Option<&Configuration> {
        self.shared.configuration.get()
    }

    /// The client of the node that the plugin runs on: connected when it is first asked for, and anew if the connection
    /// has ended.
    ///
    /// A call from within `rpc_command` comes back to that very hook: filter it, or let such calls pass.
    ///
    /// # Errors
    /// The node does not listen, or has not said yet where.
    pub async fn node(&self) -> Result<Client, HandlerError> {
        let configuration =
            self.configuration().ok_or_else(|| HandlerError::new("the node has not said yet where it listens"))?;
        let client = self.shared.client.get_or_try_init(|| Client::connect(configuration.socket.clone()));
        Ok(client.await.map_err(|error: ConnectError| HandlerError::from(error))?.clone())
    }

    /// The id of the request, as the node has made it: `alice:pay#7/cln:pay#42`. `None` for a notification.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        std::str::from_utf8(&self.id).ok().map(|id| id.trim_matches('"')).filter(|id| !id.is_empty())
    }

    /// Whether the caller of the method takes what is deprecated. One that does not gives no such parameters, which are
    /// refused before the handler is called, and wants no such fields in the answer.
    #[must_use]
    pub const fn takes_deprecated(&self) -> bool {
        self.takes_deprecated
    }

    /// The plugin that has sent the notification; `None` if the node has.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    /// Writes lines to the node's log.
    ///
    /// It never waits: while the node does not read, lines are dropped, and counted.
    pub fn log(&self, level: Level, message: &str) {
        self.shared.log(level, message);
    }

    /// Tells the caller of the method how far it is, if the caller wants to hear it.
    pub async fn progress(&self, done: u64, total: u64) {
        self.tell("progress", &format!(r#""num":{done},"total":{total}"#)).await;
    }

    /// Tells the caller of the method something, if the caller wants to hear it.
    pub async fn message(&self, level: Level, message: &str) {
        let level = level.name();
        self.tell("message", &format!(r#""level":"{level}","message":{}"#, Json::from(message))).await;
    }

    async fn tell(&self, method: &str, members: &str) {
        if self.id.is_empty() {
            return;
        }
        let params = [br#"{"id":"#, &*self.id, b",", members.as_bytes(), b"}"].concat();
        self.shared.outbox.send(line::notification(method, &params)).await;
    }

    /// Sends a notification of this plugin to all plugins that have subscribed to it, wrapped as a node wraps its own.
    ///
    /// # Errors
    /// [`Plugin::notification`](crate::Plugin::notification) has not declared it, so that the node would drop it.
    pub async fn notify<N: NotificationPayload>(&self, payload: &N) -> Result<(), HandlerError> {
        let params = [b"{", Json::from(N::METHOD).as_str().as_bytes(), b":", &payload.to_json(), b"}"].concat();
        self.send(N::METHOD, &params).await
    }

    /// Sends a notification of this plugin with exactly these parameters.
    ///
    /// # Errors
    /// As [`notify`](Self::notify).
    pub async fn notify_raw(&self, topic: &str, params: &Json) -> Result<(), HandlerError> {
        self.send(topic, params.as_str().as_bytes()).await
    }

    async fn send(&self, topic: &str, params: &[u8]) -> Result<(), HandlerError> {
        if !self.shared.topics.iter().any(|declared| declared == topic) {
            let why = format!("the plugin does not declare the notification '{topic}', and the node would drop it");
            return Err(HandlerError::new(why));
        }
        self.shared.outbox.send(line::notification(topic, params)).await;
        Ok(())
    }

    /// Waits until the plugin is to end. Who holds something up lets go of it then.
    pub async fn stopping(&self) {
        let mut stopping = self.shared.stopping.subscribe();
        // The sender lives as long as this.
        let _ = stopping.wait_for(|is_stopping| *is_stopping).await;
    }

    /// Whether the plugin is to end.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        *self.shared.stopping.borrow()
    }
}
