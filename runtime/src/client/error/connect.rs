//! Why a connection could not be made.

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::sync::Arc;

use super::chain::with_cause;
use crate::visible::visible;

/// Why a connection could not be made. Nothing was sent.
///
/// Its `Display` says what the client tried to connect to, what happened, and what to do about it. Programs should
/// match on its [`kind`](Self::kind).
#[derive(Clone, Debug)]
pub struct ConnectError {
    endpoint: String,
    reason: Reason,
}

#[derive(Clone, Debug)]
enum Reason {
    /// What happened and what to do about it, in words of the transport.
    Explained(ConnectErrorKind, Cow<'static, str>),
    Other(Arc<io::Error>),
}

/// What kept a connection from being made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConnectErrorKind {
    /// There is no such socket: the node has never run, or the path is wrong.
    NotFound,
    /// Something is there that is not a socket: a folder, a file, a device.
    NotASocket,
    /// Nobody listens there: the node has stopped.
    Refused,
    /// This user may not connect.
    PermissionDenied,
    /// The node did not take the connection in time: it hangs, or very many others wait.
    TimedOut,
    /// The client was made from streams, so it has no endpoint to connect to.
    NoEndpoint,
    /// Anything else, which is the [`source`](std::error::Error::source).
    Other,
}

impl ConnectError {
    /// An error that the transport can explain, as the end of a sentence.
    pub(crate) fn explained(
        endpoint: impl fmt::Display,
        kind: ConnectErrorKind,
        advice: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { endpoint: endpoint.to_string(), reason: Reason::Explained(kind, advice.into()) }
    }

    /// Any other error of the system.
    pub(crate) fn other(endpoint: impl fmt::Display, error: io::Error) -> Self {
        Self { endpoint: endpoint.to_string(), reason: Reason::Other(Arc::new(error)) }
    }

    /// The client was made from streams.
    pub(crate) fn no_endpoint() -> Self {
        let advice = "this client was made from streams; only one that was given a path can open another connection";
        Self::explained("", ConnectErrorKind::NoEndpoint, advice)
    }

    /// What kept the connection from being made.
    #[must_use]
    pub const fn kind(&self) -> ConnectErrorKind {
        match self.reason {
            Reason::Explained(kind, _) => kind,
            Reason::Other(_) => ConnectErrorKind::Other,
        }
    }

    /// What the client tried to connect to, such as the path of a socket, as text for people; empty if
    /// [there is no endpoint](ConnectErrorKind::NoEndpoint).
    #[must_use]
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cannot connect")?;
        if !self.endpoint.is_empty() {
            write!(f, " to {}", visible(&self.endpoint))?;
        }
        match &self.reason {
            Reason::Explained(_, advice) => write!(f, ": {}", visible(advice)),
            Reason::Other(error) => with_cause(f, "", &visible(error)),
        }
    }
}

impl std::error::Error for ConnectError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.reason {
            Reason::Other(error) => Some(&**error),
            Reason::Explained(..) => None,
        }
    }
}
