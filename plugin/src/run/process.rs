//! The end of the process, whatever its handlers do.

use std::io::{self, Write as _};
use std::os::fd::AsFd;
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;

/// Ends the process after this time, unless it has ended by then: one whose handler blocks a thread does not.
pub(super) fn end_after(time: Duration) {
    in_thread(move || end(time));
}

/// Ends the process this long after the end of its input. The end is seen even if handlers block all threads, or if nothing
/// is read because they have too much to do.
pub(super) fn end_after_input(time: Duration) -> io::Result<()> {
    let input = io::stdin().as_fd().try_clone_to_owned()?;
    in_thread(move || {
        // `poll` tells of a hang-up without being asked to.
        let mut inputs = [PollFd::new(&input, PollFlags::empty())];
        let mut polled = Err(Errno::INTR);
        while polled == Err(Errno::INTR) {
            polled = poll(&mut inputs, None);
        }
        // If the input cannot be watched, it has not ended.
        if polled.is_ok() {
            end(time);
        }
    });
    Ok(())
}

/// Without a thread, the node has to end the process.
fn in_thread(run: impl FnOnce() + Send + 'static) {
    drop(thread::Builder::new().name("end of the process".to_owned()).spawn(run));
}

fn end(time: Duration) {
    thread::sleep(time);
    let _ = writeln!(io::stderr(), "the plugin was to end, and has not: its process is ended, and handlers with it");
    std::process::exit(1);
}
