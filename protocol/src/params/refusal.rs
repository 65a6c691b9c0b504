//! Why parameters are refused.

use cln_runtime::RpcError;

/// The code of JSON-RPC for parameters that are not as they have to be.
pub(super) const INVALID_PARAMS: i64 = -32602;

/// Why parameters are refused, in a node's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A parameter is not what it should be. What a node says of its value varies with the node's mode.
    Parameter {
        /// The parameter.
        name: String,
        /// What it should be, or what is wrong with it.
        what: String,
    },
    /// Something else, as the error that a node answers.
    Request {
        /// Its code.
        code: i64,
        /// Its message, which may repeat bytes of the request that are not UTF-8.
        message: Vec<u8>,
    },
}

impl Refusal {
    /// A parameter that is not what it should be.
    pub fn parameter(name: &str, what: impl Into<String>) -> Self {
        Self::Parameter { name: name.to_owned(), what: what.into() }
    }

    /// Parameters that are not as they have to be.
    pub fn invalid(message: impl Into<Vec<u8>>) -> Self {
        Self::Request { code: INVALID_PARAMS, message: message.into() }
    }

    /// The error that is answered where the value of a parameter may be told so.
    pub(super) fn told(self, value: &str) -> RpcError {
        match self {
            Self::Parameter { name, what } => {
                RpcError::new(INVALID_PARAMS, format!("{name}: {what}: invalid token {value}"))
            }
            Self::Request { code, message } => RpcError::new(code, String::from_utf8_lossy(&message)),
        }
    }
}

/// Without a word on the value of a parameter.
impl From<Refusal> for RpcError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Parameter { name, what } => Self::new(INVALID_PARAMS, format!("{name}: {what}")),
            Refusal::Request { code, message } => Self::new(code, String::from_utf8_lossy(&message)),
        }
    }
}
