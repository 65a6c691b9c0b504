//! Any pair of streams, made to look like a socket.
//!
//! Deadlines, and reading while a write makes no headway, need what only sockets can do. So two threads carry bytes
//! between the streams and a socket whose other end is ours.

use std::io::{self, ErrorKind, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::thread;

use zeroize::Zeroizing;

/// A socket that leads to these streams.
///
/// The thread that reads ends when `reader` does: that of a client which is gone ends with its peer.
pub(crate) fn open(
    mut reader: impl Read + Send + 'static,
    mut writer: impl Write + Send + 'static,
) -> io::Result<UnixStream> {
    let (near, far) = UnixStream::pair()?;
    let (mut incoming, mut outgoing) = (Mouth(far.try_clone()?), Mouth(far));
    let name = |direction| thread::Builder::new().name(format!("cln-runtime {direction}"));
    name("in").spawn(move || carry(&mut reader, incoming.stream()))?;
    name("out").spawn(move || carry(outgoing.stream(), &mut writer))?;
    Ok(near)
}

/// The far end of the socket, which is shut for both directions once it is dropped, by a stream that panics too.
struct Mouth(UnixStream);

impl Mouth {
    fn stream(&mut self) -> &mut UnixStream {
        &mut self.0
    }
}

impl Drop for Mouth {
    fn drop(&mut self) {
        let _ = self.0.shutdown(Shutdown::Both); // an end that is closed already is closed
    }
}

/// Carries bytes until either side ends. They may hold secrets.
fn carry(from: &mut impl Read, to: &mut impl Write) {
    let mut chunk = Zeroizing::new(vec![0; 64 * 1024]);
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
