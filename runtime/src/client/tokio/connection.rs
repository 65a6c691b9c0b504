//! One connection, shared by tasks: one task reads for all, another writes for all.

use std::io::{self, ErrorKind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

use ::tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use ::tokio::runtime::Handle;
use ::tokio::sync::{Notify, oneshot};
use ::tokio::task::{AbortHandle, JoinHandle, yield_now};
use ::tokio::time::timeout_at;

use crate::client::call::{Call, Ended};
use crate::client::error::Broken;
use crate::client::log::Log;
use crate::client::notifications::{Letters, Message};
use crate::client::session::{Batch, Draft, Event, Frame, Inbox, Numbers, Received, Reply, Session};
use crate::client::settings::Settings;
use crate::client::unread::Unread;
use crate::wipe::{Buffer, wipe};

/// How much is read in one go.
const CHUNK: usize = 128 * 1024;

pub(super) struct Connection {
    shared: Arc<Shared>,
    tasks: [JoinHandle<()>; 2],
}

struct Shared {
    /// Numbers the listeners.
    numbers: Numbers,
    /// How many bytes are kept for each of them.
    max_notifications: usize,
    state: Mutex<State>,
    /// There is something to write.
    unwritten: Notify,
}

struct State {
    session: Session<Caller>,
    unread: Unread,
    /// Whether nothing more will come.
    has_ended: bool,
    listeners: Vec<Listener>,
}

/// Who waits for the reply of a call, and is told when it is there.
struct Caller {
    call: u64,
    told: oneshot::Sender<()>,
}

/// Somebody who wants notifications.
struct Listener {
    number: u64,
    letters: Letters,
    wake: Arc<Notify>,
}

impl Connection {
    /// Begins to read and write, on the runtime that this runs on.
    ///
    /// # Errors
    /// It runs on none.
    pub(super) fn new(
        reader: impl AsyncRead + Send + Unpin + 'static,
        writer: impl AsyncWrite + Send + Unpin + 'static,
        settings: &Settings,
    ) -> io::Result<Self> {
        let runtime = Handle::try_current().map_err(io::Error::other)?;
        let unread = Unread::new(settings.max_unread);
        let state = State { session: Session::new(), unread, has_ended: false, listeners: Vec::new() };
        let shared = Arc::new(Shared {
            numbers: Numbers::default(),
            max_notifications: settings.max_notifications,
            state: Mutex::new(state),
            unwritten: Notify::new(),
        });
        let writing = runtime.spawn(write_all(writer, Arc::clone(&shared)));
        let end = EndOnDrop { shared: Arc::clone(&shared), writing: writing.abort_handle() };
        let reading = runtime.spawn(read_all(reader, Inbox::new(settings.max_answer), end));
        Ok(Self { shared, tasks: [reading, writing] })
    }

    /// Makes the call of this number, which no other on this connection may have, and waits for its end. Dropping the
    /// future gives the call up.
    pub(super) async fn call(&self, number: u64, call: &Call<'_>, deadline: Option<Instant>) -> Ended {
        let draft = Draft::new(number, call.method, &call.params, call.filter);
        let log = Log::start(call.method, &draft);
        log.end(self.run(draft, deadline).await)
    }

    async fn run(&self, draft: Draft, deadline: Option<Instant>) -> Ended {
        let mut pending = PendingCall { shared: &self.shared, number: draft.number, is_over: false };
        let (told, is_told) = oneshot::channel();
        let caller = Caller { call: draft.number, told };
        if let Err(broken) = self.shared.lock().session.begin(draft, caller) {
            return Ended::Reply(Reply::Unsent(broken));
        }
        self.shared.unwritten.notify_one();
        // Told or not, what has become of the call is known then.
        match deadline {
            None => _ = is_told.await,
            Some(deadline) => _ = timeout_at(deadline.into(), is_told).await,
        }
        pending.end()
    }

    /// Keeps notifications, from now on, for a listener, whose number is given.
    pub(super) fn listen(&self) -> u64 {
        let number = self.shared.numbers.next();
        let letters = Letters::new(self.shared.max_notifications);
        let listener = Listener { number, letters, wake: Arc::new(Notify::new()) };
        self.shared.lock().listeners.push(listener);
        number
    }

    /// Keeps nothing more for this listener.
    pub(super) fn leave(&self, number: u64) {
        self.shared.lock().listeners.retain(|listener| listener.number != number);
    }

    /// How many notifications were thrown away because this listener did not take them.
    pub(super) fn missed(&self, number: u64) -> u64 {
        self.shared.lock().listener(number).map_or(0, |listener| listener.letters.missed)
    }

    /// The next notification for this listener; `None` once the connection has ended.
    pub(super) async fn hear(&self, number: u64) -> Option<Message> {
        loop {
            let wake = {
                let mut state = self.shared.lock();
                let has_ended = state.has_ended;
                let listener = state.listener(number)?;
                match listener.letters.take() {
                    Some(message) => return Some(message),
                    None if has_ended => return None,
                    None => Arc::clone(&listener.wake),
                }
            };
            wake.notified().await;
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// Gives up the call if its future is dropped.
struct PendingCall<'c> {
    shared: &'c Shared,
    number: u64,
    is_over: bool,
}

impl PendingCall<'_> {
    /// What it has come to. Without a reply it is given up.
    fn end(&mut self) -> Ended {
        self.is_over = true;
        let mut state = self.shared.lock();
        match state.unread.take(self.number) {
            Some(reply) => Ended::Reply(reply),
            None => Ended::expired(state.session.withdraw(self.number)),
        }
    }
}

impl Drop for PendingCall<'_> {
    fn drop(&mut self) {
        if !self.is_over {
            self.end();
        }
    }
}

/// Ends every call when the task that reads does, even if that is because its runtime has been shut down.
struct EndOnDrop {
    shared: Arc<Shared>,
    /// The task that writes, which might wait for ever.
    writing: AbortHandle,
}

impl Drop for EndOnDrop {
    fn drop(&mut self) {
        self.shared.lock().end(Broken::Closed);
        self.writing.abort();
    }
}

/// A batch that goes back to the session, however writing it ends.
struct Writing<'s> {
    shared: &'s Shared,
    batch: Option<Batch>,
    failure: Option<Broken>,
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        if let Some(batch) = self.batch.take() {
            // A stream that has panicked is not asked again.
            let failure = self.failure.take().or_else(|| thread::panicking().then_some(Broken::Closed));
            let mut state = self.shared.lock();
            let ended = state.session.wrote(batch, failure);
            state.give_all(ended);
        }
    }
}

