//! A new connection in place of one that has ended.

use std::sync::Arc;
use std::time::Instant;

use ::tokio::sync::Mutex;
use ::tokio::time::timeout_at;

use super::connection::Connection;
use crate::client::call::{Call, CallOutcome};
use crate::client::connect::Endpoint;
use crate::client::error::{ConnectError, NotSentError};
use crate::client::settings::{CallOptions, Settings};
use crate::client::shared::SharedConnection;

/// Connects for a call that is over at `deadline`.
pub(super) async fn connect(
    endpoint: &Endpoint,
    settings: &Settings,
    deadline: Option<Instant>,
) -> Result<Connection, ConnectError> {
    let stream = endpoint.connect_async(settings.time_to_connect(deadline)).await?;
    Connection::new(stream.reader, stream.writer, settings).map_err(|error| endpoint.error(error))
}

impl SharedConnection<Connection, Mutex<()>> {
    /// Makes the call of this number; once more, on a new connection, if it was not sent and that is wanted.
    pub(super) async fn call(
        &self,
        number: u64,
        call: &Call<'_>,
        options: &CallOptions,
    ) -> Result<CallOutcome, NotSentError> {
        let deadline = options.deadline();
        let connection = self.current();
        let outcome = connection.call(number, call, deadline).await;
        let Some(endpoint) = self.endpoint_for_retry(&outcome, options) else { return Ok(outcome) };
        let renewing = self.renew(&connection, endpoint, deadline);
        let renewed = match deadline {
            None => renewing.await,
            Some(deadline) => timeout_at(deadline.into(), renewing).await.unwrap_or_else(|_| Err(endpoint.timed_out())),
        };
        let connection = renewed.map_err(NotSentError::Connect)?;
        Ok(connection.call(number, call, deadline).await)
    }

    /// A connection in place of `old`, which has ended; another task may have made it already.
    async fn renew(
        &self,
        old: &Arc<Connection>,
        endpoint: &Endpoint,
        deadline: Option<Instant>,
    ) -> Result<Arc<Connection>, ConnectError> {
        let _renewing = self.renewing.lock().await;
        match self.successor_of(old) {
            Some(successor) => Ok(successor),
            None => Ok(self.replace(connect(endpoint, &self.settings, deadline).await?)),
        }
    }
}
