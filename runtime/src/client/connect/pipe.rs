//! A connection within the process: what is written to one end is read from the other.

use std::io::{self, ErrorKind, Read};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use zeroize::{Zeroize, Zeroizing};

use super::transport::Stream;

/// How many bytes are on their way in one direction at most.
const MOST: usize = 64 * 1024;

/// One end.
pub(crate) struct Pipe {
    incoming: Arc<Direction>,
    outgoing: Arc<Direction>,
    read_timeout: Mutex<Option<Duration>>,
    write_timeout: Mutex<Option<Duration>>,
}

/// Both ends.
pub(crate) fn pair() -> (Pipe, Pipe) {
    let [one, other] = [(); 2].map(|()| Arc::new(Direction::default()));
    (Pipe::new(&one, &other), Pipe::new(&other, &one))
}

impl Pipe {
    fn new(incoming: &Arc<Direction>, outgoing: &Arc<Direction>) -> Self {
        Self {
            incoming: Arc::clone(incoming),
            outgoing: Arc::clone(outgoing),
            read_timeout: Mutex::default(),
            write_timeout: Mutex::default(),
        }
    }
}

impl Stream for Pipe {
    /// The bytes that were written before the connection ended are still read.
    fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        let within = *lock(&self.read_timeout);
        let mut cargo = self.incoming.wait(within, |cargo| cargo.left().is_empty() && !cargo.is_shut)?;
        let count = cargo.left().read(buffer)?;
        cargo.taken += count;
        if cargo.left().is_empty() {
            cargo.bytes.zeroize();
            cargo.taken = 0;
            self.incoming.changed.notify_all();
        }
        Ok(count)
    }

    fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        let within = *lock(&self.write_timeout);
        let mut cargo = self.outgoing.wait(within, |cargo| !cargo.left().is_empty() && !cargo.is_shut)?;
        if cargo.is_shut {
            return Err(ErrorKind::BrokenPipe.into());
        }
        let count = bytes.len().min(MOST);
        cargo.bytes.extend_from_slice(bytes.get(..count).unwrap_or_default());
        self.outgoing.changed.notify_all();
        Ok(count)
    }

    fn set_read_timeout(&self, timeout: Option<Duration>) -> io::Result<()> {
        *lock(&self.read_timeout) = timeout;
        Ok(())
    }

    fn set_write_timeout(&self, timeout: Option<Duration>) -> io::Result<()> {
        *lock(&self.write_timeout) = timeout;
        Ok(())
    }

    fn shut_down(&self) -> io::Result<()> {
        self.incoming.shut();
        self.outgoing.shut();
        Ok(())
    }
}

/// Whoever has gone has hung up.
impl Drop for Pipe {
    fn drop(&mut self) {
        self.incoming.shut();
        self.outgoing.shut();
    }
}

/// One direction of the connection.
#[derive(Default)]
struct Direction {
    cargo: Mutex<Cargo>,
    changed: Condvar,
}

/// What is on its way.
struct Cargo {
    /// What was written last. Nothing is added until all of it is read. It never moves, or copies would stay behind.
    bytes: Zeroizing<Vec<u8>>,
    /// How much of it is read.
    taken: usize,
    is_shut: bool,
}

impl Default for Cargo {
    fn default() -> Self {
        Self { bytes: Zeroizing::new(Vec::with_capacity(MOST)), taken: 0, is_shut: false }
    }
}

impl Cargo {
    fn left(&self) -> &[u8] {
        self.bytes.get(self.taken..).unwrap_or_default()
    }
}

impl Direction {
    /// Waits as long as this holds, within so long.
    fn wait(
        &self,
        within: Option<Duration>,
        mut is_early: impl FnMut(&Cargo) -> bool,
    ) -> io::Result<MutexGuard<'_, Cargo>> {
        let cargo = lock(&self.cargo);
        let Some(within) = within else {
            return Ok(self.changed.wait_while(cargo, |cargo| is_early(cargo)).unwrap_or_else(PoisonError::into_inner));
        };
        let waited = self.changed.wait_timeout_while(cargo, within, |cargo| is_early(cargo));
        let (cargo, outcome) = waited.unwrap_or_else(PoisonError::into_inner);
        if outcome.timed_out() { Err(ErrorKind::TimedOut.into()) } else { Ok(cargo) }
    }

    fn shut(&self) {
        lock(&self.cargo).is_shut = true;
        self.changed.notify_all();
    }
}

/// Locks it. What it guards is whole at any moment, also after a panic.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use std::thread;

    use super::*;

    #[test]
    fn bytes_arrive_in_order_whatever_the_sizes_are() {
        let (near, far) = pair();
        let sent: Vec<u8> = (0..3 * MOST).map(|index| (index % 251) as u8).collect();
        let expected = sent.clone();
        let writer = thread::spawn(move || {
            let mut left = sent.as_slice();
            while !left.is_empty() {
                left = &left[far.write(left).unwrap()..];
            }
        });
        let (mut received, mut chunk) = (Vec::new(), [0; 1000]);
        while let count @ 1.. = near.read(&mut chunk).unwrap() {
            received.extend_from_slice(&chunk[..count]);
        }
        writer.join().unwrap();
        assert_eq!(received, expected);
    }

    #[test]
    fn time_limits_hold_and_nothing_is_lost_by_them() {
        let (near, far) = pair();
        let soon = Some(Duration::from_millis(1));
        near.set_read_timeout(soon).unwrap();
        near.set_write_timeout(soon).unwrap();
        assert_eq!(near.read(&mut [0]).unwrap_err().kind(), ErrorKind::TimedOut);
        assert_eq!(near.write(b"one").unwrap(), 3);
        assert_eq!(near.write(b"two").unwrap_err().kind(), ErrorKind::TimedOut, "the first is not read yet");
        let mut chunk = [0; 8];
        assert_eq!((far.read(&mut chunk).unwrap(), &chunk[..3]), (3, &b"one"[..]));
        assert_eq!(near.write(b"two").unwrap(), 3);
    }

    #[test]
    fn an_end_that_hangs_up_is_heard_after_what_it_said() {
        let (near, far) = pair();
        far.write(b"bye").unwrap();
        far.shut_down().unwrap();
        let mut chunk = [0; 8];
        assert_eq!((near.read(&mut chunk).unwrap(), &chunk[..3]), (3, &b"bye"[..]));
        assert_eq!(near.read(&mut chunk).unwrap(), 0);
        assert_eq!(near.write(b"hello?").unwrap_err().kind(), ErrorKind::BrokenPipe);
    }

    #[test]
    fn who_waits_is_woken_when_the_other_end_goes() {
        let (near, far) = pair();
        let waiting = thread::spawn(move || near.read(&mut [0]).unwrap());
        drop(far);
        assert_eq!(waiting.join().unwrap(), 0);
    }

    #[test]
    fn what_was_read_is_wiped() {
        let (near, far) = pair();
        far.write(b"secret").unwrap();
        let at = lock(&near.incoming.cargo).bytes.as_ptr();
        near.read(&mut [0; 8]).unwrap();
        let cargo = lock(&near.incoming.cargo);
        assert_eq!((cargo.bytes.len(), cargo.bytes.as_ptr()), (0, at), "wiped where it was");
    }
}
