//! Lines on standard error, which nobody ever waits for.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread;
use std::time::Duration;

/// Lines that may wait to be written; what comes on top is counted, not kept.
const WAITING: usize = 1024;

/// How long the last lines are waited for: who has not read them by then does not want them.
const PATIENCE: Duration = Duration::from_secs(1);

/// Takes lines, and never blocks: a thread of its own writes them, which may hang on a pipe that is not read.
#[derive(Debug)]
pub(crate) struct Narrator {
    lines: SyncSender<String>,
    lost: Arc<AtomicU64>,
}

/// The end of what is written.
#[derive(Debug)]
pub(crate) struct Ending(Receiver<()>);

impl Narrator {
    /// Starts the thread. It ends after the last line of the last narrator.
    pub(crate) fn start() -> io::Result<(Self, Ending)> {
        let (lines, waiting) = sync_channel::<String>(WAITING);
        let (written, ending) = channel::<()>();
        let lost = Arc::new(AtomicU64::new(0));
        let narrator = Self { lines, lost: Arc::clone(&lost) };
        let write = move || {
            for line in waiting {
                say(&line);
                match lost.swap(0, Ordering::Relaxed) {
                    0 => {}
                    count => say(&format!("{count} lines are not here: nobody has read those before in time")),
                }
            }
            drop(written);
        };
        thread::Builder::new().name("log".to_owned()).spawn(write)?;
        Ok((narrator, Ending(ending)))
    }

    pub(crate) fn tell(&self, line: &str) {
        if self.lines.try_send(line.to_owned()).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Ending {
    /// Waits until all is written, but not for ever.
    pub(crate) fn wait(&self) {
        // That there is no more to come is what it hears, if anything.
        let _ = self.0.recv_timeout(PATIENCE);
    }
}

/// A line on standard error; if nobody reads that, nobody does.
pub(crate) fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
