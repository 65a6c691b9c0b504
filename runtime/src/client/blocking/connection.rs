//! One connection, shared by threads.
//!
//! There is no thread of its own: of the threads that wait, one reads for all, and one writes for all. A thread whose
//! reply has come, or whose time is over, hands its duty over. A writer that makes no headway reads, too, because a node
//! stops reading while its answers are not taken. Nobody reads while answers that have come fill the room that they have:
//! the threads that wait for them take them as soon as they run, and one of these goes on.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::reader::Reader;
use super::waiter::Waiter;
use crate::client::call::{Call, Ended};
use crate::client::error::Broken;
use crate::client::log::Log;
use crate::client::notifications::{Heard, Letters, Message};
use crate::client::session::{Batch, Draft, Event, Frame, Numbers, Received, Reply, Session};
use crate::client::settings::Settings;
use crate::client::unread::Unread;

/// How long a write makes no headway before its thread looks for something to read.
const PATIENCE: Duration = Duration::from_millis(10);

/// How much is written in one go. After each, the writer looks whether it still has time, or its reply.
const PIECE: usize = 128 * 1024;

pub(super) struct Connection {
    stream: UnixStream,
    /// Numbers the listeners.
    numbers: Numbers,
    /// How many bytes are kept for each of them.
    max_notifications: usize,
    state: Mutex<State>,
}

struct State {
    session: Session<Caller>,
    unread: Unread,
    /// Whoever reads has taken it.
    reader: Option<Box<Reader>>,
    /// Whether nothing more will come, and so there is nothing to read.
    has_ended: bool,
    /// Whether a thread writes.
    writing: bool,
    /// Threads that sleep, the longest first. Those woken for a duty are taken out.
    asleep: VecDeque<Sleeper>,
    listeners: Vec<Listener>,
}

/// Who waits for the reply of a call.
struct Caller {
    call: u64,
    waiter: Arc<Waiter>,
}

/// Somebody who wants notifications.
struct Listener {
    number: u64,
    letters: Letters,
    /// The thread that waits for the next one.
    waiter: Option<Arc<Waiter>>,
}

struct Sleeper {
    waiter: Arc<Waiter>,
    /// The call that it makes, if it makes one.
    call: Option<u64>,
}

type Locked<'c> = MutexGuard<'c, State>;

impl Connection {
    pub(super) fn new(stream: UnixStream, settings: &Settings) -> io::Result<Self> {
        stream.set_write_timeout(Some(PATIENCE))?;
        let state = State {
            session: Session::new(),
            unread: Unread::new(settings.max_unread),
            reader: Some(Box::new(Reader::new(settings.max_answer))),
            has_ended: false,
            writing: false,
            asleep: VecDeque::new(),
            listeners: Vec::new(),
        };
        let max_notifications = settings.max_notifications;
        Ok(Self { stream, numbers: Numbers::default(), max_notifications, state: Mutex::new(state) })
    }

    /// Makes the call of this number, which no other on this connection may have, and waits for its end.
    pub(super) fn call(&self, number: u64, call: &Call<'_>, deadline: Option<Instant>) -> Ended {
        let draft = Draft::new(number, call.method, &call.params, call.filter);
        let log = Log::start(call.method, &draft);
        log.end(self.run(draft, deadline))
    }

    fn run(&self, draft: Draft, deadline: Option<Instant>) -> Ended {
        let number = draft.number;
        let waiter = Waiter::current();
        let caller = Caller { call: number, waiter: Arc::clone(&waiter) };
        if let Err(broken) = self.lock().session.begin(draft, caller) {
            return Ended::Reply(Reply::Unsent(broken));
        }
        if let Some(reply) = self.attend(&waiter, Some(number), deadline, |state| state.unread.take(number)) {
            return Ended::Reply(reply);
        }
        let mut state = self.lock();
        match state.unread.take(number) {
            // It came in the last moment, and may have filled the room until now.
            Some(reply) => {
                state.hand_over();
                Ended::Reply(reply)
            }
            None => Ended::expired(state.session.withdraw(number)),
        }
    }

    /// Keeps notifications, from now on, for a listener, whose number is given.
    pub(super) fn listen(&self) -> u64 {
        let number = self.numbers.next();
        let letters = Letters::new(self.max_notifications);
        self.lock().listeners.push(Listener { number, letters, waiter: None });
        number
    }

