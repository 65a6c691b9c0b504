//! Why there is no answer to a request that was sent.

use std::fmt;

use super::connection::ConnectionError;

/// Why there is no answer to a request that was sent.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum NoAnswerError {
    /// The connection failed, or was closed.
    Broken(ConnectionError),
    /// The timeout expired. If the answer still comes, it is dropped.
    TimedOut,
    /// The answer came, but the future of the call was not polled, and the answer was dropped to make room for others:
    /// [`Settings::max_unread`](crate::client::Settings::max_unread) bytes or more of answers were waiting.
    NoRoom,
}

impl fmt::Display for NoAnswerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(error) => error.fmt(f),
            Self::TimedOut => f.write_str("timed out"),
            Self::NoRoom => f.write_str(
                "the answer was dropped to make room for others, because the future of the call was not polled (see \
                 Settings::max_unread)",
            ),
        }
    }
}

impl std::error::Error for NoAnswerError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Broken(error) => error.source(),
            Self::TimedOut | Self::NoRoom => None,
        }
    }
}
