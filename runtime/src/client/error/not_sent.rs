//! Why a request was not sent.

use std::fmt;

use super::chain::with_cause;
use super::connect::ConnectError;
use super::connection::ConnectionError;
use crate::walk::Violations;

/// Why a request was not sent.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum NotSentError {
    /// The request violates its schema.
    Invalid(Violations),
    /// There is no connection, and none could be made.
    Connect(ConnectError),
    /// The connection had failed before.
    Broken(ConnectionError),
    /// The timeout expired before the request was written: earlier requests were still being written.
    TimedOut,
}

impl fmt::Display for NotSentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(violations) => with_cause(f, "it violates its schema", violations),
            Self::Connect(error) => error.fmt(f),
            Self::Broken(error) => error.fmt(f),
            Self::TimedOut => f.write_str("timed out while earlier requests were being written"),
        }
    }
}

// An error that is displayed in place of this one is not its source as well; that error's source is.
impl std::error::Error for NotSentError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Invalid(error) => Some(error),
            Self::Connect(error) => error.source(),
            Self::Broken(error) => error.source(),
            Self::TimedOut => None,
        }
    }
}
