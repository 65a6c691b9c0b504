//! One connection, shared by threads.
//!
//! There is no thread of its own: of the threads that wait, one reads for all, and one writes for all. A thread whose
//! reply has come, or whose time is over, hands its duty over. A writer that makes no headway reads, too, because a node
//! stops reading while its answers are not taken. Nobody reads while answers that have come fill the room that they have:
//! the threads that wait for them take them as soon as they run, and one of these goes on.

use std::io::{self, ErrorKind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::reader::Reader;
use super::state::{Caller, Sleeper, State};
use super::waiter::Waiter;
use crate::client::call::{Call, CallOutcome};
use crate::client::connect::Stream;
use crate::client::error::ConnectionError;
use crate::client::log::Log;
use crate::client::received::Received;
use crate::client::session::{Batch, EncodedRequest, Reply};
use crate::client::settings::Settings;

/// How long a write makes no headway before its thread looks for something to read.
const PATIENCE: Duration = Duration::from_millis(10);

/// How much is written in one go. After each, the writer looks whether it still has time, or its reply.
const PIECE: usize = 128 * 1024;

pub(super) struct Connection {
    stream: Box<dyn Stream>,
    state: Mutex<State>,
}

type Locked<'c> = MutexGuard<'c, State>;

impl Connection {
    pub(super) fn new(stream: Box<dyn Stream>, settings: &Settings) -> io::Result<Self> {
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(Self { stream, state: Mutex::new(State::new(settings)) })
    }

    /// Makes the call of this number, which no other on this connection may have, and waits for its end.
    pub(super) fn call(&self, number: u64, call: &Call<'_>, deadline: Option<Instant>) -> CallOutcome {
        let encoded = EncodedRequest::new(number, call.method, &call.params, call.filter);
        let log = Log::start(call.method, &encoded);
        log.end(self.run(encoded, deadline))
    }

    fn run(&self, encoded: EncodedRequest, deadline: Option<Instant>) -> CallOutcome {
        let number = encoded.number;
        let waiter = Waiter::current();
        let caller = Caller { call: number, waiter: Arc::clone(&waiter) };
        if let Err(broken) = self.lock().session.begin(encoded, caller) {
            return CallOutcome::Reply(Reply::Unsent(broken));
        }
        if let Some(reply) = self.attend(&waiter, Some(number), deadline, |state| state.unread.take(number)) {
            return CallOutcome::Reply(reply);
        }
        let mut state = self.lock();
        match state.unread.take(number) {
            // It came in the last moment, and may have filled the room until now.
            Some(reply) => {
                state.hand_over();
                CallOutcome::Reply(reply)
            }
            None => CallOutcome::expired(state.session.withdraw(number)),
        }
    }

    /// Keeps notifications, from now on, for a listener, whose number is given.
    pub(super) fn listen(&self) -> u64 {
        self.lock().listeners.add()
    }

    /// Keeps nothing more for this listener.
    pub(super) fn leave(&self, number: u64) {
        self.lock().listeners.remove(number);
    }

    /// How many notifications were thrown away because this listener did not take them.
    pub(super) fn missed(&self, number: u64) -> u64 {
        self.lock().listeners.missed(number)
    }

    /// The next notification for this listener.
    pub(super) fn hear(&self, number: u64, deadline: Option<Instant>) -> Received {
        let waiter = Waiter::current();
        let heard =
            self.attend(&waiter, None, deadline, |state| match state.listeners.take(number, || Arc::clone(&waiter)) {
                Some(message) => Some(Received::Message(message)),
                None => state.has_ended.then_some(Received::Closed),
            });
        heard.unwrap_or(Received::TimedOut)
    }

    /// Does what there is to do until `done` gives something, which is then returned, or until `deadline`.
    ///
    /// Who waits for a request of its own to be written by another thread does not read meanwhile: that thread may leave
    /// before the request is written to its end, and would find nobody to go on.
    fn attend<T>(
        &self,
        waiter: &Arc<Waiter>,
        call: Option<u64>,
        deadline: Option<Instant>,
        mut done: impl FnMut(&mut State) -> Option<T>,
    ) -> Option<T> {
        let mut state = self.lock();
        loop {
            let found = done(&mut state);
            if found.is_some() || deadline.is_some_and(|deadline| deadline <= Instant::now()) {
                state.hand_over();
                return found;
            }
            if !state.writing && state.session.has_unwritten() {
                state = self.write(state);
                continue;
            }
            let may_read = state.may_read(call);
            state = match state.reader.take_if(|_| may_read) {
                Some(reader) => {
                    drop(state);
                    self.read(reader, deadline)
                }
                None => self.sleep(state, waiter, call, deadline),
            };
        }
    }

    fn lock(&self) -> Locked<'_> {
        // Nothing that runs while it is locked leaves it half-changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sleep<'c>(
        &'c self,
        mut state: Locked<'c>,
        waiter: &Arc<Waiter>,
        call: Option<u64>,
        deadline: Option<Instant>,
    ) -> Locked<'c> {
        state.asleep.push_back(Sleeper { waiter: Arc::clone(waiter), call });
        drop(state);
        waiter.sleep(deadline);
        let mut state = self.lock();
        state.asleep.retain(|other| !Arc::ptr_eq(&other.waiter, waiter));
        state
    }

    /// Reads what there is, or waits for it, and gives it to whom it belongs.
    fn read(&self, mut reader: Box<Reader>, deadline: Option<Instant>) -> Locked<'_> {
        let outcome = reader.read(&*self.stream, deadline);
        let mut state = self.lock();
        let mut end = outcome.err();
        for received in reader.received.drain(..) {
            end = state.deliver(received).or(end);
        }
        match end {
            Some(why) => {
                state.end(why);
                // The peer need not wait for a client that has no use for it. What has failed already cannot be shut.
                let _ = self.stream.shut_down();
            }
            None => state.reader = Some(reader),
        }
        state
    }

    /// Writes some of what there is to write.
    fn write<'c>(&'c self, mut state: Locked<'c>) -> Locked<'c> {
        let Some(mut batch) = state.session.next_batch() else { return state };
        state.writing = true;
        drop(state);
        let outcome = self.write_piece(&mut batch);
        let mut state = self.lock();
        state.writing = false;
        let ended = state.session.wrote(batch, outcome.err());
        state.give_all(ended);
        if state.session.has_unwritten() {
            // Writing goes on, maybe for long: answers need not wait for that.
            state.hand_reading_over();
        }
        state
    }

    fn write_piece(&self, batch: &mut Batch) -> Result<(), ConnectionError> {
        let rest = batch.rest();
        match self.stream.write(rest.get(..PIECE).unwrap_or(rest)) {
            Ok(0) => return Err(ConnectionError::Closed),
            Ok(count) => batch.advance(count),
            Err(error) => match error.kind() {
                ErrorKind::Interrupted => {}
                ErrorKind::WouldBlock | ErrorKind::TimedOut => self.read_while_blocked(),
                _ => return Err(ConnectionError::from(error)),
            },
        }
        Ok(())
    }

    /// Reads for all for a moment, unless another thread does that already, or what was read fills all room.
    fn read_while_blocked(&self) {
        let mut state = self.lock();
        let has_room = state.unread.has_room();
        let reader = state.reader.take_if(|_| has_room);
        drop(state);
        if let Some(reader) = reader {
            drop(self.read(reader, Some(Instant::now() + PATIENCE)));
        }
    }
}

#[cfg(test)]
mod tests;
