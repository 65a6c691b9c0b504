//! Unix sockets, on which a node listens by itself.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, ErrorKind, Read, Write};
use std::net::Shutdown;
use std::os::unix::fs::FileTypeExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::endpoint::Endpoint;
#[cfg(feature = "tokio")]
use super::transport::{AsyncStream, Connecting};
use super::transport::{Stream, Transport};
use crate::client::error::ConnectErrorKind;

/// The socket at a path.
pub(super) struct UnixSocket(pub(super) PathBuf);

/// The Unix socket at this path, such as `/home/alice/.lightning/bitcoin/lightning-rpc`.
impl<P: AsRef<Path>> From<P> for Endpoint {
    fn from(path: P) -> Self {
        Self(Arc::new(UnixSocket(path.as_ref().to_owned())))
    }
}

impl Transport for UnixSocket {
    fn connect(&self) -> io::Result<Box<dyn Stream>> {
        Ok(Box::new(UnixStream::connect(&self.0)?))
    }

    /// Ends at once: where a thread would wait for a node that hangs, this is refused.
    #[cfg(feature = "tokio")]
    fn connect_async(&self, _within: Duration) -> Connecting<'_> {
        Box::pin(async {
            let (reader, writer) = ::tokio::net::UnixStream::connect(&self.0).await?.into_split();
            Ok(AsyncStream { reader: Box::new(reader), writer: Box::new(writer) })
        })
    }

    fn explain(&self, error: &io::Error) -> Option<(ConnectErrorKind, Cow<'static, str>)> {
        let (kind, advice) = match error.kind() {
            ErrorKind::NotFound => {
                (ConnectErrorKind::NotFound, "there is no such socket; is the path right, and has the node run?")
            }
            // The system refuses whatever is no socket, too.
            ErrorKind::ConnectionRefused => match what_is_no_socket(&self.0) {
                Some(advice) => (ConnectErrorKind::NotASocket, advice),
                None => (ConnectErrorKind::Refused, "nobody listens there; has the node stopped?"),
            },
            ErrorKind::PermissionDenied => {
                (ConnectErrorKind::PermissionDenied, "permission denied; does the node run as another user?")
            }
            ErrorKind::TimedOut | ErrorKind::WouldBlock => {
                (ConnectErrorKind::TimedOut, "the node did not take the connection in time; does it hang?")
            }
            _ => return None,
        };
        Some((kind, advice.into()))
    }
}

/// What stands at the path; `None` if that is a socket, or cannot be seen.
fn what_is_no_socket(path: &Path) -> Option<&'static str> {
    let kind = std::fs::metadata(path).ok()?.file_type();
    if kind.is_socket() {
        return None;
    }
    Some(if kind.is_dir() {
        "it is a folder, not a socket; the node's socket is a file in a folder, usually `lightning-rpc`"
    } else if kind.is_file() {
        "it is a file, not a socket; is the path right?"
    } else {
        "it is a pipe or a device, not a socket; is the path right?"
    })
}

/// The path.
impl fmt::Display for UnixSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.display().fmt(f)
    }
}

impl Stream for UnixStream {
    fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        Read::read(&mut &*self, buffer)
    }

    fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        Write::write(&mut &*self, bytes)
    }

    fn set_read_timeout(&self, timeout: Option<Duration>) -> io::Result<()> {
        Self::set_read_timeout(self, timeout)
    }

    fn set_write_timeout(&self, timeout: Option<Duration>) -> io::Result<()> {
        Self::set_write_timeout(self, timeout)
    }

    fn shut_down(&self) -> io::Result<()> {
        self.shutdown(Shutdown::Both)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::*;
    use crate::client::error::ConnectError;

    fn said(path: impl AsRef<Path>, kind: ErrorKind) -> ConnectError {
        Endpoint::from(path).error(kind.into())
    }

    #[test]
    fn what_keeps_a_client_from_connecting_is_told_apart() {
        let path = "/run/no-such-lightning-rpc";
        for (of_system, kind) in [
            (ErrorKind::NotFound, ConnectErrorKind::NotFound),
            (ErrorKind::ConnectionRefused, ConnectErrorKind::Refused),
            (ErrorKind::PermissionDenied, ConnectErrorKind::PermissionDenied),
            (ErrorKind::TimedOut, ConnectErrorKind::TimedOut),
            (ErrorKind::WouldBlock, ConnectErrorKind::TimedOut),
            (ErrorKind::InvalidInput, ConnectErrorKind::Other),
        ] {
            let error = said(path, of_system);
            assert_eq!((error.kind(), error.endpoint()), (kind, path));
        }
        let denied = said(path, ErrorKind::PermissionDenied).to_string();
        assert!(denied.starts_with("cannot connect to /run/no-such-lightning-rpc: permission"), "{denied}");
    }

    #[test]
    fn what_is_no_socket_is_called_by_its_name() {
        for (path, expected) in [
            ("/", "cannot connect to /: it is a folder, not a socket;"),
            ("/dev/null", "cannot connect to /dev/null: it is a pipe or a device, not a socket;"),
        ] {
            let error = said(path, ErrorKind::ConnectionRefused).to_string();
            assert!(error.starts_with(expected), "{error}");
        }
        let program = std::env::current_exe().unwrap();
        let error = said(&program, ErrorKind::ConnectionRefused);
        assert!(error.to_string().ends_with(": it is a file, not a socket; is the path right?"), "{error}");
        assert_eq!((error.kind(), Path::new(error.endpoint())), (ConnectErrorKind::NotASocket, &*program));
    }
}
