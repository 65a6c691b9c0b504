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
    pub(crate) reconnect: bool,
    pub(crate) connect_timeout: Duration,
}

impl Settings {
    /// Answers of up to 1 GiB, no reconnecting, 30 seconds to connect.
    #[must_use]
    pub const fn new() -> Self {
        Self { max_answer: 1 << 30, reconnect: false, connect_timeout: Duration::from_secs(30) }
    }

    /// The longest answer that is taken, in bytes. A longer one ends its call with
    /// [`CallError::Unreadable`](super::CallError::Unreadable), and only that.
    #[must_use]
    pub const fn max_answer(mut self, bytes: usize) -> Self {
        self.max_answer = bytes;
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
pub(crate) struct Manner {
    pub(crate) timeout: Option<Duration>,
    pub(crate) validate: bool,
}

impl Manner {
    pub(crate) const DEFAULT: Self = Self { timeout: None, validate: true };

    /// When a call that begins now is over; `None` for never.
    pub(crate) fn deadline(self) -> Option<Instant> {
        // A time too far away to be told is never.
        self.timeout.and_then(|timeout| Instant::now().checked_add(timeout))
    }
}
