//! Answers: one line of compact JSON, and an empty one.

use std::fmt::Display;

use cln_protocol::params::{Refusal, unknown_command};
use cln_runtime::json::Tree;
use cln_runtime::{Json, RpcError};

/// An error that is answered. Its message may repeat bytes of the request, which need not be UTF-8.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Failure {
    pub(crate) code: i64,
    pub(crate) message: Vec<u8>,
    pub(crate) data: Option<Json>,
}

impl Failure {
    pub(crate) fn new(code: i64, message: impl Into<Vec<u8>>) -> Self {
        Self { code, message: message.into(), data: None }
    }

    /// The same, with data.
    pub(crate) fn with(mut self, data: &Tree) -> Self {
        self.data = data.to_string().parse().ok();
        self
    }

    /// The envelope is not as it has to be.
    pub(crate) fn invalid_request(message: impl Into<Vec<u8>>) -> Self {
        Self::new(-32600, message)
    }

    /// The parameters are not as they have to be.
    pub(crate) fn invalid_params(message: impl Into<Vec<u8>>) -> Self {
        Self::new(-32602, message)
    }

    /// One parameter is not what it should be. What a node says of the token varies with its mode.
    pub(crate) fn bad_param(name: &str, what: &str) -> Self {
        Self::invalid_params(format!("{name}: {what}: invalid token (see logs for details)"))
    }

    pub(crate) fn unknown_command(method: &[u8]) -> Self {
        unknown_command(method).into()
    }

    /// What the node has cannot be read or written.
    fn database(error: &impl Display) -> Self {
        Self::new(-32603, format!("the database of the mock node: {error}"))
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Parameter { name, what } => Self::bad_param(&name, &what),
            Refusal::Request { code, message } => Self::new(code, message),
        }
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::database(&error)
    }
}

impl From<RpcError> for Failure {
    fn from(error: RpcError) -> Self {
        Self { code: error.code, message: error.message.into_bytes(), data: error.data }
    }
}

/// The answer to a request that was executed.
pub(crate) fn result_line(id: &[u8], result: &str) -> Vec<u8> {
    [br#"{"jsonrpc":"2.0","id":"#, id, br#","result":"#, result.as_bytes(), b"}\n\n"].concat()
}

/// The answer to a request that was not.
pub(crate) fn error_line(id: &[u8], failure: &Failure) -> Vec<u8> {
    let code = failure.code.to_string();
    let mut line = [br#"{"jsonrpc":"2.0","id":"#, id, br#","error":{"code":"#, code.as_bytes()].concat();
    line.extend_from_slice(br#","message":""#);
    escape(&failure.message, &mut line);
    line.push(b'"');
    if let Some(data) = &failure.data {
        line.extend_from_slice(b",\"data\":");
        line.extend_from_slice(data.as_str().as_bytes());
    }
    line.extend_from_slice(b"}}\n\n");
    line
}

/// A message that no request has asked for.
pub(crate) fn notification_line(method: &str, params: &str) -> Vec<u8> {
    format!("{{\"jsonrpc\":\"2.0\",\"method\":{},\"params\":{params}}}\n\n", Json::from(method)).into_bytes()
}

/// Appends bytes as a node writes them between quotes: what is not UTF-8 goes out as it came in.
fn escape(bytes: &[u8], out: &mut Vec<u8>) {
    for &byte in bytes {
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0..=31 => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            _ => out.push(byte),
        }
    }
}
