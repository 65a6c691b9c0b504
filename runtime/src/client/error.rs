//! How a call can fail, sorted by the question that matters: has the node executed it?

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::record::DecodeError;
use crate::walk::Violations;
use crate::wipe::Buffer;

/// Why a call gave no result.
///
/// `E` is the type of the errors that the method documents, such as `DelpayError`.
///
/// | variant | has the node executed it? |
/// |---|---|
/// | [`NotSent`](Self::NotSent) | no: calling again is safe |
/// | [`Node`](Self::Node) | the node answered with an error, which says what became of it |
/// | [`Unreadable`](Self::Unreadable) | yes, it answered |
/// | [`MaybeExecuted`](Self::MaybeExecuted) | nobody knows: ask the node before calling again |
#[derive(Debug)]
#[non_exhaustive]
pub enum CallError<E> {
    /// The node has not got the request, and will not get it. Calling again is safe.
    NotSent(NotSent),
    /// The request was sent and no answer came: it may have been executed, or may be yet.
    MaybeExecuted(NoAnswer),
    /// The node answered with an error.
    Node(E),
    /// The node answered, but not as its schema says.
    Unreadable(Unreadable),
}

impl<E> CallError<E> {
    /// Whether the node certainly does not know of the call, so that calling again cannot do the same thing twice.
    pub const fn is_safe_to_retry(&self) -> bool {
        matches!(self, Self::NotSent(_))
    }

    /// The same with another type for the node's errors.
    pub(crate) fn map_node<F>(self, into: impl FnOnce(E) -> F) -> CallError<F> {
        match self {
            Self::NotSent(error) => CallError::NotSent(error),
            Self::MaybeExecuted(error) => CallError::MaybeExecuted(error),
            Self::Node(error) => CallError::Node(into(error)),
            Self::Unreadable(error) => CallError::Unreadable(error),
        }
    }
}

impl<E: fmt::Display> fmt::Display for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSent(why) => write!(f, "the request was not sent: {why}"),
            Self::MaybeExecuted(why) => write!(f, "the request may have been executed, but no answer came: {why}"),
            Self::Node(error) => write!(f, "the node answered with an error: {error}"),
            Self::Unreadable(why) => write!(f, "the node answered, but the answer cannot be used: {why}"),
        }
    }
}

impl<E: std::error::Error + 'static> std::error::Error for CallError<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotSent(error) => Some(error),
            Self::MaybeExecuted(error) => Some(error),
            Self::Node(error) => Some(error),
            Self::Unreadable(error) => Some(error),
        }
    }
}

impl<E> From<NotSent> for CallError<E> {
    fn from(error: NotSent) -> Self {
        Self::NotSent(error)
    }
}

/// Why a request was not sent.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum NotSent {
    /// It breaks rules of its schema.
    Invalid(Violations),
    /// There is no connection, and none could be made.
    Connect(ConnectError),
    /// The connection had ended before.
    Broken(Broken),
    /// The time for the call was over before it was its turn to be written.
    TimedOut,
}

impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(violations) => write!(f, "it is not valid:\n{violations}"),
            Self::Connect(error) => error.fmt(f),
            Self::Broken(error) => error.fmt(f),
            Self::TimedOut => f.write_str("timed out while requests before it were being written"),
        }
    }
}

impl std::error::Error for NotSent {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Invalid(error) => Some(error),
            Self::Connect(error) => Some(error),
            Self::Broken(error) => Some(error),
            Self::TimedOut => None,
        }
    }
}

/// Why there is no answer to a request that was sent.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum NoAnswer {
    /// The connection has ended.
    Broken(Broken),
    /// The time for the call is over. Its answer will be dropped if it still comes.
    TimedOut,
}

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(error) => error.fmt(f),
            Self::TimedOut => f.write_str("timed out"),
        }
    }
}

impl std::error::Error for NoAnswer {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Broken(error) => Some(error),
            Self::TimedOut => None,
        }
    }
}

/// Why a connection could not be made.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ConnectError {
    /// There is no such socket: the node has never run, or the path is another's.
    NotFound(PathBuf),
    /// The socket is there, but nobody listens: the node has stopped.
    Refused(PathBuf),
    /// This user may not open the socket.
    Permission(PathBuf),
    /// The node takes no connections, or did not in time: it hangs, or very many others wait.
    Busy(PathBuf),
    /// Anything else.
    Other(PathBuf, Arc<io::Error>),
}

