//! The client without its sockets: a state machine over byte slices, which both front ends drive.
//!
//! [`Session`] knows the calls under way and what is still to be written; [`Inbox`] cuts what comes into messages. The
//! front ends move bytes and wake whoever waits, a `W` for each call.

mod batch;
mod envelope;
mod frame;
mod garbage;
mod inbox;
mod list;
mod outline;
mod request;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, VecDeque};
use std::io::ErrorKind;
use std::sync::Arc;

use zeroize::Zeroizing;

pub(crate) use batch::Batch;
pub(crate) use envelope::Fault;
pub(crate) use frame::{Frame, Outcome};
pub(crate) use inbox::{Inbound, Inbox, Unusable};
pub(crate) use list::{Found, List};
pub(crate) use request::{Counter, EncodedRequest, id_of};

use super::error::{ConnectionError, RawText};
use batch::Written;
use frame::Class;
use request::number_of;

/// How a call ended.
#[derive(Debug)]
pub(crate) enum Reply {
    /// The node answered.
    Answer(Frame),
    /// It answered, with more than is taken.
    TooLong,
    /// It answered, and there was no room to keep that until the caller takes it.
    #[cfg_attr(not(feature = "tokio"), allow(dead_code, reason = "threads have room made by waiting for it"))]
    NoRoom,
    /// No answer will come to what was sent.
    Lost(ConnectionError),
    /// The request was not sent, and will not be.
    Unsent(ConnectionError),
}

impl Reply {
    /// How many bytes it holds.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Answer(frame) => frame.len(),
            Self::TooLong | Self::NoRoom | Self::Lost(_) | Self::Unsent(_) => 0,
        }
    }
}

/// What has to be done about a message.
pub(crate) enum Event<W> {
    /// Nothing: nobody waits for it any more, or nobody ever did.
    Dropped,
    /// Somebody waits for it.
    Reply(W, Reply),
    /// It is a notification.
    Notification(Frame),
    /// The connection cannot be used any more.
    Broken(ConnectionError),
}

/// What became of a call that its caller has given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Withdrawn {
    /// Nothing of it was written, and nothing will be.
    Unsent,
    /// The node may have got it. Its answer will be dropped.
    Sent,
    /// It had ended already.
    Ended,
}

/// The calls of one connection.
pub(crate) struct Session<W> {
    pending: HashMap<u64, Pending<W>>,
    /// The calls whose requests are to be written, in order, and some that have been given up since.
    queue: VecDeque<u64>,
    /// How many of the queue have been given up.
    stale: usize,
    /// What a writer had to leave half-written. Nothing else may be written before its rest.
    begun: Option<Batch>,
    /// Why nothing can be sent any more.
    broken: Option<ConnectionError>,
    /// Why nothing more will come.
    ended: Option<ConnectionError>,
}

struct Pending<W> {
    /// The JSON of its id.
    id: Vec<u8>,
    progress: Progress,
    waiter: W,
}

/// How far a request has come.
enum Progress {
    /// It waits, with this text.
    Queued(Zeroizing<Vec<u8>>),
    /// It has been taken out to be written.
    Taken,
    /// It has been written to its last byte.
    Written,
}

impl<W> Session<W> {
    pub(crate) fn new() -> Self {
        Self { pending: HashMap::new(), queue: VecDeque::new(), stale: 0, begun: None, broken: None, ended: None }
    }

    /// Begins a call: its request is to be written, and `waiter` will be given its reply.
    ///
    /// # Errors
    /// Nothing can be sent any more.
    pub(crate) fn begin(&mut self, encoded: EncodedRequest, waiter: W) -> Result<(), ConnectionError> {
        if let Some(broken) = &self.broken {
            return Err(broken.clone());
        }
        let EncodedRequest { number, id, text } = encoded;
        self.pending.insert(number, Pending { id, progress: Progress::Queued(text), waiter });
        self.queue.push_back(number);
        Ok(())
    }

    /// Whether there is something to write.
    pub(crate) fn has_unwritten(&self) -> bool {
        self.begun.is_some() || self.queue.len() > self.stale
    }

    /// Whether a call's request has still to be written, wholly or in part.
    pub(crate) fn is_unwritten(&self, number: u64) -> bool {
        self.pending.get(&number).is_some_and(|pending| !matches!(pending.progress, Progress::Written))
    }

    /// What is to be written next. It comes back with [`wrote`](Self::wrote) before there is more.
    pub(crate) fn next_batch(&mut self) -> Option<Batch> {
        let mut batch = self.begun.take();
        if batch.is_some() {
            return batch;
        }
        while let Some(number) = self.queue.pop_front() {
            let Some(Pending { progress, .. }) = self.pending.get_mut(&number) else {
                self.stale = self.stale.saturating_sub(1);
                continue;
            };
            let Progress::Queued(text) = progress else { continue };
            match &mut batch {
                None => batch = Some(Batch::of(number, std::mem::take(text))),
                Some(batch) if batch.has_room_for(text) => batch.append(number, text),
                Some(_) => {
                    self.queue.push_front(number);
                    break;
                }
            }
            *progress = Progress::Taken;
        }
        batch
    }

