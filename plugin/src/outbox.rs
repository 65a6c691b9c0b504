//! Lines that wait to be written, bounded by their bytes.

use std::collections::VecDeque;
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::line::{self, Level};

/// How many bytes may wait before those who answer wait, too, and lines for the log are dropped.
const LIMIT: usize = 16 << 20;

/// Lines that wait to be written.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    waiting: Mutex<Waiting>,
    /// There is something to write, or there will be no more.
    filled: Notify,
    /// There is room.
    drained: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    lines: VecDeque<Vec<u8>>,
    bytes: usize,
    /// Lines for the log that nobody will see.
    dropped: u64,
    is_closed: bool,
}

impl Waiting {
    fn push(&mut self, line: Vec<u8>) {
        self.bytes += line.len();
        self.lines.push_back(line);
    }

    /// Says in the log how many lines for it were dropped, once there is room for that.
    fn count_dropped(&mut self) {
        if self.dropped > 0 && self.bytes < LIMIT {
            let dropped = std::mem::take(&mut self.dropped);
            self.push(line::log(
                Level::Unusual,
                &format!("{dropped} lines for the log were dropped: the node does not read fast enough"),
            ));
        }
    }
}

impl Outbox {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has a line written, once there is room for it. What comes after it was closed is dropped; what waits for room then is
    /// the last.
    pub(crate) async fn send(&self, line: Vec<u8>) {
        let mut has_waited = false;
        loop {
            let room = self.drained.notified();
            let mut room = pin!(room);
            room.as_mut().enable();
            {
                let mut waiting = self.waiting();
                if waiting.is_closed && !has_waited {
                    return;
                }
                if waiting.is_closed || waiting.bytes < LIMIT {
                    waiting.push(line);
                    break;
                }
            }
            room.await;
            has_waited = true;
        }
        self.filled.notify_one();
    }

    /// Has a line for the log written, unless there is no room. How many were dropped is said as soon as there is.
    pub(crate) fn log(&self, level: Level, message: &str) {
        {
            let mut waiting = self.waiting();
            if waiting.is_closed {
                return;
            }
            if waiting.bytes >= LIMIT {
                waiting.dropped += 1;
                return;
            }
            waiting.push(line::log(level, message));
        }
        self.filled.notify_one();
    }

    /// The next line; `None` once it was closed and all is written.
    pub(crate) async fn next(&self) -> Option<Vec<u8>> {
        loop {
            {
                let mut waiting = self.waiting();
                if let Some(line) = waiting.lines.pop_front() {
                    waiting.bytes -= line.len();
                    waiting.count_dropped();
                    self.drained.notify_waiters();
                    return Some(line);
                }
                if waiting.is_closed {
                    return None;
                }
            }
            self.filled.notified().await;
        }
    }

    /// Whether nothing waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.waiting().lines.is_empty()
    }

    /// What waits is the last to be written.
    pub(crate) fn close(&self) {
        self.waiting().is_closed = true;
        self.filled.notify_one();
        self.drained.notify_waiters();
    }
}
