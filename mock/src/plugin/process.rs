//! The process of a plugin, and its pipes.

use std::io::{self, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

use rustix::process::{Pid, Signal, kill_process_group};

use super::program::Program;
use super::trouble::{Input, Kill, Output};
use crate::lock::lock;

/// Bytes that are read at a time.
const CHUNK: usize = 64 << 10;

/// A process that was started.
#[derive(Debug)]
pub(super) struct Process {
    /// The program, wherever a process is that looks for it.
    pub(super) path: PathBuf,
    running: Arc<Running>,
    input: Mutex<Writing>,
}

/// What runs, or has run.
#[derive(Debug)]
struct Running {
    child: Mutex<Child>,
    /// Whether trouble has killed it.
    is_killed: AtomicBool,
}

/// What is to be written to its standard input.
#[derive(Debug)]
struct Writing {
    /// Who writes it, until the input is closed.
    writer: Option<Sender<Vec<u8>>>,
    /// What is kept back, for as long as anybody wants that.
    kept: Vec<u8>,
    keepers: usize,
    /// How many bytes are not written yet.
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
    pub(super) stdout: Output<ChildStdout>,
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
        let running = Arc::new(Running { child: Mutex::new(child), is_killed: AtomicBool::new(false) });
        let killed = Arc::clone(&running);
        let kill: Kill = Arc::new(move || killed.trouble());
        let waiting = Arc::default();
        let writer = write_to(Input::new(stdin, &program.trouble, &kill), &waiting)?;
        let input = Mutex::new(Writing { writer: Some(writer), kept: Vec::new(), keepers: 0, waiting });
        let stdout = Output::new(stdout, &program.trouble, &kill);
        Ok((Self { path, running, input }, Outputs { stdout, stderr }))
    }

    /// Has this written to its standard input, after all before it. Nobody waits until it reads.
    pub(super) fn write(&self, text: Vec<u8>) -> Result<(), Full> {
        let mut input = lock(&self.input);
        input.make_room(text.len())?;
        if input.keepers > 0 {
            input.kept.extend_from_slice(&text);
        } else {
            input.send(text);
        }
        Ok(())
    }

    /// Keeps back what is to be written, until [`let_go`](Self::let_go) is called as often.
    pub(super) fn keep_back(&self) {
        lock(&self.input).keepers += 1;
    }

    /// Has all written at once that was kept back.
    pub(super) fn let_go(&self) {
        let mut input = lock(&self.input);
        input.keepers = input.keepers.saturating_sub(1);
        if input.keepers == 0 {
            input.send_kept();
        }
    }

    /// Closes its standard input once all is written.
    pub(super) fn close_input(&self) {
        let mut input = lock(&self.input);
        input.send_kept();
        input.writer = None;
    }

    /// Kills it, and whatever it has started, and tells how it has ended, perhaps before.
    pub(super) fn end(&self) -> Option<ExitStatus> {
        self.running.kill();
        lock(&self.running.child).wait().ok()
    }

    /// Whether trouble has killed it.
    pub(super) fn is_killed(&self) -> bool {
        self.running.is_killed.load(Ordering::Acquire)
    }
}

impl Running {
    fn kill(&self) {
        let mut child = lock(&self.child);
        if let (Ok(None), Some(group)) = (child.try_wait(), group(&child)) {
            let _ = kill_process_group(group, Signal::KILL);
        }
    }

    /// Kills it as its trouble says, which is told before its pipes can be seen to end.
    fn trouble(&self) {
        self.is_killed.store(true, Ordering::Release);
        self.kill();
    }
}

impl Writing {
    /// Nothing waits for one that has closed its input.
    fn make_room(&self, bytes: usize) -> Result<(), Full> {
        let before = if self.writer.is_some() { self.waiting.fetch_add(bytes, Ordering::Relaxed) } else { 0 };
        if before.saturating_add(bytes) > Full::MOST { Err(Full) } else { Ok(()) }
    }

    fn send(&self, text: Vec<u8>) {
        if let Some(writer) = &self.writer {
            // One that has closed its input is none that hears.
            let _ = writer.send(text);
        }
    }

    fn send_kept(&mut self) {
        if !self.kept.is_empty() {
            let kept = std::mem::take(&mut self.kept);
            self.send(kept);
        }
    }
}

fn group(child: &Child) -> Option<Pid> {
    i32::try_from(child.id()).ok().and_then(Pid::from_raw)
}

/// A thread that writes to a pipe what it is sent, and closes it after the last.
fn write_to(mut stdin: impl Write + Send + 'static, waiting: &Arc<AtomicUsize>) -> io::Result<Sender<Vec<u8>>> {
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
