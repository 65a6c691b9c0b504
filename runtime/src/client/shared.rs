//! What a client and its clones share.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::call::CallOutcome;
use super::connect::Endpoint;
use super::error::{ConnectError, NotSentError};
use super::session::Counter;
use super::settings::{CallOptions, Settings};
use super::version::WarnOnce;

/// The connection of a client and its clones, which may be replaced by a new one: a `C`. Whoever makes that has the lock
/// `L` meanwhile.
pub(crate) struct SharedConnection<C, L> {
    /// Where it leads, if that is known.
    pub(crate) endpoint: Option<Endpoint>,
    pub(crate) settings: Settings,
    /// Numbers the calls, on whichever connection.
    pub(crate) calls: Counter,
    current: Mutex<Arc<C>>,
    pub(crate) renewing: L,
    /// Told if the node does not fit the bindings.
    pub(crate) version_warning: WarnOnce,
}

impl<C, L: Default> SharedConnection<C, L> {
    pub(crate) fn new(connection: C, endpoint: Option<Endpoint>, settings: Settings) -> Self {
        Self {
            endpoint,
            settings,
            calls: Counter::default(),
            current: Mutex::new(Arc::new(connection)),
            renewing: L::default(),
            version_warning: WarnOnce::default(),
        }
    }
}

impl<C, L> SharedConnection<C, L> {
    /// The connection that there is now.
    pub(crate) fn current(&self) -> Arc<C> {
        Arc::clone(&self.lock())
    }

    /// The connection in place of `old`, if another thread or task has made it already.
    pub(crate) fn successor_of(&self, old: &Arc<C>) -> Option<Arc<C>> {
        Some(self.current()).filter(|current| !Arc::ptr_eq(current, old))
    }

    /// Calls go over this connection from now on.
    pub(crate) fn replace(&self, new: C) -> Arc<C> {
        let new = Arc::new(new);
        *self.lock() = Arc::clone(&new);
        new
    }

    /// Where another connection can be made.
    ///
    /// # Errors
    /// The client was made from streams.
    pub(crate) fn endpoint(&self) -> Result<&Endpoint, NotSentError> {
        self.endpoint.as_ref().ok_or_else(|| NotSentError::Connect(ConnectError::no_endpoint()))
    }

    /// Where to connect again for a call that has come to this; `None` if it stays so.
    pub(crate) fn endpoint_for_retry(&self, outcome: &CallOutcome, options: &CallOptions) -> Option<&Endpoint> {
        let reconnects = self.settings.reconnect || options.retry.is_some();
        self.endpoint.as_ref().filter(|_| reconnects && outcome.found_no_connection())
    }

    fn lock(&self) -> MutexGuard<'_, Arc<C>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
