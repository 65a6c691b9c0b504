//! The program.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use crate::peer::{PATIENCE, Peer};

const PROGRAM: &str = env!("CARGO_BIN_EXE_cln-mock");

/// The program while it runs; it is killed when a test ends before it does.
pub(crate) struct Program {
    child: Child,
    log: Receiver<String>,
}

impl Program {
    /// Starts it, and waits until it listens. Its log is read all the time.
    pub(crate) fn start(socket: &Path, arguments: &[&str]) -> Self {
        Self::heard(Self::start_unread(socket, arguments))
    }

    /// Starts it where so many files may be open unless it asks for more.
    pub(crate) fn start_limited(socket: &Path, open_files: u32) -> Self {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("ulimit -Sn {open_files} && exec \"$0\" \"$@\""), PROGRAM]);
        Self::heard(Self::spawn(shell, socket, &[]))
    }

    /// Its number among the processes.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    fn heard((mut program, log): (Self, BufReader<ChildStderr>)) -> Self {
        let (tell, hear) = mpsc::channel();
        program.log = hear;
        thread::spawn(move || {
            for line in log.lines().map_while(Result::ok) {
                // It is read to its end, whether a test looks at it or not.
                let _ = tell.send(line);
            }
        });
        program
    }

    /// Starts it, and waits until it listens; then nobody reads its log.
    fn start_unread(socket: &Path, arguments: &[&str]) -> (Self, BufReader<ChildStderr>) {
        Self::spawn(Command::new(PROGRAM), socket, arguments)
    }

    fn spawn(mut command: Command, socket: &Path, arguments: &[&str]) -> (Self, BufReader<ChildStderr>) {
        let command = command.arg("--socket").arg(socket).args(arguments).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let program = Self { child, log: mpsc::channel().1 };
        let mut line = String::new();
        log.read_line(&mut line).unwrap();
        assert!(line.starts_with("listening on "), "{line}");
        (program, log)
    }

    /// Starts it in a folder, and waits for nothing: it may not come to listening.
    pub(crate) fn begin(folder: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new(PROGRAM);
        let mut child = command.args(arguments).current_dir(folder).stderr(Stdio::piped()).spawn().unwrap();
        let log = BufReader::new(child.stderr.take().unwrap());
        Self::heard((Self { child, log: mpsc::channel().1 }, log))
    }

    /// The lines of its log up to one that begins so.
    pub(crate) fn lines_to(&self, start: &str) -> Vec<String> {
        let mut lines = vec![self.line()];
        while !lines.last().unwrap().starts_with(start) {
            match self.log.recv_timeout(PATIENCE) {
                Ok(line) => lines.push(line),
                Err(_) => panic!("no line begins with {start}: {lines:#?}"),
            }
        }
        lines
    }

    /// What is left of its log once it has ended, and its status.
    pub(crate) fn end_and_lines(mut self) -> (Option<i32>, Vec<String>) {
        let log = std::mem::replace(&mut self.log, mpsc::channel().1);
        let status = self.end();
        (status.code(), log.iter().collect())
    }

    /// The next line of its log.
    fn line(&self) -> String {
        self.log.recv_timeout(PATIENCE).unwrap()
    }

    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    fn end(mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(start.elapsed() < PATIENCE, "it goes on");
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It has ended, most likely.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }
}

#[test]
fn it_ends_cleanly_when_it_is_told_to() {
    let folder = Folder::new();
    let socket = folder.path("rpc");
    for end in ["TERM", "INT", "stop"] {
        let program = Program::start(&socket, &["--example", "--db", &folder.text("db")]);
        let mut peer = Peer::connect(&socket);
        assert_eq!(peer.result("listsendpays", "{}")["payments"].as_array().unwrap().len(), 3);
        match end {
            "stop" => assert_eq!(peer.result("stop", "{}"), "Shutdown complete"),
            signal => program.signal(signal),
        }
        assert!(program.end().success(), "{end}");
        // A database that was closed as it should be has no log beside it.
        assert!(!folder.path("db-wal").exists(), "{end}");
    }
}

#[test]
fn it_refuses_what_it_cannot_do() {
    let folder = Folder::new();
    let socket = folder.text("rpc");
    let _program = Program::start(&folder.path("rpc"), &[]);
    let other = folder.text("other");
    for (arguments, why) in [
        (vec!["--socket", &socket], "is in use"),
        (vec![], "--socket"),
        (vec!["--socket", &other, "--behave-like", "x"], "is not a version"),
        (vec!["--socket", &other, "--network", "x"], "expected one of bitcoin, testnet, signet, regtest"),
        (vec!["--socket", &other, "--payments", "/nonexistent"], "cannot read /nonexistent"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_cln-mock")).args(&arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && said.contains(why), "{arguments:?}: {said}");
    }
}

#[test]
fn what_is_wrong_with_its_arguments_does_nothing_to_a_terminal() {
    let output = Command::new(env!("CARGO_BIN_EXE_cln-mock")).arg("a\u{202e}b\u{200b}").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with(r"error: unexpected argument 'a\u{202e}b\u{200b}' found"), "{said}");
    assert_eq!(output.status.code(), Some(2));
    let help = Command::new(env!("CARGO_BIN_EXE_cln-mock")).arg("--help").output().unwrap();
    assert!(help.status.success() && help.stdout.starts_with(b"A stand-in Core Lightning node"));
}

