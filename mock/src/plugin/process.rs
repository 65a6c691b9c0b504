//! The process of a plugin, and its pipes.

use std::io::{self, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

use rustix::process::{Pid, Signal, kill_process_group};

use super::program::Program;
use crate::lock::lock;

/// Bytes that are read at a time.
const CHUNK: usize = 64 << 10;

/// A process that was started.
#[derive(Debug)]
pub(super) struct Process {
    child: Mutex<Child>,
    /// The program, wherever a process is that looks for it.
    pub(super) path: PathBuf,
    /// Where its standard input is written from, until that is closed.
    input: Mutex<Option<Sender<Vec<u8>>>>,
    /// How many bytes that has to write.
    waiting: Arc<AtomicUsize>,
}

/// There is no room for more that it has not read.
#[derive(Debug)]
pub(super) struct Full;

impl Full {
    /// Bytes that may wait to be read.
    pub(super) const MOST: usize = 256 << 20;
}

/// What it writes.
pub(super) struct Outputs {
    pub(super) stdout: ChildStdout,
    pub(super) stderr: ChildStderr,
}

impl Process {
    /// Starts a program as a node does: in the folder of the network, told by its environment who starts it.
    pub(super) fn start(
        program: &Program,
        folder: &Path,
        version: &str,
        developer: bool,
    ) -> io::Result<(Self, Outputs)> {
        // Its folder is not that of the test, to which the path is relative.
        let path = std::path::absolute(&program.path)?;
        let mut command = Command::new(&path);
        command.args(&program.arguments).args(developer.then_some("--developer"));
        command
            .env("LIGHTNINGD_PLUGIN", "1")
            .env("LIGHTNINGD_VERSION", version)
            .envs(program.environment.iter().cloned());
        // A group of its own: what it has started ends with it.
        command.current_dir(folder).process_group(0);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(stdin), Some(stdout), Some(stderr)) = pipes else {
            return Err(io::Error::other("a process without pipes"));
        };
        let waiting = Arc::default();
        let input = Mutex::new(Some(write_to(stdin, &waiting)?));
        Ok((Self { child: Mutex::new(child), path, input, waiting }, Outputs { stdout, stderr }))
    }

    /// Has this written to its standard input, after all before it. Nobody waits until it reads.
    pub(super) fn write(&self, text: Vec<u8>) -> Result<(), Full> {
        if let Some(input) = &*lock(&self.input) {
            let before = self.waiting.fetch_add(text.len(), Ordering::Relaxed);
            if before.saturating_add(text.len()) > Full::MOST {
                return Err(Full);
            }
            // One that has closed its input is none that hears.
            let _ = input.send(text);
        }
        Ok(())
    }

    /// Closes its standard input once all is written.
    pub(super) fn close_input(&self) {
        lock(&self.input).take();
    }

    /// Kills it, and whatever it has started, and tells how it has ended, perhaps before.
    pub(super) fn end(&self) -> Option<ExitStatus> {
        let mut child = lock(&self.child);
        if let (Ok(None), Some(group)) = (child.try_wait(), group(&child)) {
            let _ = kill_process_group(group, Signal::KILL);
        }
        child.wait().ok()
    }
}

fn group(child: &Child) -> Option<Pid> {
    i32::try_from(child.id()).ok().and_then(Pid::from_raw)
}

/// A thread that writes to a pipe what it is sent, and closes it after the last.
fn write_to(mut stdin: ChildStdin, waiting: &Arc<AtomicUsize>) -> io::Result<Sender<Vec<u8>>> {
    let (sender, texts) = channel::<Vec<u8>>();
    let waiting = Arc::clone(waiting);
    let write = move || {
        texts.into_iter().try_for_each(|text| {
            stdin.write_all(&text)?;
            waiting.fetch_sub(text.len(), Ordering::Relaxed);
            Ok::<_, io::Error>(())
        })
    };
    thread::Builder::new().name("plugin stdin".to_owned()).spawn(move || drop(write()))?;
    Ok(sender)
}

/// Reads a pipe to its end.
pub(super) fn read_all(mut pipe: impl Read, mut take: impl FnMut(&[u8])) {
    let mut chunk = vec![0; CHUNK];
    loop {
        match pipe.read(&mut chunk) {
            Ok(0) => return,
            Ok(count) => take(chunk.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}
