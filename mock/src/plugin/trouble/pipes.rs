//! The pipes of a plugin, written and read as its trouble says.

use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::sync::Arc;
use std::thread;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::ioctl_fionread;

use super::{Pipe, PluginTrouble};
use crate::dice::Dice;

/// Which dice are thrown for the length of pieces.
const PIECE: u64 = 3;

/// How long it takes until the pipe is looked at again.
const LOOK: Timespec = Timespec { tv_sec: 0, tv_nsec: 50_000 };

/// What kills a plugin.
pub(in crate::plugin) type Kill = Arc<dyn Fn() + Send + Sync>;

/// What goes over a pipe, and when it ends.
struct Meter {
    pipe: Pipe,
    seed: u64,
    /// How often something has gone over it.
    times: u64,
    kill: Kill,
}

impl Meter {
    fn new(pipe: &Pipe, seed: u64, kill: &Kill) -> Self {
        Self { pipe: pipe.clone(), seed, times: 0, kill: Arc::clone(kill) }
    }

    /// How many of these bytes go over it now; none, once the plugin is killed.
    fn next(&mut self, wanted: usize) -> usize {
        if !self.pipe.pause.is_zero() {
            thread::sleep(self.pipe.pause);
        }
        self.times += 1;
        let most = self.pipe.most.map_or(wanted, |most| self.roll(most)).min(wanted);
        let left = self.pipe.killed_after.unwrap_or(u64::MAX);
        usize::try_from(left).map_or(most, |left| most.min(left))
    }

    /// A length from 1 to this.
    fn roll(&self, most: usize) -> usize {
        let roll = Dice::new(self.seed, PIECE, self.times).roll(most as u64);
        usize::try_from(roll).unwrap_or_default() + 1
    }

    /// So many bytes have gone over it. Whether they were the last.
    fn count(&mut self, bytes: usize) -> bool {
        if let Some(left) = &mut self.pipe.killed_after {
            *left = left.saturating_sub(bytes as u64);
        }
        self.pipe.killed_after == Some(0)
    }
}

/// The end of a plugin's standard input that its node writes to.
pub(in crate::plugin) struct Input<W> {
    pipe: W,
    meter: Meter,
}

impl<W: Write + AsFd> Input<W> {
    pub(in crate::plugin) fn new(pipe: W, trouble: &PluginTrouble, kill: &Kill) -> Self {
        Self { pipe, meter: Meter::new(&trouble.input, trouble.seed, kill) }
    }

    /// Waits until the plugin has read all, or is not there any more. A system that cannot tell does not wait.
    fn let_it_read(&self) {
        while ioctl_fionread(&self.pipe).is_ok_and(|unread| unread > 0) {
            let mut polled = [PollFd::new(&self.pipe, PollFlags::empty())];
            if poll(&mut polled, Some(&LOOK)).is_ok_and(|gone| gone > 0) {
                return;
            }
        }
    }

    fn kill(&self) -> io::Error {
        (self.meter.kill)();
        io::ErrorKind::BrokenPipe.into()
    }
}

impl<W: Write + AsFd> Write for Input<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.meter.pipe.most.is_some() {
            self.let_it_read();
        }
        let now = bytes.get(..self.meter.next(bytes.len())).unwrap_or_default();
        self.pipe.write_all(now)?;
        if self.meter.count(now.len()) {
            self.let_it_read();
            return Err(self.kill());
        }
        Ok(now.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pipe.flush()
    }
}

/// The end of a plugin's standard output that its node reads.
pub(in crate::plugin) struct Output<R> {
    pipe: R,
    meter: Meter,
}

impl<R> Output<R> {
    pub(in crate::plugin) fn new(pipe: R, trouble: &PluginTrouble, kill: &Kill) -> Self {
        Self { pipe, meter: Meter::new(&trouble.output, trouble.seed, kill) }
    }
}

impl<R: Read> Read for Output<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let most = self.meter.next(room.len());
        let count = self.pipe.read(room.get_mut(..most).unwrap_or_default())?;
        if self.meter.count(count) {
            (self.meter.kill)();
        }
        Ok(count)
    }
}
