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
    /// The node sent something that is not JSON-RPC, or an answer whose id or end cannot be found.
    Garbage {
        /// What was expected.
        expected: &'static str,
        /// The byte found instead.
        found: u8,
    },
    /// The node sent an answer that is longer than allowed and has no id so far, so the client cannot tell whose it is.
    TooLong,
    /// The node could not read a request, and reads nothing more on this connection. The text is its complaint, which
    /// may repeat the request.
    Rejected(RawText),
}

impl fmt::Display for ConnectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed => f.write_str("the node has closed the connection"),
            Self::Io(error) => with_cause(f, "the connection has failed", &visible(error)),
            Self::Garbage { expected, found } => {
                write!(
                    f,
                    "the node sent something that is not JSON-RPC: expected {expected}, found {:?}",
                    char::from(*found)
                )
            }
            Self::TooLong => f.write_str(
                "the node sent an answer without an id that is longer than allowed (see Settings::max_answer)",
            ),
            Self::Rejected(text) => {
                write!(f, "the node could not read a request, and reads nothing more on this connection ({text})")
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
