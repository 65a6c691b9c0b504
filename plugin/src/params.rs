//! The parameters of methods: read and refused as a node does.

use cln_runtime::rules::Shape;
use cln_runtime::{Json, Request, RpcError};

const INVALID_PARAMS: i64 = -32602;

/// How a command is used, for `help`: its parameters in order, those in brackets that may be left out.
pub(crate) fn usage(shape: &Shape<'_>) -> String {
    let parameter = |field: &cln_runtime::rules::Field<'_>| match field.required {
        true => field.name.to_owned(),
        false => format!("[{}]", field.name),
    };
    shape.fields.iter().map(parameter).collect::<Vec<_>>().join(" ")
}

/// Reads parameters, named or positional.
pub(crate) fn read<R: Request>(params: &[u8]) -> Result<R, RpcError> {
    check::<R>(params)?;
    R::from_json(params).map_err(|error| RpcError::new(INVALID_PARAMS, error.to_string()))
}

/// Whether a command would take these parameters.
pub(crate) fn check<R: Request>(params: &[u8]) -> Result<(), RpcError> {
    R::validate_json(params).map_err(|violations| RpcError::new(INVALID_PARAMS, violations.to_string()))
}

/// Parameters of a command without a schema.
pub(crate) fn json(params: &[u8]) -> Result<Json, RpcError> {
    let text = std::str::from_utf8(params).unwrap_or_default();
    text.parse().map_err(|error: cln_runtime::json::SyntaxError| RpcError::new(INVALID_PARAMS, error.to_string()))
}
