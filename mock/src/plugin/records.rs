//! What a plugin has written, kept for tests to look at.

use std::fmt;

use super::judge::Level;

/// Bytes of each kind that are kept of one plugin: one that writes without end must not take all memory.
const MOST: usize = 64 << 20;

/// What was written first, as far as there is room.
#[derive(Debug)]
pub(super) struct Record<T> {
    pub(super) kept: Vec<T>,
    bytes: usize,
}

impl<T> Default for Record<T> {
    fn default() -> Self {
        Self { kept: Vec::new(), bytes: 0 }
    }
}

impl<T> Record<T> {
    /// Keeps something of this size, if there is room, and nothing that comes later, if there is none.
    pub(super) fn add(&mut self, bytes: usize, new: impl IntoIterator<Item = T>) {
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes <= MOST {
            self.kept.extend(new);
        }
    }
}

/// A line that a plugin has had its node log. `Debug` shows how long its text is, but not the text, which may hold secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct LogLine {
    /// How much it matters.
    pub level: Level,
    /// What it says.
    pub text: String,
}

impl LogLine {
    /// What it takes to keep it.
    pub(super) fn size(&self) -> usize {
        size_of::<Self>() + self.text.len()
    }
}

/// Without the text, which may say anything.
impl fmt::Debug for LogLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogLine").field("level", &self.level).field("bytes", &self.text.len()).finish()
    }
}
