//! The client without its sockets: a state machine over byte slices, which both front ends drive.
//!
//! [`Session`] knows the calls under way and what is still to be written; [`Inbox`] cuts what comes into messages. The
//! front ends move bytes and wake whoever waits, a `W` for each call.

mod envelope;
mod frame;
mod inbox;
mod list;
mod outbox;
mod outline;
mod request;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

pub(crate) use frame::{Frame, Outcome};
pub(crate) use inbox::{Inbox, Received, Unusable};
pub(crate) use list::{Found, List};
pub(crate) use outbox::Batch;
pub(crate) use request::{Draft, Numbers};

use super::error::{Broken, RawText};
use frame::Class;
use outbox::Outbox;
use request::number_of;

/// How a call ended.
#[derive(Debug)]
pub(crate) enum Reply {
    /// The node answered.
    Answer(Frame),
    /// It answered, with more than is taken.
    TooLong,
    /// No answer will come to what was sent.
    Lost(Broken),
    /// The request was not sent, and will not be.
    Unsent(Broken),
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
    Broken(Broken),
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
    outbox: Outbox,
    /// The calls whose requests are being written.
    writing: Vec<u64>,
    /// Why nothing can be sent any more.
    broken: Option<Broken>,
    /// Why nothing more will come.
    ended: Option<Broken>,
}

struct Pending<W> {
    /// The JSON of its id.
    id: Vec<u8>,
    /// Whether its request has been taken out to be written.
    is_taken: bool,
    waiter: W,
}

impl<W> Session<W> {
    pub(crate) fn new() -> Self {
        Self { pending: HashMap::new(), outbox: Outbox::default(), writing: Vec::new(), broken: None, ended: None }
    }

    /// Begins a call: its request is to be written, and `waiter` will be given its reply.
    ///
    /// # Errors
    /// Nothing can be sent any more.
    pub(crate) fn begin(&mut self, draft: Draft, waiter: W) -> Result<(), Broken> {
        if let Some(broken) = &self.broken {
            return Err(broken.clone());
        }
        self.pending.insert(draft.number, Pending { id: draft.id.clone(), is_taken: false, waiter });
        self.outbox.push(draft);
        Ok(())
    }

    /// Whether there is something to write.
    pub(crate) fn has_unwritten(&self) -> bool {
        !self.outbox.is_empty()
    }

    /// Whether a call's request is still to be taken out for writing.
    pub(crate) fn is_waiting_to_be_written(&self, number: u64) -> bool {
        self.pending.get(&number).is_some_and(|pending| !pending.is_taken)
    }

    /// What is to be written next. It comes back with [`wrote`](Self::wrote) before there is more.
    pub(crate) fn next_batch(&mut self) -> Option<Batch> {
        let batch = self.outbox.next(|number| self.pending.contains_key(&number))?;
        self.writing = batch.calls().collect();
        for number in &self.writing {
            if let Some(pending) = self.pending.get_mut(number) {
                pending.is_taken = true;
            }
        }
        Some(batch)
    }

    /// Takes back a batch: what was not written to its end is kept for later, unless that has failed. Gives the calls
    /// that have ended by that; answers to others may still come after a failure.
    pub(crate) fn wrote(&mut self, batch: Batch, failure: Option<Broken>) -> Vec<(W, Reply)> {
        self.writing.clear();
        if let Some(why) = failure {
            self.broken.get_or_insert(why);
        }
        let Some(why) = self.broken.clone() else {
            self.outbox.put_back(batch);
            return Vec::new();
        };
        let unsent = batch.incomplete().chain(self.outbox.clear()).collect();
        let mut ended = self.take(unsent, Reply::Unsent, &why);
        if let Some(why) = self.ended.clone() {
            ended.extend(self.take(batch.calls().collect(), Reply::Lost, &why));
        }
        ended
    }

    fn take(&mut self, numbers: Vec<u64>, reply: fn(Broken) -> Reply, why: &Broken) -> Vec<(W, Reply)> {
        let waiters = numbers.into_iter().filter_map(|number| self.pending.remove(&number));
        waiters.map(|pending| (pending.waiter, reply(why.clone()))).collect()
    }

    /// Gives up a call.
    pub(crate) fn withdraw(&mut self, number: u64) -> Withdrawn {
        match self.pending.remove(&number) {
            None => Withdrawn::Ended,
            Some(pending) if pending.is_taken => Withdrawn::Sent,
            // What nobody waits for is not taken out.
            Some(_) => Withdrawn::Unsent,
        }
    }

    /// Takes what has come.
    pub(crate) fn receive(&mut self, received: Received) -> Event<W> {
        let frame = match received {
            Received::TooLong { id } => {
                return self.answered(&id).map_or(Event::Dropped, |waiter| Event::Reply(waiter, Reply::TooLong));
            }
            Received::Message(frame) => frame,
        };
        match frame.class() {
            Class::Answer(id) => match self.answered(id) {
                Some(waiter) => Event::Reply(waiter, Reply::Answer(frame)),
                None => Event::Dropped,
            },
            Class::Notification => Event::Notification(frame),
            Class::Complaint => Event::Broken(Broken::Rejected(RawText::new(frame.into_text()))),
            Class::Stray => Event::Dropped,
        }
    }

    /// Who waits for the answer with this id. The whole id must be the one that was sent, byte for byte.
    fn answered(&mut self, id: &[u8]) -> Option<W> {
        let number = number_of(id)?;
        if self.pending.get(&number)?.id != id {
            return None;
        }
        self.pending.remove(&number).map(|pending| pending.waiter)
    }

    /// Nothing more will come. Gives the calls that have ended by that: all but those whose requests are being written,
    /// which end when [`wrote`](Self::wrote) tells how far that came.
    pub(crate) fn end(&mut self, why: Broken) -> Vec<(W, Reply)> {
        self.ended.get_or_insert(why.clone());
        let why = self.broken.get_or_insert(why).clone();
        let unsent = self.outbox.clear();
        let mut ended = self.take(unsent, Reply::Unsent, &why);
        let sent = self.pending.keys().filter(|number| !self.writing.contains(number)).copied().collect();
        ended.extend(self.take(sent, Reply::Lost, &why));
        ended
    }
}

impl From<Unusable> for Broken {
    fn from(unusable: Unusable) -> Self {
        match unusable {
            Unusable::Garbage(garbage) => Self::Garbage { expected: garbage.expected, found: garbage.found },
            Unusable::TooLong => Self::TooLong,
        }
    }
}

impl From<std::io::Error> for Broken {
    fn from(error: std::io::Error) -> Self {
        Self::Io(Arc::new(error))
    }
}
