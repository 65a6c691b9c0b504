//! Any pair of streams, made to look like a socket.
//!
//! Deadlines, and reading while a write makes no headway, need what only sockets can do. So two threads carry bytes
//! between the streams and a socket whose other end is ours.

use std::io::{self, ErrorKind, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::thread;

/// A socket that leads to these streams.
///
/// The thread that reads ends when `reader` does: that of a client which is gone ends with its peer.
pub(super) fn open(
    mut reader: impl Read + Send + 'static,
    mut writer: impl Write + Send + 'static,
) -> io::Result<UnixStream> {
    let (near, mut far) = UnixStream::pair()?;
    let mut outgoing = far.try_clone()?;
    let name = |direction| thread::Builder::new().name(format!("cln-runtime {direction}"));
    name("in").spawn(move || {
        carry(&mut reader, &mut far);
        let _ = far.shutdown(Shutdown::Both); // an end that is closed already is closed
    })?;
    name("out").spawn(move || {
        carry(&mut outgoing, &mut writer);
        let _ = outgoing.shutdown(Shutdown::Both);
    })?;
    Ok(near)
}

/// Carries bytes until either side ends.
fn carry(from: &mut impl Read, to: &mut impl Write) {
    let mut chunk = vec![0; 64 * 1024];
    loop {
        let count = match from.read(&mut chunk) {
            Ok(0) => return,
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(_) => return,
        };
        let bytes = chunk.get(..count).unwrap_or_default();
        if to.write_all(bytes).and_then(|()| to.flush()).is_err() {
            return;
        }
    }
}
