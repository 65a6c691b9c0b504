//! One connection, shared by tasks.

use std::io;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use ::tokio::io::{AsyncRead, AsyncWrite};
use ::tokio::runtime::Handle;
use ::tokio::sync::oneshot;
use ::tokio::task::JoinHandle;
use ::tokio::time::timeout_at;

use super::state::{Caller, Shared};
use super::tasks::{EndOnDrop, read_all, write_all};
use crate::client::call::{Call, CallOutcome};
use crate::client::log::Log;
use crate::client::message::Message;
use crate::client::session::{EncodedRequest, Inbox, Reply};
use crate::client::settings::Settings;

pub(super) struct Connection {
    shared: Arc<Shared>,
    tasks: [JoinHandle<()>; 2],
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
        let shared = Arc::new(Shared::new(settings));
        let writing = runtime.spawn(write_all(writer, Arc::clone(&shared)));
        let end = EndOnDrop { shared: Arc::clone(&shared), writing: writing.abort_handle() };
        let reading = runtime.spawn(read_all(reader, Inbox::new(settings.max_answer), end));
        Ok(Self { shared, tasks: [reading, writing] })
    }

    /// Makes the call of this number, which no other on this connection may have, and waits for its end. Dropping the
    /// future gives the call up.
    pub(super) async fn call(&self, number: u64, call: &Call<'_>, deadline: Option<Instant>) -> CallOutcome {
        let encoded = EncodedRequest::new(number, call.method, &call.params, call.filter);
        let log = Log::start(call.method, &encoded);
        log.end(self.run(encoded, deadline).await)
    }

    async fn run(&self, encoded: EncodedRequest, deadline: Option<Instant>) -> CallOutcome {
        let mut pending = PendingCall { shared: &self.shared, number: encoded.number, is_over: false };
        let (told, is_told) = oneshot::channel();
        let caller = Caller { call: encoded.number, told };
        if let Err(broken) = self.shared.lock().session.begin(encoded, caller) {
            return CallOutcome::Reply(Reply::Unsent(broken));
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
        self.shared.lock().listeners.add()
    }

    /// Keeps nothing more for this listener.
    pub(super) fn leave(&self, number: u64) {
        self.shared.lock().listeners.remove(number);
    }

    /// How many notifications were thrown away because this listener did not take them.
    pub(super) fn missed(&self, number: u64) -> u64 {
        self.shared.lock().listeners.missed(number)
    }

    /// The next notification for this listener; `None` once the connection has ended.
    pub(super) fn poll_hear(&self, number: u64, context: &Context<'_>) -> Poll<Option<Message>> {
        let mut state = self.shared.lock();
        match state.listeners.take(number, || context.waker().clone()) {
            None if !state.has_ended => Poll::Pending,
            message => Poll::Ready(message),
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
    fn end(&mut self) -> CallOutcome {
        self.is_over = true;
        let mut state = self.shared.lock();
        match state.unread.take(self.number) {
            Some(reply) => CallOutcome::Reply(reply),
            None => CallOutcome::expired(state.session.withdraw(self.number)),
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