impl ConnectError {
    pub(crate) fn new(path: &Path, error: io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            io::ErrorKind::NotFound => Self::NotFound(path),
            io::ErrorKind::ConnectionRefused => Self::Refused(path),
            io::ErrorKind::PermissionDenied => Self::Permission(path),
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Self::Busy(path),
            _ => Self::Other(path, Arc::new(error)),
        }
    }

    /// The client was given streams, not a path.
    pub(crate) fn no_path() -> Self {
        let error = io::Error::new(io::ErrorKind::Unsupported, "this client knows no path to connect to");
        Self::Other(PathBuf::new(), Arc::new(error))
    }

    /// The socket.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::NotFound(path)
            | Self::Refused(path)
            | Self::Permission(path)
            | Self::Busy(path)
            | Self::Other(path, _) => path,
        }
    }
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path() {
            path if path.as_os_str().is_empty() => f.write_str("cannot connect: ")?,
            path => write!(f, "cannot connect to {}: ", path.display())?,
        }
        match self {
            Self::NotFound(_) => f.write_str("there is no such socket; is the path right, and has the node run?"),
            Self::Refused(_) => f.write_str("nobody listens there; has the node stopped?"),
            Self::Permission(_) => f.write_str("permission denied; does the node run as another user?"),
            Self::Busy(_) => f.write_str("the node did not take the connection in time; does it hang?"),
            Self::Other(_, error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ConnectError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Other(_, error) => Some(&**error),
            Self::NotFound(_) | Self::Refused(_) | Self::Permission(_) | Self::Busy(_) => None,
        }
    }
}

/// Why a connection cannot be used any more.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Broken {
    /// The node has closed it.
    Closed,
    /// Reading or writing failed.
    Io(Arc<io::Error>),
    /// What came is no JSON-RPC.
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

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed => f.write_str("the node has closed the connection"),
            Self::Io(error) => write!(f, "the connection has failed: {error}"),
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

impl std::error::Error for Broken {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(&**error),
            _ => None,
        }
    }
}

/// An answer that cannot be used, although it is one.
#[derive(Clone, Debug)]
pub struct Unreadable {
    reason: Reason,
    raw: RawText,
}

#[derive(Clone, Debug)]
enum Reason {
    Decode(DecodeError),
    TooLong,
}

impl Unreadable {
    pub(crate) const fn decode(error: DecodeError, raw: RawText) -> Self {
        Self { reason: Reason::Decode(error), raw }
    }

    pub(crate) fn too_long() -> Self {
        Self { reason: Reason::TooLong, raw: RawText::new(Buffer::new()) }
    }

    /// What does not fit, and where in the result or error; `None` if the answer was too long to be kept.
    #[must_use]
    pub const fn mismatch(&self) -> Option<&DecodeError> {
        match &self.reason {
            Reason::Decode(error) => Some(error),
            Reason::TooLong => None,
        }
    }

    /// Whether the answer is longer than the client takes.
    #[must_use]
    pub const fn is_too_long(&self) -> bool {
        matches!(self.reason, Reason::TooLong)
    }

    /// The whole answer as it came; empty if it was too long.
    #[must_use]
    pub const fn raw(&self) -> &RawText {
        &self.raw
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            Reason::Decode(error) => error.fmt(f),
            Reason::TooLong => f.write_str("it is longer than the client takes (see Settings::max_answer)"),
        }
    }
}

impl std::error::Error for Unreadable {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.reason {
            Reason::Decode(error) => Some(error),
            Reason::TooLong => None,
        }
    }
}

/// Text from a node, kept for those who want to see it. It may hold secrets, so nothing shows it unasked.
#[derive(Clone)]
pub struct RawText(Arc<Buffer>);

impl RawText {
    pub(crate) fn new(text: Buffer) -> Self {
        Self(Arc::new(text))
    }

    /// The bytes as they came, which may not be UTF-8.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// How long it is.
impl fmt::Display for RawText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes, not shown", self.0.len())
    }
}

impl fmt::Debug for RawText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawText({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_keeps_a_client_from_connecting_is_told_apart() {
        use io::ErrorKind::{ConnectionRefused, InvalidInput, NotFound, PermissionDenied, TimedOut, WouldBlock};
        let path = Path::new("/run/lightning-rpc");
        let said = |kind| ConnectError::new(path, io::Error::from(kind));
        assert!(matches!(said(NotFound), ConnectError::NotFound(_)));
        assert!(matches!(said(ConnectionRefused), ConnectError::Refused(_)));
        assert!(matches!(said(PermissionDenied), ConnectError::Permission(_)));
        assert!(matches!(said(TimedOut), ConnectError::Busy(_)));
        assert!(matches!(said(WouldBlock), ConnectError::Busy(_)));
        assert!(matches!(said(InvalidInput), ConnectError::Other(..)));
        assert!(said(PermissionDenied).to_string().starts_with("cannot connect to /run/lightning-rpc: permission"));
        assert_eq!(ConnectError::no_path().to_string(), "cannot connect: this client knows no path to connect to");
    }
}
