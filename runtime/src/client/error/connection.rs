//! Why a connection cannot be used any more.

use std::fmt;
use std::io;
use std::sync::Arc;

use super::chain::with_cause;
use super::raw_text::RawText;
use crate::visible::visible;

/// Why a connection cannot be used any more.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ConnectionError {
    /// The node has closed it.
    Closed,
    /// Reading or writing failed.
    Io(Arc<io::Error>),
    /// What came is no JSON-RPC, or an answer of which it cannot be told whose it is or where it ends.
    Garbage {
        /// What should have been there.
        expected: &'static str,
        /// The byte that was there.
        found: u8,
    },
    /// More came than an answer may have, and no id, so that nobody knows whose answer it is.
    TooLong,
    /// The node could not read a request and reads nothing more on this connection. The text is its complaint, which
    /// may repeat the request.
    Rejected(RawText),
}

impl fmt::Display for ConnectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed => f.write_str("the node has closed the connection"),
            Self::Io(error) => with_cause(f, "the connection has failed", &visible(error)),
            Self::Garbage { expected, found } => {
                write!(f, "the node sent what is no JSON-RPC: expected {expected}, found {:?}", char::from(*found))
            }
            Self::TooLong => f.write_str("the node sent more than an answer may have, without an id"),
            Self::Rejected(text) => {
                write!(f, "the node could not read a request, and reads no other on this connection ({text})")
            }
        }
    }
}

impl std::error::Error for ConnectionError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(&**error),
            _ => None,
        }
    }
}
