//! What every [`CallError`] has in common, whatever method was called.

use super::error::{CallError, ConnectError, NotSent};
use crate::jsonrpc::{MethodError, NodeError, RpcError};
use crate::types::Json;

impl<E: NodeError> CallError<E> {
    /// The code of the node's error; `None` if the node has answered none.
    pub fn code(&self) -> Option<i64> {
        self.node().map(NodeError::code)
    }

    /// What the node says has happened, for people; `None` if it has answered no error. Its wording changes between
    /// releases: never match on it.
    pub fn message(&self) -> Option<&str> {
        self.node().map(NodeError::message)
    }

    /// Details that the node adds to some errors.
    pub fn data(&self) -> Option<&Json> {
        self.node().and_then(NodeError::data)
    }

    /// The same with the node's error as it came, for code that calls methods of any type. Where the method is known,
    /// `?` does it.
    #[must_use]
    pub fn into_rpc(self) -> CallError<RpcError> {
        self.map_node(Into::into)
    }
}

impl<E> CallError<E> {
    /// The error that the node answered.
    pub const fn node(&self) -> Option<&E> {
        match self {
            Self::Node(error) => Some(error),
            Self::NotSent(_) | Self::MaybeExecuted(_) | Self::Unreadable(_) => None,
        }
    }
}

/// Nothing is lost: code, message and details are those that the node answered.
///
/// ```no_run
/// use cln_runtime::client::{CallError, blocking::Client};
/// use cln_runtime::{MethodError, Request, RpcError};
///
/// // One error type for calls of any method, and for connecting.
/// fn both<A: Request, B: Request>(a: &A, b: &B) -> Result<(), CallError<RpcError>>
/// where
///     A::Error: MethodError,
///     B::Error: MethodError,
/// {
///     let client = Client::connect("lightning-rpc")?;
///     client.call(a)?;
///     client.call(b)?;
///     Ok(())
/// }
/// ```
impl<E: MethodError> From<CallError<E>> for CallError<RpcError> {
    fn from(error: CallError<E>) -> Self {
        error.into_rpc()
    }
}

/// Nothing was sent.
impl<E> From<ConnectError> for CallError<E> {
    fn from(error: ConnectError) -> Self {
        Self::NotSent(NotSent::Connect(error))
    }
}
