//! A new connection in place of one that has ended.

use std::sync::Arc;
use std::time::Instant;

use super::connection::Connection;
use super::timed_lock::TimedLock;
use crate::client::call::{Call, CallOutcome};
use crate::client::connect::Endpoint;
use crate::client::error::{ConnectError, NotSentError};
use crate::client::settings::{CallOptions, Settings};
use crate::client::shared::SharedConnection;

/// Connects for a call that is over at `deadline`.
pub(super) fn connect(
    endpoint: &Endpoint,
    settings: &Settings,
    deadline: Option<Instant>,
) -> Result<Connection, ConnectError> {
    let stream = endpoint.connect(settings.time_to_connect(deadline))?;
    Connection::new(stream, settings).map_err(|error| endpoint.error(error))
}

impl SharedConnection<Connection, TimedLock> {
    /// Makes the call of this number; once more, on a new connection, if it was not sent and that is wanted.
    pub(super) fn call(
        &self,
        number: u64,
        call: &Call<'_>,
        options: &CallOptions,
    ) -> Result<CallOutcome, NotSentError> {
        let deadline = options.deadline();
        let connection = self.current();
        let outcome = connection.call(number, call, deadline);
        let Some(endpoint) = self.endpoint_for_retry(&outcome, options) else { return Ok(outcome) };
        let connection = self.renew(&connection, endpoint, deadline).map_err(NotSentError::Connect)?;
        Ok(connection.call(number, call, deadline))
    }

    /// A connection in place of `old`, which has ended; another thread may have made it already.
    fn renew(
        &self,
        old: &Arc<Connection>,
        endpoint: &Endpoint,
        deadline: Option<Instant>,
    ) -> Result<Arc<Connection>, ConnectError> {
        let _renewing = self.renewing.lock(deadline).ok_or_else(|| endpoint.timed_out())?;
        match self.successor_of(old) {
            Some(successor) => Ok(successor),
            None => Ok(self.replace(connect(endpoint, &self.settings, deadline)?)),
        }
    }
}