#[test]
fn its_options_do_what_they_say() {
    let folder = Folder::new();
    let socket = folder.path("rpc");
    let payment = r#"{"payments":[{"created_index":1,"id":1,"payment_hash":"HASH","status":"failed","amount_sent_msat":1,"created_at":1}]}"#;
    fs::write(folder.path("payments"), payment.replace("HASH", &"0a".repeat(32))).unwrap();
    fs::write(folder.path("faults"), r#"{"faults":[{"fault":"error","code":-7,"on":"listsendpays","percent":50}]}"#)
        .unwrap();
    let schema = crate::documented::schema("frob.json");
    let (payments, faults, schema) = (folder.text("payments"), folder.text("faults"), schema.to_str().unwrap());
    let start = |seed: &str| {
        let known = ["--payments", &payments, "--faults", &faults, "--schemas", schema];
        Program::start(&socket, &[&known[..], &["--behave-like", "v26.06", "--seed", seed]].concat())
    };
    let hits = |seed: &str| -> Vec<bool> {
        let _program = start(seed);
        let mut peer = Peer::connect(&socket);
        (0..50).map(|_| peer.call("listsendpays", "{}")["error"]["code"] == -7).collect()
    };
    let first = hits("1");
    let count = first.iter().filter(|hit| **hit).count();
    assert!((5..45).contains(&count), "{count}");
    assert_eq!(first, hits("1"));
    assert_ne!(first, hits("2"));
    let program = start("1");
    let mut peer = Peer::connect(&socket);
    assert_eq!(peer.error("delpay", &format!(r#"["{}","complete"]"#, "0a".repeat(32))).0, 208);
    assert!(program.line().starts_with(r#"delpay [""#));
    assert_eq!(peer.result("frob", "[10000,true]")["state"], "on");
}

/// Whoever reads its log may go.
#[test]
fn it_goes_on_when_nobody_reads_its_log() {
    let folder = Folder::new();
    let socket = folder.path("rpc");
    let (_program, log) = Program::start_unread(&socket, &[]);
    drop(log);
    let mut peer = Peer::connect(&socket);
    for _ in 0..3 {
        peer.result("listsendpays", "{}");
    }
}

/// Whoever reads its log may have other things to do.
#[test]
fn it_waits_for_nobody_to_read_its_log() {
    /// With the length of each, more than a pipe and the program hold.
    const CALLS: usize = 2500;
    let folder = Folder::new();
    let socket = folder.path("rpc");
    let params = format!(r#"{{"x":"{}"}}"#, "y".repeat(300));
    let fill = || {
        let mut peer = Peer::connect(&socket);
        for _ in 0..CALLS {
            peer.error("nonsense", &params);
        }
    };
    let (program, log) = Program::start_unread(&socket, &[]);
    fill();
    program.signal("TERM");
    assert!(program.end().success());
    drop(log);
    // Once it is read again, it tells how much is not there.
    let (program, log) = Program::start_unread(&socket, &[]);
    fill();
    let mut lines = log.lines().map(Result::unwrap);
    let written = lines.position(|line| line.contains(" lines are not here")).unwrap();
    assert!((1..CALLS).contains(&written), "{written}");
    program.signal("TERM");
    assert!(program.end().success());
}

#[test]
fn it_explains_what_a_command_answers() {
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_cln-mock")).args(arguments).output().unwrap();
        let [out, error] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
        (output.status.code(), out, error)
    };
    let schemas = crate::documented::schema("frob.json");
    let schemas = schemas.to_str().unwrap();
    let (status, out, error) = run(&["--schemas", schemas, "--explain", "frob"]);
    assert_eq!((status, error.as_str()), (Some(0), ""));
    let explained =
        "suite/frob.json#/examples/0\n  request {\"amount_msat\":10000,\"flag\":true}\n  answer {\"state\":\"on\",";
    assert!(out.starts_with(explained), "{out}");
    assert!(out.ends_with("\nany other request: an error that says how to set up an answer\n"), "{out}");
    let (status, out, _) = run(&["--schemas", schemas, "--explain", "frob", "--lenient"]);
    assert!(
        status == Some(0) && out.ends_with("any other request: the answer to the nearest of these requests\n"),
        "{out}"
    );
    let (status, out, error) = run(&["--schemas", schemas, "--explain", "frobb"]);
    assert_eq!((status, out.as_str()), (Some(2), ""));
    assert_eq!(error, "error: no schema that was named describes the command frobb\n");
    for arguments in [&["--explain", "frob"][..], &["--schemas", schemas]] {
        assert_eq!(run(arguments).0, Some(2), "{arguments:?}");
    }
}