    /// Takes back a batch: what was not written to its end is kept for later, unless that has failed. Gives the calls
    /// that have ended by that; answers to others may still come after a failure.
    pub(crate) fn wrote(&mut self, batch: Batch, failure: Option<ConnectionError>) -> Vec<(W, Reply)> {
        if let Some(why) = failure {
            self.broken.get_or_insert(why);
        }
        let Written { done, begun, untouched } = batch.split();
        self.progress(&done);
        for (number, text) in untouched.into_iter().rev() {
            if let Some(pending) = self.pending.get_mut(&number) {
                pending.progress = Progress::Queued(text);
                self.queue.push_front(number);
            }
        }
        self.begun = begun;
        self.settle()
    }

    /// These requests have been written.
    fn progress(&mut self, written: &[u64]) {
        for number in written {
            if let Some(pending) = self.pending.get_mut(number) {
                pending.progress = Progress::Written;
            }
        }
    }

    /// Ends the calls that have come to an end because nothing can be sent, or nothing more will come. Those whose
    /// requests are being written are judged when that is over.
    fn settle(&mut self) -> Vec<(W, Reply)> {
        let Some(broken) = self.broken.clone() else { return Vec::new() };
        let mut unsent: Vec<u64> = self.queue.drain(..).collect();
        self.stale = 0;
        if let Some(begun) = self.begun.take() {
            let (understood, cut) = begun.by_understood();
            self.progress(&understood);
            unsent.extend(cut);
        }
        let mut ended = self.take(unsent, Reply::Unsent, &broken);
        if let Some(why) = self.ended.clone() {
            let written = self.pending.iter().filter(|(_, pending)| matches!(pending.progress, Progress::Written));
            let lost = written.map(|(number, _)| *number).collect();
            ended.extend(self.take(lost, Reply::Lost, &why));
        }
        ended
    }

    fn take(
        &mut self,
        numbers: Vec<u64>,
        reply: fn(ConnectionError) -> Reply,
        why: &ConnectionError,
    ) -> Vec<(W, Reply)> {
        let waiters = numbers.into_iter().filter_map(|number| self.pending.remove(&number));
        waiters.map(|pending| (pending.waiter, reply(why.clone()))).collect()
    }

    /// Gives up a call.
    pub(crate) fn withdraw(&mut self, number: u64) -> Withdrawn {
        match self.pending.remove(&number).map(|pending| pending.progress) {
            None => Withdrawn::Ended,
            Some(Progress::Queued(_)) => {
                self.stale += 1;
                if self.stale > 64 + self.queue.len() / 2 {
                    self.queue.retain(|number| self.pending.contains_key(number));
                    self.stale = 0;
                }
                Withdrawn::Unsent
            }
            Some(Progress::Taken | Progress::Written) => Withdrawn::Sent,
        }
    }

    /// Takes what has come.
    pub(crate) fn receive(&mut self, received: Inbound) -> Event<W> {
        let frame = match received {
            Inbound::TooLong { id } => {
                return self.answered(&id).map_or(Event::Dropped, |waiter| Event::Reply(waiter, Reply::TooLong));
            }
            Inbound::Message(frame) => frame,
        };
        match frame.class() {
            Class::Answer(id) => match self.answered(id) {
                Some(waiter) => Event::Reply(waiter, Reply::Answer(frame)),
                None => Event::Dropped,
            },
            Class::Notification => Event::Notification(frame),
            Class::Complaint => Event::Broken(ConnectionError::Rejected(RawText::new(frame.into_text()))),
            Class::Stray => Event::Dropped,
        }
    }

    /// Who waits for the answer with this id. The whole id must be the one that was sent, byte for byte.
    fn answered(&mut self, id: &[u8]) -> Option<W> {
        let number = number_of(id)?;
        let pending = self.pending.get(&number)?;
        if pending.id != id || matches!(pending.progress, Progress::Queued(_)) {
            return None;
        }
        self.pending.remove(&number).map(|pending| pending.waiter)
    }

    /// Nothing more will come. Gives the calls that have ended by that: all but those whose requests are being written,
    /// which end when [`wrote`](Self::wrote) tells how far that came.
    pub(crate) fn end(&mut self, why: ConnectionError) -> Vec<(W, Reply)> {
        self.broken.get_or_insert(why.clone());
        self.ended.get_or_insert(why);
        self.settle()
    }
}

impl From<Unusable> for ConnectionError {
    fn from(unusable: Unusable) -> Self {
        match unusable {
            Unusable::Garbage(garbage) => Self::Garbage { expected: garbage.expected, found: garbage.found },
            Unusable::TooLong => Self::TooLong,
        }
    }
}

impl From<std::io::Error> for ConnectionError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::BrokenPipe | ErrorKind::ConnectionReset => Self::Closed,
            _ => Self::Io(Arc::new(error)),
        }
    }
}
