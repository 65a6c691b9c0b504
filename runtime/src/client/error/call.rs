//! The error of a call, and what such errors have in common, whatever method was called.

use std::fmt;

use super::chain::with_cause;
use super::connect::ConnectError;
use super::no_answer::NoAnswerError;
use super::not_sent::NotSentError;
use super::unreadable::UnreadableError;
use crate::jsonrpc::{MethodError, NodeError, RpcError};
use crate::types::Json;

/// Why a call has no result.
///
/// `E` is the type of the errors that the method documents, such as `DelpayError`.
///
/// | variant | has the node executed it? |
/// |---|---|
/// | [`NotSent`](Self::NotSent) | no: calling again is safe |
/// | [`Node`](Self::Node) | the node answered with an error, which says what became of it |
/// | [`Unreadable`](Self::Unreadable) | yes, it answered |
/// | [`MaybeExecuted`](Self::MaybeExecuted) | nobody knows: ask the node before calling again |
#[derive(Debug)]
#[non_exhaustive]
pub enum CallError<E> {
    /// The node has not received the request, and will not. Calling again is safe.
    NotSent(NotSentError),
    /// The request was sent, but there is no answer: the node may have executed it, or may still do so.
    MaybeExecuted(NoAnswerError),
    /// The node answered with an error.
    Node(E),
    /// The node answered, but the answer does not match the schema.
    Unreadable(UnreadableError),
}

impl<E> CallError<E> {
    /// Whether calling again cannot do the same thing twice: the node certainly has not executed the request, and will
    /// not.
    ///
    /// True only for [`NotSent`](Self::NotSent). An error from the node does not promise this, whatever its code:
    /// nothing keeps a command from answering "invalid parameters" (-32602) after it has begun, and plugins pass on the
    /// codes of commands that they have called. If you know more about a command, check its [`code`](Self::code).
    ///
    /// Safe does not mean useful: an invalid request stays invalid.
    pub const fn is_safe_to_retry(&self) -> bool {
        matches!(self, Self::NotSent(_))
    }

    /// The same with another type for the node's errors.
    pub(crate) fn map_node<F>(self, into: impl FnOnce(E) -> F) -> CallError<F> {
        match self {
            Self::NotSent(error) => CallError::NotSent(error),
            Self::MaybeExecuted(error) => CallError::MaybeExecuted(error),
            Self::Node(error) => CallError::Node(into(error)),
            Self::Unreadable(error) => CallError::Unreadable(error),
        }
    }
}

/// Says whether the request was executed. The reason is the [`source`](std::error::Error::source); `{:#}` shows both.
impl<E: fmt::Display> fmt::Display for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSent(why) => with_cause(f, "the request was not sent", why),
            Self::MaybeExecuted(why) => {
                with_cause(f, "the request may have been executed, but there is no answer", why)
            }
            Self::Node(error) => with_cause(f, "the node answered with an error", error),
            Self::Unreadable(why) => with_cause(f, "the node answered, but the answer cannot be used", why),
        }
    }
}

impl<E: std::error::Error + 'static> std::error::Error for CallError<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotSent(error) => Some(error),
            Self::MaybeExecuted(error) => Some(error),
            Self::Node(error) => Some(error),
            Self::Unreadable(error) => Some(error),
        }
    }
}

impl<E: NodeError> CallError<E> {
    /// The code of the node's error; `None` for the other variants.
    pub fn code(&self) -> Option<i64> {
        self.node().map(NodeError::code)
    }

    /// What happened, in the node's words; `None` for the other variants. The wording changes between releases: never
    /// match on it.
    pub fn message(&self) -> Option<&str> {
        self.node().map(NodeError::message)
    }

    /// Details that the node adds to some of its errors; `None` for the other variants.
    pub fn data(&self) -> Option<&Json> {
        self.node().and_then(NodeError::data)
    }

    /// Replaces the method's own error type by [`RpcError`], for code that is generic over methods. Where the method is
    /// known, `?` does this.
    #[must_use]
    pub fn into_rpc(self) -> CallError<RpcError> {
        self.map_node(Into::into)
    }
}

impl<E> CallError<E> {
    /// The error that the node answered with; `None` for the other variants.
    pub const fn node(&self) -> Option<&E> {
        match self {
            Self::Node(error) => Some(error),
            Self::NotSent(_) | Self::MaybeExecuted(_) | Self::Unreadable(_) => None,
        }
    }
}

/// Keeps code, message and details as the node sent them.
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

/// A request for which no connection could be made was not sent.
impl<E> From<ConnectError> for CallError<E> {
    fn from(error: ConnectError) -> Self {
        Self::NotSent(NotSentError::Connect(error))
    }
}

impl<E> From<NotSentError> for CallError<E> {
    fn from(error: NotSentError) -> Self {
        Self::NotSent(error)
    }
}
