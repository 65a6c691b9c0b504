//! What plugins log, write and do wrong, told as it happens to who watches the node.

use std::fmt;

use super::judge::{Level, PluginFault, Rule, shown};
use super::records::LogLine;

/// The longest line of standard error that is waited for, in bytes: what is longer is told in pieces.
const LONGEST: usize = 16 << 10;

/// Who learns what plugins log, write and do wrong.
#[derive(Debug)]
pub(crate) struct Audience {
    /// Who is told as it happens.
    pub(crate) watcher: Option<Watcher>,
    /// Whether a test looks at it later, and fails with what is wrong. For nobody else it is kept.
    pub(crate) is_test: bool,
}

/// Who watches the plugins of a node.
pub(crate) struct Watcher(Box<dyn Fn(&str) + Send + Sync>);

impl fmt::Debug for Watcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watcher")
    }
}

impl Watcher {
    /// One who is handed lines, in which there are no secrets.
    pub(crate) fn new(write: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self(Box::new(write))
    }

    fn tell(&self, kind: &str, plugin: &str, text: &str) {
        (self.0)(&format!("{kind:<7} plugin-{plugin}: {text}"));
    }

    /// A plugin has the node log a line, which looks as in a node's log.
    pub(super) fn log(&self, plugin: &str, line: &LogLine) {
        let level = match line.level {
            Level::Trace => "TRACE",
            Level::Debug => "DEBUG",
            Level::Info => "INFO",
            Level::Warn => "UNUSUAL",
            Level::Error => "BROKEN",
        };
        self.tell(level, plugin, &shown(line.text.as_bytes()));
    }

    /// A plugin has done something wrong.
    pub(super) fn fault(&self, plugin: &str, fault: &PluginFault) {
        match fault.rule {
            // Nobody has killed it.
            Rule::Ended => self.tell("FAULT", plugin, &fault.reason),
            _ => self.tell("FAULT", plugin, &fault.to_string()),
        }
    }

    /// Something has become of a plugin that is nothing wrong.
    pub(super) fn note(&self, plugin: &str, text: &str) {
        self.tell("INFO", plugin, &shown(text.as_bytes()));
    }

    fn stderr(&self, plugin: &str, line: &[u8]) {
        self.tell("STDERR", plugin, &shown(line));
    }
}

/// What a plugin writes to standard error, line by line.
#[derive(Debug, Default)]
pub(super) struct Lines(Vec<u8>);

impl Lines {
    /// Takes what has come, and tells the lines that are whole.
    pub(super) fn take_in(&mut self, bytes: &[u8], plugin: &str, watcher: &Watcher) {
        self.0.extend_from_slice(bytes);
        while let Some(end) = self.end() {
            let rest = self.0.split_off(end);
            let line = std::mem::replace(&mut self.0, rest);
            watcher.stderr(plugin, &line);
        }
    }

    fn end(&self) -> Option<usize> {
        let newline = self.0.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
        newline.or_else(|| (self.0.len() > LONGEST).then_some(LONGEST))
    }

    /// Tells the last line, which no newline ends.
    pub(super) fn end_with(self, plugin: &str, watcher: &Watcher) {
        if !self.0.is_empty() {
            watcher.stderr(plugin, &self.0);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use std::sync::{Arc, Mutex};

    use super::*;

    #[test]
    fn standard_error_is_told_in_lines() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let watcher = Watcher::new({
            let told = Arc::clone(&told);
            move |line| told.lock().unwrap().push(line.to_owned())
        });
        let mut lines = Lines::default();
        for part in [&b"one\ntw"[..], b"o\x1b[2K\n", &b" ".repeat(LONGEST), b"three"] {
            lines.take_in(part, "px", &watcher);
        }
        lines.end_with("px", &watcher);
        let line = |text: &str| format!("STDERR  plugin-px: {text}");
        let expected = [line("one"), line("two\\u{1b}[2K"), line(""), line("three")];
        assert_eq!(*told.lock().unwrap(), expected);
    }
}