    /// Keeps nothing more for this listener.
    pub(super) fn leave(&self, number: u64) {
        self.lock().listeners.retain(|listener| listener.number != number);
    }

    /// How many notifications were thrown away because this listener did not take them.
    pub(super) fn missed(&self, number: u64) -> u64 {
        self.lock().listener(number).map_or(0, |listener| listener.letters.missed)
    }

    /// The next notification for this listener.
    pub(super) fn hear(&self, number: u64, deadline: Option<Instant>) -> Heard {
        let waiter = Waiter::current();
        let heard = self.attend(&waiter, None, deadline, |state| {
            let has_ended = state.has_ended;
            let listener = state.listener(number)?;
            listener.waiter = Some(Arc::clone(&waiter));
            match listener.letters.take() {
                Some(message) => Some(Heard::Message(message)),
                None => has_ended.then_some(Heard::End),
            }
        });
        heard.unwrap_or(Heard::Nothing)
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
        let outcome = reader.read(&self.stream, deadline);
        let mut state = self.lock();
        let mut end = outcome.err();
        for received in reader.received.drain(..) {
            end = state.deliver(received).or(end);
        }
        match end {
            Some(why) => {
                state.end(why);
                // The peer need not wait for a client that has no use for it. What has failed already cannot be shut.
                let _ = self.stream.shutdown(Shutdown::Both);
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

    fn write_piece(&self, batch: &mut Batch) -> Result<(), Broken> {
        let rest = batch.rest();
        match (&self.stream).write(rest.get(..PIECE).unwrap_or(rest)) {
            Ok(0) => return Err(Broken::Closed),
            Ok(count) => batch.advance(count),
            Err(error) => match error.kind() {
                ErrorKind::Interrupted => {}
                ErrorKind::WouldBlock | ErrorKind::TimedOut => self.read_while_blocked(),
                _ => return Err(Broken::from(error)),
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

impl State {
    /// Gives what came to whom it belongs. Why the connection has ended, if it has.
    fn deliver(&mut self, received: Received) -> Option<Broken> {
        match self.session.receive(received) {
            Event::Reply(caller, reply) => self.give(caller, reply),
            Event::Notification(frame) => self.announce(frame),
            Event::Dropped => {}
            Event::Broken(why) => return Some(why),
        }
        None
    }

    fn give(&mut self, caller: Caller, reply: Reply) {
        self.unread.add(caller.call, reply);
        caller.waiter.wake();
    }

    fn give_all(&mut self, replies: Vec<(Caller, Reply)>) {
        replies.into_iter().for_each(|(caller, reply)| self.give(caller, reply));
    }

    fn end(&mut self, why: Broken) {
        let ended = self.session.end(why);
        self.give_all(ended);
        self.has_ended = true;
        self.wake_listeners();
    }

    fn announce(&mut self, frame: Frame) {
        if self.listeners.is_empty() {
            return;
        }
        let message = Message::new(frame);
        for listener in &mut self.listeners {
            listener.letters.add(message.clone());
        }
        self.wake_listeners();
    }

    fn wake_listeners(&mut self) {
        for waiter in self.listeners.iter_mut().filter_map(|listener| listener.waiter.take()) {
            waiter.wake();
        }
    }

    fn listener(&mut self, number: u64) -> Option<&mut Listener> {
        self.listeners.iter_mut().find(|listener| listener.number == number)
    }

    /// Whether the thread that makes this call, or none, may read for all.
    fn may_read(&self, call: Option<u64>) -> bool {
        self.unread.has_room() && !call.is_some_and(|call| self.session.is_unwritten(call))
    }

    /// Wakes a thread for each duty that nobody does.
    fn hand_over(&mut self) {
        if !self.writing && self.session.has_unwritten() {
            self.wake_first(|_, _| true);
        }
        self.hand_reading_over();
    }

    /// Wakes a thread to read, if nobody does.
    fn hand_reading_over(&mut self) {
        if self.reader.is_some() {
            self.wake_first(|state, sleeper| state.may_read(sleeper.call));
        }
    }

    /// Wakes the thread that has slept longest of those fit for a duty.
    fn wake_first(&mut self, is_fit: impl Fn(&Self, &Sleeper) -> bool) {
        let fit = self.asleep.iter().position(|sleeper| is_fit(self, sleeper));
        if let Some(sleeper) = fit.and_then(|index| self.asleep.remove(index)) {
            sleeper.waiter.wake();
        }
    }
}

#[cfg(test)]
mod tests;
