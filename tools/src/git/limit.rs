//! A program that is given only so much time.

use std::io::{self, ErrorKind, Read, Write};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// The environment variable that says how many seconds the program has.
const VARIABLE: &str = "CLN_GIT_TIMEOUT";

/// How many it has otherwise. Reading takes a moment, fetching a release some seconds.
const SECONDS: u64 = 120;

/// The most that is taken of what the program says. All names of a large repository are a hundredth of it.
const MAX_OUTPUT: u64 = 64 << 20;

/// The most that is kept of what the program complains about.
const MAX_COMPLAINTS: u64 = 1 << 16;

/// What is read at once.
const CHUNK: usize = 1 << 16;

/// How long a program may take to end once it has closed its outputs, before it is looked at again.
const PAUSE: Duration = Duration::from_millis(5);

/// How long the program may take for an answer.
pub(super) fn limit() -> io::Result<Duration> {
    let Ok(text) = std::env::var(VARIABLE) else { return Ok(Duration::from_secs(SECONDS)) };
    let seconds = text.parse().ok().filter(|seconds| (1..=u64::from(u32::MAX)).contains(seconds));
    let wrong = || io::Error::new(ErrorKind::InvalidInput, format!("{VARIABLE} is not a number of seconds"));
    seconds.map(Duration::from_secs).ok_or_else(wrong)
}

fn late() -> io::Error {
    let seconds = limit().unwrap_or_default().as_secs();
    let why =
        format!("it has not answered within {seconds} s; if it only needs longer, set {VARIABLE} to more seconds");
    io::Error::new(ErrorKind::TimedOut, why)
}

/// What a running program writes, as long as it comes in time.
pub(super) struct Timed {
    chunks: Receiver<io::Result<Vec<u8>>>,
    chunk: io::Cursor<Vec<u8>>,
    until: Instant,
}

impl Timed {
    pub(super) fn new(mut pipe: impl Read + Send + 'static, until: Instant) -> Self {
        let (sender, chunks) = sync_channel(1);
        thread::spawn(move || {
            loop {
                let mut chunk = vec![0; CHUNK];
                let read = pipe.read(&mut chunk).map(|length| {
                    chunk.truncate(length);
                    chunk
                });
                let is_last = !matches!(&read, Ok(chunk) if !chunk.is_empty());
                // Nobody may be listening any more.
                if sender.send(read).is_err() || is_last {
                    break;
                }
            }
        });
        Self { chunks, chunk: io::Cursor::default(), until }
    }

    /// From now on, what is written until then is in time.
    pub(super) fn wait_until(&mut self, until: Instant) {
        self.until = until;
    }
}

impl Read for Timed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.chunk.read(buffer)?;
        if length > 0 || buffer.is_empty() {
            return Ok(length);
        }
        match self.chunks.recv_timeout(self.until.saturating_duration_since(Instant::now())) {
            Ok(chunk) => self.chunk = io::Cursor::new(chunk?),
            Err(RecvTimeoutError::Timeout) => return Err(late()),
            Err(RecvTimeoutError::Disconnected) => return Ok(0),
        }
        self.chunk.read(buffer)
    }
}

/// A program that is ended when this is dropped. What it has started itself notices that it is gone.
pub(super) struct Running(pub(super) Child);

impl Running {
    fn status(&mut self, until: Instant) -> io::Result<ExitStatus> {
        loop {
            match self.0.try_wait()? {
                Some(status) => return Ok(status),
                None if Instant::now() >= until => return Err(late()),
                None => thread::sleep(PAUSE),
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Nobody is left to tell.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs a program to its end on this input.
pub(super) fn output(mut command: Command, input: Vec<u8>) -> io::Result<Output> {
    let until = Instant::now() + limit()?;
    command.stdin(if input.is_empty() { Stdio::null() } else { Stdio::piped() });
    let mut running = Running(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?);
    if let Some(mut pipe) = running.0.stdin.take() {
        // A program that does not read its input has its reasons, which it tells.
        thread::spawn(move || drop(pipe.write_all(&input)));
    }
    let (Some(out), Some(err)) = (running.0.stdout.take(), running.0.stderr.take()) else {
        return Err(ErrorKind::BrokenPipe.into());
    };
    let complaints = complaints(err);
    let mut stdout = Vec::new();
    Timed::new(out, until).take(MAX_OUTPUT + 1).read_to_end(&mut stdout)?;
    if stdout.len() as u64 > MAX_OUTPUT {
        return Err(io::Error::other(format!("it says more than {} MiB", MAX_OUTPUT >> 20)));
    }
    let left = until.saturating_duration_since(Instant::now());
    let stderr = complaints.recv_timeout(left).map_err(|_| late())?;
    let status = running.status(until)?;
    Ok(Output { status, stdout, stderr })
}

/// The first of what a program complains about; the rest is read, so that it need not wait.
fn complaints(mut pipe: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut said = Vec::new();
        // Less is less to tell.
        let _ = (&mut pipe).take(MAX_COMPLAINTS).read_to_end(&mut said);
        let _ = io::copy(&mut pipe, &mut io::sink());
        let _ = sender.send(said);
    });
    receiver
}
