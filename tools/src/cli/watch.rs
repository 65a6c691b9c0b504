//! Doing something again whenever a file has changed, until Ctrl-C.
//!
//! Files are looked at a few times a second rather than waiting to be told by the system: that is no work for the few
//! hundred files of a release, needs nothing of the platform, and sees changes on shared and remote disks, too.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, SystemTime};

use cln_codegen::diagnostic::{Diagnostics, quoted};
use cln_codegen::source::{discover, is_stdin};

use super::{Answer, Status, tell};

/// How long nothing is looked at.
const PAUSE: Duration = Duration::from_millis(200);

/// How long files must stay as they are before they are read: many editors save in several steps.
const SETTLED: Duration = Duration::from_millis(40);

/// How often that is waited for; a file that never rests is read as it is.
const PATIENCE: usize = 25;

/// Clears a terminal with its scrolled-out lines, and goes to its upper left corner.
const CLEAR: &str = "\u{1b}[2J\u{1b}[3J\u{1b}[H";

/// Does it now, and whenever one of the files in and below the paths has changed; tells each time what came of it.
pub(super) fn watch(paths: &[PathBuf], round: impl Fn() -> Answer) -> Answer {
    if paths.iter().any(|path| is_stdin(path)) {
        return Answer::bad_input(
            "error: standard input ends, and cannot be watched: name a file or a folder\n".into(),
        );
    }
    let (sender, interrupts) = mpsc::channel();
    let handler = ctrlc::set_handler(move || {
        // When nobody listens any more, it is over anyway.
        let _ = sender.send(());
    });
    if let Err(error) = handler {
        return Answer::bad_input(format!("error: cannot listen for Ctrl-C: {error}\n"));
    }
    let is_terminal = io::stdout().is_terminal() && io::stderr().is_terminal();
    let mut seen = State::of(paths);
    loop {
        if tell(&shown(round(), paths, is_terminal)).is_err() {
            // Whoever was to read it has gone away.
            break;
        }
        match changed(paths, &seen, &interrupts) {
            Some(state) => seen = state,
            None => break,
        }
    }
    Answer { status: Status::Done, findings: String::new(), complaints: String::new() }
}

/// What is told after a round: in the place of what was told before, if that can be cleared away.
fn shown(answer: Answer, paths: &[PathBuf], is_terminal: bool) -> Answer {
    let paths: Vec<String> = paths.iter().map(|path| quoted(&path.to_string_lossy())).collect();
    let clear = if is_terminal { CLEAR } else { "" };
    // Standard error comes first, so that it must be the one that clears.
    let complaints = format!("{clear}{}", answer.complaints);
    let findings = format!("{}watching {}; Ctrl-C ends it\n", answer.findings, paths.join(", "));
    Answer { findings, complaints, ..answer }
}

/// Waits until something is not as it was seen, and then at rest; `None` on Ctrl-C.
fn changed(paths: &[PathBuf], seen: &State, interrupts: &Receiver<()>) -> Option<State> {
    loop {
        if !is_quiet(interrupts, PAUSE) {
            return None;
        }
        let mut state = State::of(paths);
        if state == *seen {
            continue;
        }
        for _ in 0..PATIENCE {
            if !is_quiet(interrupts, SETTLED) {
                return None;
            }
            let before = std::mem::replace(&mut state, State::of(paths));
            if before == state {
                break;
            }
        }
        return Some(state);
    }
}

/// Whether nobody has interrupted for so long.
fn is_quiet(interrupts: &Receiver<()>, pause: Duration) -> bool {
    interrupts.recv_timeout(pause) == Err(RecvTimeoutError::Timeout)
}

/// What can be told of files without reading them: when they were written, and how long they are.
#[derive(Clone, Debug, PartialEq, Eq)]
struct State(BTreeMap<PathBuf, Option<(Option<SystemTime>, u64)>>);

impl State {
    fn of(paths: &[PathBuf]) -> Self {
        // What cannot be found is looked for again the next time.
        let files = discover(paths, &mut Diagnostics::new());
        Self(files.into_iter().map(|file| (file.path.clone(), file_state(&file.path))).collect())
    }
}

fn file_state(path: &Path) -> Option<(Option<SystemTime>, u64)> {
    let state = |metadata: Metadata| (metadata.modified().ok(), metadata.len());
    fs::metadata(path).ok().map(state)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::*;

    fn said() -> Answer {
        Answer { status: Status::No, findings: "found\n".into(), complaints: "wrong\n".into() }
    }

    #[test]
    fn a_terminal_is_cleared_before_anything_is_told() {
        let answer = shown(said(), &["schemas".into()], true);
        assert_eq!(answer.complaints, format!("{CLEAR}wrong\n"));
        assert_eq!(answer.findings, "found\nwatching `schemas`; Ctrl-C ends it\n");
        assert_eq!(shown(said(), &[], false).complaints, "wrong\n");
    }

    #[test]
    fn a_file_that_is_written_comes_or_goes_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("one.json"), folder.path().join("below/two.json"));
        fs::write(&one, "{}").unwrap();
        let paths = [folder.path().to_owned()];
        let first = State::of(&paths);
        assert_eq!(State::of(&paths), first);
        fs::create_dir(two.parent().unwrap()).unwrap();
        fs::write(&two, "{}").unwrap();
        let second = State::of(&paths);
        assert_ne!(second, first);
        fs::write(&two, "{ }").unwrap();
        assert_ne!(State::of(&paths), second);
        fs::remove_file(&two).unwrap();
        assert_eq!(State::of(&paths), first);
        let earlier = SystemTime::now() - Duration::from_secs(3600);
        fs::File::options().write(true).open(&one).unwrap().set_modified(earlier).unwrap();
        assert_ne!(State::of(&paths), first, "the same length, written at another time");
    }

    #[test]
    fn an_interrupt_ends_the_wait() {
        let (sender, interrupts) = mpsc::channel();
        sender.send(()).unwrap();
        assert_eq!(changed(&[], &State::of(&[]), &interrupts), None);
    }
}
