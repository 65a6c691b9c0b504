//! `generate --watch`: bindings follow their schemas, mistakes leave them as they were, and Ctrl-C ends it.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::workshop::{WAIT, Workshop, command};

/// A busy machine may take long; a working program takes a fraction of it.
const LIMIT: Duration = Duration::from_secs(120);

/// A program that runs until it is told to end, and what it has said so far.
struct Watching {
    child: Child,
    said: [Arc<Mutex<String>>; 2],
}

impl Watching {
    fn start(workshop: &Workshop, arguments: &[&str]) -> Self {
        let mut program = workshop.program(&["generate", "schemas", "--out", "out", "--watch"]);
        let mut child = program.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let said = [collected(child.stdout.take().unwrap()), collected(child.stderr.take().unwrap())];
        Self { child, said }
    }

    fn stdout(&self) -> String {
        self.said[0].lock().unwrap().clone()
    }

    fn stderr(&self) -> String {
        self.said[1].lock().unwrap().clone()
    }

    /// Waits until it is so.
    #[track_caller]
    fn until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let started = Instant::now();
        while !is_so(self) {
            let ended = self.child.try_wait().unwrap();
            let said = || format!("{}\n{}", self.stdout(), self.stderr());
            assert!(ended.is_none(), "ended with {ended:?} before {what}:\n{}", said());
            assert!(started.elapsed() < LIMIT, "waited in vain for {what}:\n{}", said());
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// How many rounds are over.
    fn rounds(&self) -> usize {
        self.stdout().matches("; Ctrl-C ends it\n").count()
    }

    fn interrupt(mut self) -> (ExitStatus, String) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status, self.stderr());
            }
            assert!(started.elapsed() < LIMIT, "Ctrl-C is not heard");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        // A test that fails leaves nothing running; otherwise it has ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What comes out of a pipe, as it comes.
fn collected(pipe: impl Read + Send + 'static) -> Arc<Mutex<String>> {
    let text = Arc::new(Mutex::new(String::new()));
    let growing = Arc::clone(&text);
    thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            growing.lock().unwrap().push_str(&(line + "\n"));
        }
    });
    text
}

#[test]
fn bindings_follow_their_schemas_until_ctrl_c() {
    let workshop = Workshop::with(&[("schemas/wait.json", WAIT)]);
    let mut watching = Watching::start(&workshop, &[]);
    watching.until("the first round", |watching| watching.rounds() == 1);
    assert!(workshop.read("out/wait.rs").contains("pub next: u64,"));
    assert!(watching.stdout().ends_with("watching `schemas`; Ctrl-C ends it\n"), "{}", watching.stdout());

    workshop
        .write("schemas/wait.json", &WAIT.replace("\"next\": {\"type\": \"u64\"}", "\"next\": {\"type\": \"u16\"}"));
    watching.until("the change", |_| workshop.read("out/wait.rs").contains("pub next: u16,"));
    workshop.write("schemas/below/ping.json", &command("ping"));
    // One file of a round is there before another is.
    assert_eq!(workshop.run(&["generate", "schemas", "--out", "expected"]).status, Some(0));
    let before = workshop.files("expected");
    watching.until("the new file", |_| workshop.files("out") == before);

    workshop.write("schemas/wait.json", &WAIT.replace("\"u64\"", "\"u46\""));
    watching.until("the mistake", |watching| watching.stderr().contains("error[S0302]"));
    watching.until("the end of it", |watching| watching.stderr().contains("nothing was written\n"));
    assert!(watching.stderr().contains("did you mean `u64`?"), "{}", watching.stderr());
    assert_eq!(workshop.files("out"), before);

    workshop.write("schemas/wait.json", WAIT);
    assert_eq!(workshop.run(&["generate", "schemas", "--out", "expected"]).status, Some(0));
    watching.until("the mended schema", |_| workshop.files("out") == workshop.files("expected"));
    let (status, said) = watching.interrupt();
    assert_eq!(status.code(), Some(0), "{said}");
    assert_eq!(workshop.names("out"), ["mod.rs", "ping.rs", "tests/wait.rs", "wait.rs"]);
    assert!(!said.contains('\u{1b}'), "no terminal, so nothing to clear: {said}");
}

#[test]
fn the_configuration_is_watched_too_and_a_mistake_at_the_start_does_not_end_it() {
    let workshop = Workshop::with(&[("schemas/wait.json", WAIT), ("config.json", "{")]);
    let mut watching = Watching::start(&workshop, &["--config", "config.json"]);
    watching.until("the mistake", |watching| watching.stderr().contains("error["));
    workshop.write("config.json", r#"{"tests": false}"#);
    watching.until("the bindings", |_| workshop.names("out").contains(&"wait.rs".to_owned()));
    assert_eq!(watching.interrupt().0.code(), Some(0));
}

#[test]
fn what_cannot_be_watched_is_refused() {
    let workshop = Workshop::with(&[]);
    workshop.run(&["generate", "-", "--watch"]).refused(&["error: standard input ends, and cannot be watched"]);
    let outcome = workshop.run(&["generate", "--watch", "--check"]);
    assert_eq!(outcome.status, Some(2));
    assert!(outcome.stderr.contains("cannot be used with"), "{}", outcome.stderr);
}
