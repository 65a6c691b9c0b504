//! The parameters of commands without a schema.

use cln_runtime::{Json, RpcError};

/// Parameters, which are JSON and no more.
pub(crate) fn json(params: &[u8]) -> Result<Json, RpcError> {
    let text = std::str::from_utf8(params).unwrap_or_default();
    text.parse().map_err(|error: cln_runtime::json::SyntaxError| RpcError::new(-32602, error.to_string()))
}
