//! What users may choose.

use std::time::{Duration, Instant};

/// How a client treats its connection.
///
/// ```
/// use cln_runtime::client::Settings;
///
/// let settings = Settings::new().max_answer(64 << 20).reconnect(true);
/// ```
#[derive(Clone, Debug)]
pub struct Settings {
    pub(crate) max_answer: usize,
    pub(crate) max_unread: usize,
    pub(crate) max_notifications: usize,
    pub(crate) reconnect: bool,
    pub(crate) connect_timeout: Duration,
}

impl Settings {
    /// Answers of up to 1 GiB, as many bytes of answers that nobody has read yet, 64 MiB of notifications for each
    /// listener, no reconnecting, 30 seconds to connect.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            max_answer: 1 << 30,
            max_unread: 1 << 30,
            max_notifications: 64 << 20,
            reconnect: false,
            connect_timeout: Duration::from_secs(30),
        }
    }

    /// The longest answer that is taken, in bytes. A longer one ends its call with
    /// [`CallError::Unreadable`](super::CallError::Unreadable), and only that.
    #[must_use]
    pub const fn max_answer(mut self, bytes: usize) -> Self {
        self.max_answer = bytes;
        self
    }

    /// How many bytes of answers may wait for their callers on one connection. There is room for another, however long,
    /// until so many wait: at most this and [`max_answer`](Self::max_answer) together, and what one read brings.
    ///
    /// A thread takes its answer as soon as it runs, so `blocking::Client` reads nothing until there is room again, and
    /// loses nothing. A task takes its answer when its future is polled, which may be never, and others must not wait for
    /// that: `tokio::Client` gives other tasks their turn, and if there still is no room, throws away the answers that
    /// have waited longest. Their calls end with [`NoAnswer::NoRoom`](super::NoAnswer::NoRoom) in a
    /// [`CallError::MaybeExecuted`](super::CallError::MaybeExecuted).
    #[must_use]
    pub const fn max_unread(mut self, bytes: usize) -> Self {
        self.max_unread = bytes;
        self
    }

    /// How many bytes of notifications are kept for a listener that does not take them; there are never more than 1024 of
    /// them, however short. When another comes, the oldest are thrown away, and so is one that is longer than all that
    /// may be kept. The listener's `missed()` counts what it has lost.
    #[must_use]
    pub const fn max_notifications(mut self, bytes: usize) -> Self {
        self.max_notifications = bytes;
        self
    }

    /// Whether a call connects again if the connection has ended before its request was sent. No request is ever sent
    /// twice. Only for clients that were given a path.
    #[must_use]
    pub const fn reconnect(mut self, reconnect: bool) -> Self {
        self.reconnect = reconnect;
        self
    }

    /// How long making a connection may take. A node takes it at once, unless it hangs or very many others wait, too.
    /// A call that connects again also keeps to its own time.
    #[must_use]
    pub const fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long connecting may take for a call that is over at `deadline`.
    pub(crate) fn time_to_connect(&self, deadline: Option<Instant>) -> Duration {
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        left.map_or(self.connect_timeout, |left| left.min(self.connect_timeout))
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self::new()
    }
}

/// How a client makes its calls.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) validate: bool,
}

impl CallOptions {
    pub(crate) const DEFAULT: Self = Self { timeout: None, validate: true };

    /// When a call that begins now is over; `None` for never.
    pub(crate) fn deadline(self) -> Option<Instant> {
        // A time too far away to be told is never.
        self.timeout.and_then(|timeout| Instant::now().checked_add(timeout))
    }
}
