//! Calls whose id is known before they are sent, for threads.

use super::client::Client;
use crate::client::call::Call;
use crate::client::error::{CallError, NotSentError};
use crate::client::prepared::Prepared;
use crate::client::reply::any_json;
use crate::jsonrpc::RpcError;
use crate::jsonrpc::method::Request;
use crate::record::Record;
use crate::types::{Json, JsonObjectOrArray};

impl Client {
    /// Prepares a [`call`](Self::call), whose id is known before it is sent.
    ///
    /// ```no_run
    /// # use cln_runtime::{Request, client::{CallError, blocking::Client}};
    /// # fn run<R: Request>(client: Client, request: R) -> Result<(), CallError<R::Error>> {
    /// let call = client.prepare(&request)?;
    /// println!("calling as {}", call.id()); // "cln-runtime:delpay#7"
    /// let response = call.send()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The request violates its schema.
    pub fn prepare<R: Request>(&self, request: &R) -> Result<Prepared<'_, Self, R::Response, R::Error>, NotSentError> {
        let call = Call::typed(request, self.options.validate)?;
        let number = self.shared.calls.next();
        Ok(Prepared { client: self, call, number, read: R::Response::from_json, error: R::Error::from })
    }

    /// Prepares a [`call_raw`](Self::call_raw), whose id is known before it is sent.
    pub fn prepare_raw<'c>(
        &'c self,
        method: &'c str,
        params: &JsonObjectOrArray,
    ) -> Prepared<'c, Self, Json, RpcError> {
        let number = self.shared.calls.next();
        Prepared { client: self, call: Call::raw(method, params), number, read: any_json, error: |error| error }
    }
}

impl<T, E> Prepared<'_, Client, T, E> {
    /// Sends the request and waits for the answer. This is one attempt, since the id is of one request: a [`Retry`] of the
    /// client does not repeat it.
    ///
    /// [`Retry`]: crate::client::Retry
    ///
    /// # Errors
    /// As [`Client::call`].
    pub fn send(self) -> Result<T, CallError<E>> {
        self.client
            .shared
            .call(self.number, &self.call, &self.client.options)?
            .read(self.read)
            .map_err(|error| error.map_node(self.error))
    }
}
