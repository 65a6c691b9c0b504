//! How a call can fail, sorted by the question that matters: has the node executed it?

use std::fmt;
use std::fs::FileType;
use std::io;
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::record::DecodeError;
use crate::visible::visible;
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
    /// The request was sent and there is no answer: it may have been executed, or may be yet.
    MaybeExecuted(NoAnswer),
    /// The node answered with an error.
    Node(E),
    /// The node answered, but not as its schema says.
    Unreadable(Unreadable),
}

impl<E> CallError<E> {
    /// Whether calling again cannot do the same thing twice: the node certainly has not executed the request, and will
    /// not.
    ///
    /// True for [`NotSent`](Self::NotSent) alone. An error of the node is no such promise, whatever its code: nothing
    /// keeps a command from answering "invalid parameters" (-32602) after it has begun, and plugins hand on the codes of
    /// commands that they have called. Whoever knows more of one command can ask for the [`code`](Self::code).
    ///
    /// Safe does not mean useful: an invalid request stays invalid.
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

/// What has become of the call; why is its [`source`](std::error::Error::source). `{:#}` says both.
impl<E: fmt::Display> fmt::Display for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSent(why) => tell(f, "the request was not sent", why),
            Self::MaybeExecuted(why) => tell(f, "the request may have been executed, but there is no answer", why),
            Self::Node(error) => tell(f, "the node answered with an error", error),
            Self::Unreadable(why) => tell(f, "the node answered, but the answer cannot be used", why),
        }
    }
}

/// A text without its cause, which is told by whoever goes through the sources; or with it, if `{:#}` asks for that.
fn tell(f: &mut fmt::Formatter<'_>, text: impl fmt::Display, cause: &impl fmt::Display) -> fmt::Result {
    if f.alternate() { write!(f, "{text}: {cause:#}") } else { write!(f, "{text}") }
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
            Self::Invalid(violations) => tell(f, "it breaks rules of its schema", violations),
            Self::Connect(error) => error.fmt(f),
            Self::Broken(error) => error.fmt(f),
            Self::TimedOut => f.write_str("timed out while requests before it were being written"),
        }
    }
}

// An error that is told in place of this one is not its source, too: only what that has.
impl std::error::Error for NotSent {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Invalid(error) => Some(error),
            Self::Connect(error) => error.source(),
            Self::Broken(error) => error.source(),
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
    /// The answer came, waited for a future that was not polled, and was thrown away to make room for others:
    /// [`Settings::max_unread`](super::Settings::max_unread) bytes or more waited so.
    NoRoom,
}

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(error) => error.fmt(f),
            Self::TimedOut => f.write_str("timed out"),
            Self::NoRoom => f.write_str(
                "the answer was thrown away to make room for others, because the future of the call was not polled (see \
                 Settings::max_unread)",
            ),
        }
    }
}

impl std::error::Error for NoAnswer {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Broken(error) => error.source(),
            Self::TimedOut | Self::NoRoom => None,
        }
    }
}

/// Why a connection could not be made.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ConnectError {
    /// There is no such socket: the node has never run, or the path is another's.
    NotFound(PathBuf),
    /// What is there is no socket, but a folder, a file or something else.
    NotASocket(PathBuf, FileType),
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
            // The system refuses whatever is no socket, too.
            io::ErrorKind::ConnectionRefused => match std::fs::metadata(&path).map(|found| found.file_type()) {
                Ok(kind) if !kind.is_socket() => Self::NotASocket(path, kind),
                _ => Self::Refused(path),
            },
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
            | Self::NotASocket(path, _)
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
            path if path.as_os_str().is_empty() => f.write_str("cannot connect")?,
            path => write!(f, "cannot connect to {}", visible(path.display()))?,
        }
        f.write_str(match self {
            Self::NotFound(_) => ": there is no such socket; is the path right, and has the node run?",
            Self::NotASocket(_, kind) if kind.is_dir() => {
                ": it is a folder, not a socket; the node's socket is a file in a folder, usually `lightning-rpc`"
            }
            Self::NotASocket(_, kind) if kind.is_file() => ": it is a file, not a socket; is the path right?",
            Self::NotASocket(..) => ": it is a pipe or a device, not a socket; is the path right?",
            Self::Refused(_) => ": nobody listens there; has the node stopped?",
            Self::Permission(_) => ": permission denied; does the node run as another user?",
            Self::Busy(_) => ": the node did not take the connection in time; does it hang?",
            Self::Other(_, error) => return tell(f, "", &visible(error)),
        })
    }
}

impl std::error::Error for ConnectError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Other(_, error) => Some(&**error),
            Self::NotFound(_) | Self::NotASocket(..) | Self::Refused(_) | Self::Permission(_) | Self::Busy(_) => None,
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

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed => f.write_str("the node has closed the connection"),
            Self::Io(error) => tell(f, "the connection has failed", &visible(error)),
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

    /// What does not fit, and where in the result or error, or in the answer if that is damaged around these; `None` if
    /// the answer was too long to be kept.
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

impl std::error::Error for Unreadable {}

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
mod tests;
