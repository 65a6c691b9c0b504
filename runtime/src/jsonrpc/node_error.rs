//! One view of all errors that a node answers, whatever method they belong to.

use super::RpcError;
use crate::types::Json;

/// An error that a node answered: [`RpcError`], and the enum of the errors that a method documents.
///
/// It comes from an [`RpcError`] and becomes one again without loss.
///
/// ```
/// use cln_runtime::{NodeError, RpcError};
///
/// fn is_unknown_command(error: &impl NodeError) -> bool {
///     error.code() == -32601
/// }
///
/// assert!(is_unknown_command(&RpcError::new(-32601, "Unknown command")));
/// ```
pub trait NodeError: std::error::Error + From<RpcError> + Into<RpcError> + Send + Sync + 'static {
    /// The code: negative ones are JSON-RPC's or lightningd's own, positive ones belong to commands.
    fn code(&self) -> i64;

    /// What happened, for people. Its wording changes between releases: never match on it.
    fn message(&self) -> &str;

    /// Details that some commands add.
    fn data(&self) -> Option<&Json>;
}

/// The errors that one method documents: every [`NodeError`] but [`RpcError`] itself.
///
/// Implemented by generated enums. A `CallError` of such a type converts into one of [`RpcError`] by `?`.
pub trait MethodError: NodeError {}

impl NodeError for RpcError {
    fn code(&self) -> i64 {
        self.code
    }

    fn message(&self) -> &str {
        &self.message
    }

    fn data(&self) -> Option<&Json> {
        self.data.as_ref()
    }
}