async fn read_all(mut reader: impl AsyncRead + Unpin, mut inbox: Inbox, shared: EndOnDrop) {
    let mut chunk = Buffer::zeros(CHUNK);
    let mut received = Vec::new();
    loop {
        let mut end = match reader.read(&mut chunk).await {
            Ok(0) => Some(Broken::Closed),
            Ok(count) => receive(&mut inbox, chunk.get_mut(..count).unwrap_or_default(), &mut received).err(),
            Err(error) if error.kind() == ErrorKind::Interrupted => None,
            Err(error) => Some(error.into()),
        };
        let mut received = received.drain(..);
        while shared.shared.deliver(&mut received, &mut end) {
            // Those whose answers have come may only not have had their turn.
            yield_now().await;
        }
        if let Some(why) = end {
            return shared.shared.lock().end(why);
        }
    }
}

fn receive(inbox: &mut Inbox, bytes: &mut [u8], received: &mut Vec<Received>) -> Result<(), Broken> {
    inbox.push(bytes);
    wipe(bytes);
    while let Some(next) = inbox.next()? {
        received.push(next);
    }
    Ok(())
}

async fn write_all(mut writer: impl AsyncWrite + Unpin, shared: Arc<Shared>) {
    loop {
        let batch = shared.lock().session.next_batch();
        let mut writing = Writing { shared: &shared, batch, failure: None };
        match &mut writing.batch {
            None => shared.unwritten.notified().await,
            Some(batch) => {
                if let Err(error) = write_some(&mut writer, batch).await {
                    writing.failure = Some(error.into());
                    return;
                }
            }
        }
    }
}

/// One write. What it leaves goes back to the session, for calls may be given up meanwhile.
async fn write_some(writer: &mut (impl AsyncWrite + Unpin), batch: &mut Batch) -> io::Result<()> {
    match writer.write(batch.rest()).await {
        Ok(0) => return Err(ErrorKind::WriteZero.into()),
        Ok(count) => batch.advance(count),
        Err(error) if error.kind() == ErrorKind::Interrupted => {}
        Err(error) => return Err(error),
    }
    if batch.rest().is_empty() { writer.flush().await } else { Ok(()) }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that runs while it is locked leaves it half-changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives what came to whom it belongs, until no room is left for more: `true`. What ends the connection goes into
    /// `end`.
    fn deliver(&self, received: &mut impl Iterator<Item = Received>, end: &mut Option<Broken>) -> bool {
        let mut state = self.lock();
        received.any(|received| {
            *end = state.deliver(received).or(end.take());
            !state.unread.has_room()
        })
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

    fn announce(&mut self, frame: Frame) {
        if self.listeners.is_empty() {
            return;
        }
        let message = Message::new(frame);
        for listener in &mut self.listeners {
            listener.letters.add(message.clone());
            listener.wake.notify_one();
        }
    }

    fn give(&mut self, caller: Caller, reply: Reply) {
        self.unread.make_room(&reply);
        self.unread.add(caller.call, reply);
        // Whoever has given up in this moment does not want it any more.
        let _ = caller.told.send(());
    }

    fn give_all(&mut self, replies: Vec<(Caller, Reply)>) {
        replies.into_iter().for_each(|(caller, reply)| self.give(caller, reply));
    }

    fn end(&mut self, why: Broken) {
        let ended = self.session.end(why);
        self.give_all(ended);
        self.has_ended = true;
        for listener in &self.listeners {
            listener.wake.notify_one();
        }
    }

    fn listener(&mut self, number: u64) -> Option<&mut Listener> {
        self.listeners.iter_mut().find(|listener| listener.number == number)
    }
}
