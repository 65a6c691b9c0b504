//! How threads that serve connections hear that something has changed in the node.

use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Condvar, Mutex, Weak};
use std::time::Duration;

use crate::lock::lock;

/// Rings at every connection that has a request waiting, and wakes threads that wait for anything else.
#[derive(Debug, Default)]
pub(crate) struct Bell {
    hearers: Mutex<Vec<Weak<Hearer>>>,
    /// How often it has rung.
    rings: Mutex<u64>,
    rung: Condvar,
}

/// One connection that listens. It has a pair of sockets, so that `poll` hears it, too.
#[derive(Debug)]
pub(crate) struct Hearer {
    rung: UnixStream,
    heard: UnixStream,
}

impl Bell {
    /// A listener that hears the bell from now on, for as long as it is kept.
    pub(crate) fn listen(&self) -> io::Result<Arc<Hearer>> {
        let (rung, heard) = UnixStream::pair()?;
        rung.set_nonblocking(true)?;
        heard.set_nonblocking(true)?;
        let hearer = Arc::new(Hearer { rung, heard });
        lock(&self.hearers).push(Arc::downgrade(&hearer));
        Ok(hearer)
    }

    /// Something has changed.
    pub(crate) fn ring(&self) {
        *lock(&self.rings) += 1;
        self.rung.notify_all();
        lock(&self.hearers).retain(|hearer| {
            let hearer = hearer.upgrade();
            // One that has no room for a byte has not yet heard those before it.
            hearer.inspect(|hearer| drop((&hearer.rung).write(&[1]))).is_some()
        });
    }

    /// Waits until something is there, for which it looks whenever the bell rings; `None` once no time is left.
    pub(crate) fn wait_for<T>(&self, left: impl Fn() -> Duration, mut look: impl FnMut() -> Option<T>) -> Option<T> {
        loop {
            let rings = *lock(&self.rings);
            if let Some(found) = look() {
                return Some(found);
            }
            let left = left();
            if left.is_zero() {
                return None;
            }
            // What has rung since it has looked is not waited for.
            drop(self.rung.wait_timeout_while(lock(&self.rings), left, |now| *now == rings));
        }
    }
}

impl Hearer {
    /// What can be read once the bell has rung.
    pub(crate) fn signal(&self) -> BorrowedFd<'_> {
        self.heard.as_fd()
    }

    /// Forgets what has been heard.
    pub(crate) fn clear(&self) {
        let mut bytes = [0; 64];
        while matches!((&self.heard).read(&mut bytes), Ok(count) if count > 0) {}
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    use super::*;

    fn has_heard(hearer: &Hearer) -> bool {
        let mut polled = [PollFd::from_borrowed_fd(hearer.signal(), PollFlags::IN)];
        poll(&mut polled, Some(&Timespec { tv_sec: 0, tv_nsec: 0 })).unwrap() == 1
    }

    #[test]
    fn who_waits_looks_again_when_the_bell_rings() {
        let bell = Arc::<Bell>::default();
        let (found, ringer) = (Arc::new(Mutex::new(None)), Arc::clone(&bell));
        let mut looks = 0;
        let there = Arc::clone(&found);
        let taken = bell.wait_for(
            || Duration::from_secs(60),
            || {
                looks += 1;
                let (there, ringer) = (Arc::clone(&there), Arc::clone(&ringer));
                // After it has looked, and before it waits, or while it does.
                (looks == 1).then(|| std::thread::spawn(move || (*lock(&there) = Some(7), ringer.ring())));
                *lock(&found)
            },
        );
        assert_eq!(taken, Some(7));
        assert_eq!(bell.wait_for(|| Duration::ZERO, || None::<u8>), None);
    }

    #[test]
    fn a_listener_hears_until_it_has_cleared_it() {
        let bell = Bell::default();
        bell.ring();
        let (first, second) = (bell.listen().unwrap(), bell.listen().unwrap());
        assert!(!has_heard(&first));
        // Far more than a socket holds.
        (0..100_000).for_each(|_| bell.ring());
        assert!(has_heard(&first) && has_heard(&second));
        first.clear();
        assert!(!has_heard(&first) && has_heard(&second));
        drop(first);
        bell.ring();
        assert_eq!(lock(&bell.hearers).len(), 1);
    }
}
