//! Notifications that a test pushes, kept for each connection that wants any until they can be written.

use std::sync::{Arc, Mutex, Weak};

use crate::bell::Bell;
use crate::lock::lock;

/// All connections that want notifications.
#[derive(Debug)]
pub(crate) struct Notices {
    mailboxes: Mutex<Vec<Weak<Mailbox>>>,
    bell: Arc<Bell>,
}

/// What is to be written to one of them.
#[derive(Debug, Default)]
pub(crate) struct Mailbox(Mutex<Vec<u8>>);

impl Notices {
    /// Those that want any listen to the bell.
    pub(crate) fn new(bell: Arc<Bell>) -> Self {
        Self { mailboxes: Mutex::default(), bell }
    }

    /// Gets everything from now on, for as long as it is kept.
    pub(crate) fn subscribe(&self) -> Arc<Mailbox> {
        let mailbox = Arc::default();
        lock(&self.mailboxes).push(Arc::downgrade(&mailbox));
        mailbox
    }

    /// Has this written to all that want notifications; how many do.
    pub(crate) fn publish(&self, line: &[u8]) -> usize {
        let mut mailboxes = lock(&self.mailboxes);
        mailboxes.retain(|mailbox| {
            let mailbox = mailbox.upgrade();
            mailbox.inspect(|mailbox| lock(&mailbox.0).extend_from_slice(line)).is_some()
        });
        self.bell.ring();
        mailboxes.len()
    }
}

impl Mailbox {
    /// All that has come since the last time.
    pub(crate) fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *lock(&self.0))
    }
}
