//! How the node is called.

use cln_runtime::Request;
use cln_runtime::client::CallError;
use cln_runtime::client::blocking::Client;

/// A client of a node. The blocking one is one; a program with another one makes it one.
pub trait Caller {
    /// Makes a call, and waits for its answer.
    ///
    /// # Errors
    /// Whatever the node says, or the connection.
    fn call<R: Request>(&self, request: &R) -> Result<R::Response, CallError<R::Error>>;
}

impl Caller for Client {
    fn call<R: Request>(&self, request: &R) -> Result<R::Response, CallError<R::Error>> {
        Self::call(self, request)
    }
}
