//! The settings of a client, and the options of its calls.

use std::time::{Duration, Instant};

use super::retry::Retry;

/// The settings of a client: limits in bytes, reconnecting, and how long connecting may take.
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
    pub(crate) wait_for_node: Option<Duration>,
}

impl Settings {
    /// The default settings: answers of up to 1 GiB, up to 1 GiB of answers that wait for their callers, 64 MiB of
    /// notifications for each listener, no reconnecting, 30 seconds to connect, and no waiting for a node that is not there.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            max_answer: 1 << 30,
            max_unread: 1 << 30,
            max_notifications: 64 << 20,
            reconnect: false,
            connect_timeout: Duration::from_secs(30),
            wait_for_node: None,
        }
    }

    /// The longest answer that the client accepts, in bytes. A longer one fails only its own call, with
    /// [`CallError::Unreadable`](super::CallError::Unreadable).
    #[must_use]
    pub const fn max_answer(mut self, bytes: usize) -> Self {
        self.max_answer = bytes;
        self
    }

    /// How many bytes of answers may wait for their callers on one connection. One more answer of any length is accepted
    /// until the limit is reached, so memory holds at most this plus [`max_answer`](Self::max_answer), plus what one read
    /// returns.
    ///
    /// A thread takes its answer as soon as it runs, so `blocking::Client` stops reading until there is room again, and
    /// loses nothing. A task takes its answer when its future is polled, which may be never, and other calls must not
    /// wait for that: `tokio::Client` yields to other tasks, and if there still is no room, drops the answers that have
    /// waited longest. Their calls fail with [`NoAnswerError::NoRoom`](super::NoAnswerError::NoRoom), in a
    /// [`CallError::MaybeExecuted`](super::CallError::MaybeExecuted).
    #[must_use]
    pub const fn max_unread(mut self, bytes: usize) -> Self {
        self.max_unread = bytes;
        self
    }

    /// How many bytes of notifications are kept for a listener that does not take them; never more than 1024
    /// notifications. When another arrives, the oldest are dropped; one that alone exceeds the limit is dropped itself.
    /// The listener's `missed()` counts those that were dropped.
    #[must_use]
    pub const fn max_notifications(mut self, bytes: usize) -> Self {
        self.max_notifications = bytes;
        self
    }

    /// Whether a call reconnects if the connection failed before its request was sent. No request is ever sent twice. A
    /// client that was made from streams cannot reconnect.
    #[must_use]
    pub const fn reconnect(mut self, reconnect: bool) -> Self {
        self.reconnect = reconnect;
        self
    }

    /// How long connecting may take. A node accepts a connection at once, unless it hangs or very many clients wait. A
    /// call that reconnects keeps to its own timeout as well.
    #[must_use]
    pub const fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long the first connect waits for a node that is just starting: while there is no socket, or nobody listens on
    /// it, the client tries again, at least once a second. Errors that do not heal, such as a socket that this user may not
    /// open, end it at once.
    ///
    /// No attempt begins later, and each may take [`connect_timeout`](Self::connect_timeout). For what comes after the
    /// first connect, see [`Retry`]. In a tokio runtime the time driver must be enabled.
    #[must_use]
    pub const fn wait_for_node(mut self, time: Duration) -> Self {
        self.wait_for_node = Some(time);
        self
    }

    /// How the first connect is repeated.
    pub(crate) fn first_connect(&self) -> Option<Retry> {
        let (first, longest) = (Duration::from_millis(50), Duration::from_secs(1));
        self.wait_for_node.map(|time| Retry::new().attempts(u32::MAX).within(time).pauses(first, longest))
    }

    /// How long connecting may take for a call with this deadline.
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

/// The options of a client's calls.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) validate: bool,
    pub(crate) retry: Option<Retry>,
}

impl CallOptions {
    pub(crate) const DEFAULT: Self = Self { timeout: None, validate: true, retry: None };

    /// When a call that begins now is over; `None` for never.
    pub(crate) fn deadline(self) -> Option<Instant> {
        // A time too far away to be represented counts as never.
        self.timeout.and_then(|timeout| Instant::now().checked_add(timeout))
    }
}
