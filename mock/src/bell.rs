//! How threads that serve connections hear that something has changed in the node.

use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex, Weak};

use crate::lock::lock;

/// Rings at every connection that has a request waiting.
#[derive(Debug, Default)]
pub(crate) struct Bell {
    hearers: Mutex<Vec<Weak<Hearer>>>,
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
        lock(&self.hearers).retain(|hearer| {
            let hearer = hearer.upgrade();
            // One that has no room for a byte has not yet heard those before it.
            hearer.inspect(|hearer| drop((&hearer.rung).write(&[1]))).is_some()
        });
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
