//! Any pair of streams, made to look like a connection.
//!
//! Deadlines, and reading while a write makes no headway, are more than a stream can do. So two threads carry bytes
//! between the streams and a pipe whose other end is ours.

use std::io::{self, ErrorKind, Read, Write};
use std::sync::Arc;
use std::thread;

use zeroize::Zeroizing;

use super::pipe::{self, Pipe};
use super::transport::Stream;

/// A connection that leads to these streams.
///
/// The thread that reads ends when `reader` does: that of a client which is gone ends with its peer.
pub(crate) fn open(
    mut reader: impl Read + Send + 'static,
    mut writer: impl Write + Send + 'static,
) -> io::Result<Pipe> {
    let (near, far) = pipe::pair();
    let far = Arc::new(far);
    let (mut incoming, mut outgoing) = (Mouth(Arc::clone(&far)), Mouth(far));
    let name = |direction| thread::Builder::new().name(format!("cln-runtime {direction}"));
    name("in").spawn(move || carry(&mut reader, &mut incoming))?;
    name("out").spawn(move || carry(&mut outgoing, &mut writer))?;
    Ok(near)
}

/// The far end of the pipe, which is shut for both directions once it is dropped, by a stream that panics too.
struct Mouth(Arc<Pipe>);

impl Read for Mouth {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        Stream::read(&*self.0, buffer)
    }
}

impl Write for Mouth {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Stream::write(&*self.0, bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Mouth {
    fn drop(&mut self) {
        let _ = self.0.shut_down(); // an end that is closed already is closed
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
