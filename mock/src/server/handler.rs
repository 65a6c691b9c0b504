//! What the socket asks of the node behind it.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Instant;

use super::{Outbox, Stop};
use crate::bell::{Bell, Hearer};
use crate::notices::{Mailbox, Notices};
use crate::plugin::Heard;
use crate::wire::Message;

/// The node behind the socket.
pub(crate) trait Handler: Send + Sync {
    /// Answers a request, or has the session keep it until it can be answered.
    fn answer(&self, session: &mut Session, message: &Message<'_>, outbox: &mut Outbox);

    /// How all connections hear that the node stops.
    fn stop(&self) -> &Stop;

    /// The longest request, in bytes.
    fn max_request(&self) -> usize;
}

/// Requests of a connection that may wait before no more are read.
const MOST_WAITING: usize = 1024;

/// What a connection remembers between requests.
#[derive(Debug)]
pub(crate) struct Session {
    /// Which connection of the node it is, from 1.
    pub(crate) number: u64,
    /// Whether the node was told to stop here: it does once the connection ends, whether the answer was written or not.
    pub(crate) stopping: bool,
    /// Whether its client may use what is deprecated, if it has said so; otherwise it is as the node has it.
    pub(crate) may_use_deprecated: Option<bool>,
    /// How it hears that something has changed, once it has something to wait for.
    hearer: Option<Arc<Hearer>>,
    /// What it is to hear without asking, if the client wants that.
    mailbox: Option<Arc<Mailbox>>,
    /// What plugins say of its requests.
    heard: Arc<Heard>,
    waiting: Vec<Waiting>,
}

/// A request that is answered once something has happened.
pub(crate) struct Waiting {
    /// When it is worth trying again, even if nothing has happened.
    pub(crate) due: Option<Instant>,
    /// The number under which plugins say something of it, which is when it is tried; `None` if it is no plugin's.
    pub(crate) hears: Option<u64>,
    /// Whether it is done even if its client has left.
    pub(crate) outlives_client: bool,
    /// Tries to answer it.
    pub(crate) resume: Resume,
}

/// Tries to answer a request.
type Resume = Box<dyn FnMut(&mut Session, &mut Outbox) -> Resumed + Send>;

/// What came of that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resumed {
    Answered,
    /// When it is worth trying again, even if nothing has happened.
    Waits(Option<Instant>),
}

impl fmt::Debug for Waiting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiting").field("due", &self.due).finish_non_exhaustive()
    }
}

impl Session {
    pub(crate) fn new(number: u64) -> Self {
        Self {
            number,
            stopping: false,
            may_use_deprecated: None,
            hearer: None,
            mailbox: None,
            heard: Arc::default(),
            waiting: Vec::new(),
        }
    }

    /// Hears a bell from now on. What rings it before a request is tried once more cannot be missed.
    pub(crate) fn listen(&mut self, bell: &Bell) -> io::Result<()> {
        if self.hearer.is_none() {
            self.hearer = Some(bell.listen()?);
        }
        Ok(())
    }

    /// Wants notifications from now on, and hears the bell for their sake.
    pub(crate) fn subscribe(&mut self, notices: &Notices, bell: &Bell) -> io::Result<()> {
        self.listen(bell)?;
        // What has come for one that wants them already is not lost.
        self.mailbox.get_or_insert_with(|| notices.subscribe());
        Ok(())
    }

    /// Wants none any more.
    pub(crate) fn unsubscribe(&mut self) {
        self.mailbox = None;
    }

    /// Whether the client wants notifications, such as how commands go on.
    pub(crate) const fn wants_notifications(&self) -> bool {
        self.mailbox.is_some()
    }

    pub(super) fn hearer(&self) -> Option<&Hearer> {
        self.hearer.as_deref()
    }

    /// Keeps a request until it can be answered.
    pub(crate) fn keep(&mut self, waiting: Waiting) {
        self.waiting.push(waiting);
    }

    /// Writes the notifications that have come, and tries all requests that wait once more.
    pub(super) fn resume(&mut self, outbox: &mut Outbox) {
        if let Some(mailbox) = &self.mailbox {
            outbox.push_notices(mailbox.take());
        }
        self.hear_plugins(outbox);
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.retain_mut(|waiting| {
            if waiting.hears.is_some() {
                return true;
            }
            match (waiting.resume)(self, outbox) {
                Resumed::Answered => false,
                Resumed::Waits(due) => {
                    waiting.due = due;
                    true
                }
            }
        });
        // One of them may have become another that waits.
        waiting.append(&mut self.waiting);
        self.waiting = waiting;
    }

    /// Passes on what plugins have said of its requests, in the order in which they have said it.
    fn hear_plugins(&mut self, outbox: &mut Outbox) {
        while let Some(number) = self.heard.first() {
            let Some(index) = self.waiting.iter().position(|waiting| waiting.hears == Some(number)) else {
                self.heard.take();
                continue;
            };
            let mut waiting = self.waiting.remove(index);
            if (waiting.resume)(self, outbox) != Resumed::Answered {
                self.waiting.insert(index, waiting);
            }
        }
    }

    /// What plugins say of its requests.
    pub(crate) const fn heard(&self) -> &Arc<Heard> {
        &self.heard
    }

    /// When one of them is worth trying again.
    pub(super) fn next_due(&self) -> Option<Instant> {
        self.waiting.iter().filter_map(|waiting| waiting.due).min()
    }

    /// Whether something is still to be done, though nobody may be there any more to be told of it.
    pub(super) fn outlives_client(&self) -> bool {
        self.waiting.iter().any(|waiting| waiting.outlives_client)
    }

    /// Whether more requests may be read.
    pub(super) const fn has_room(&self) -> bool {
        self.waiting.len() < MOST_WAITING
    }
}
