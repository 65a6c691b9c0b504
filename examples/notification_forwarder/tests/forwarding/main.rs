//! The plugin as a node runs it, with a test that receives.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing test may panic")]

mod troubled;
#[path = "../../../../tests/troubles.rs"]
mod troubles;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use cln_mock::{PluginProgram, PluginUnderTest};
use cln_runtime::Json;
use serde_json::{Value, json};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(60);

/// Who receives, in a folder of its own.
struct Receiver {
    folder: TempDir,
}

impl Receiver {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("receiver")
    }

    /// Listens anew.
    fn listen(&self) -> UnixListener {
        let _ = fs::remove_file(self.socket());
        UnixListener::bind(self.socket()).unwrap()
    }

    fn program(&self) -> PluginProgram {
        PluginProgram::new(env!("CARGO_BIN_EXE_notification_forwarder"))
            .option("forward-to", self.socket().to_str().unwrap())
    }

    fn start(&self) -> PluginUnderTest {
        // A node publishes more by itself, such as that the plugin has started.
        let topics = self.program().option("forward-topic", "block_added").option("forward-topic", "own");
        PluginUnderTest::start(topics).unwrap()
    }
}

/// A connection from the plugin.
struct Connection(BufReader<UnixStream>);

impl Connection {
    /// Waits for the plugin to connect, and later for what it writes, for up to a minute.
    fn accept(listener: &UnixListener) -> Self {
        listener.set_nonblocking(true).unwrap();
        let start = Instant::now();
        let stream = loop {
            match listener.accept() {
                Ok((stream, _)) => break stream,
                Err(error) => assert!(start.elapsed() < PATIENCE, "the plugin does not connect: {error}"),
            }
            thread::sleep(Duration::from_millis(5));
        };
        stream.set_nonblocking(false).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        Self(BufReader::new(stream))
    }

    fn read(&mut self) -> Value {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }

    fn answer(&mut self, number: u64) {
        writeln!(self.0.get_mut(), "{number}").unwrap();
    }

    /// Takes the next line, as a receiver does.
    fn take(&mut self) -> Value {
        let line = self.read();
        self.answer(line["number"].as_u64().unwrap());
        line
    }
}

fn raw(text: &str) -> Json {
    text.parse().unwrap()
}

/// Has the node publish this many blocks, from this one on.
fn publish(plugin: &PluginUnderTest, first: u64, count: u64) {
    for height in first..first + count {
        assert_eq!(plugin.notify_raw("block_added", &raw(&json!({ "height": height }).to_string())), 1);
    }
}

fn height(line: &Value) -> u64 {
    line["params"]["block_added"]["height"].as_u64().unwrap()
}

fn says(plugin: &PluginUnderTest, part: &str) -> bool {
    plugin.log().iter().any(|line| line.text.contains(part))
}

#[test]
fn what_is_published_is_passed_on_as_it_is() {
    let receiver = Receiver::new();
    let listener = receiver.listen();
    let plugin = PluginUnderTest::start(receiver.program()).unwrap();
    publish(&plugin, 7, 1);
    plugin.notify_from("py", "own", &raw("[1,\n 2]"));
    let mut connection = Connection::accept(&listener);
    // Without a choice of topics it is all, also what the node publishes by itself.
    let started = connection.take();
    assert_eq!((&started["number"], &started["topic"]), (&json!(1), &json!("plugin_started")), "{started}");
    assert_eq!(
        connection.take(),
        json!({ "number": 2, "topic": "block_added", "params": { "block_added": { "height": 7 } } })
    );
    assert_eq!(connection.take(), json!({ "number": 3, "topic": "own", "origin": "py", "params": [1, 2] }));
}

#[test]
fn only_what_is_chosen_is_passed_on() {
    let receiver = Receiver::new();
    let listener = receiver.listen();
    let program = receiver.program().option("forward-topic", "connect").option("forward-topic", "own");
    let plugin = PluginUnderTest::start(program).unwrap();
    publish(&plugin, 1, 3);
    plugin.notify_from("py", "own", &raw("1"));
    let mut connection = Connection::accept(&listener);
    assert_eq!(connection.take(), json!({ "number": 1, "topic": "own", "origin": "py", "params": 1 }));
    plugin.set_config("forward-topic", Some(&raw(r#"["block_added"]"#))).unwrap();
    publish(&plugin, 4, 1);
    assert_eq!(height(&connection.take()), 4);
}

#[test]
fn nothing_is_lost_while_the_receiver_is_away() {
    let receiver = Receiver::new();
    let plugin = receiver.start();
    publish(&plugin, 0, 10);
    assert!(plugin.wait_until(|plugin| says(plugin, "trying again until it works")));
    let mut taken = Vec::new();
    // Each receiver takes three lines, reads another, and is gone.
    for round in 1..=10 {
        let mut connection = Connection::accept(&receiver.listen());
        taken.extend((0..3).map(|_| height(&connection.take())));
        publish(&plugin, 10 * round, 10);
        let unanswered = connection.read();
        assert_eq!(Some(&height(&unanswered)), taken.last().map(|last| last + 1).as_ref());
    }
    let mut connection = Connection::accept(&receiver.listen());
    taken.extend((30..110).map(|_| height(&connection.take())));
    assert_eq!(taken, (0..110).collect::<Vec<_>>());
}

#[test]
fn an_answer_that_is_wrong_counts_for_nothing() {
    let receiver = Receiver::new();
    let listener = receiver.listen();
    let plugin = receiver.start();
    publish(&plugin, 1, 1);
    let mut connection = Connection::accept(&listener);
    let first = connection.read();
    connection.answer(2);
    assert_eq!(Connection::accept(&listener).take(), first);
    assert!(says(&plugin, r#"expected the answer 1, got "2\n""#), "{:?}", plugin.log());
}

#[test]
fn what_waits_is_bounded() {
    let receiver = Receiver::new();
    let listener = receiver.listen();
    let plugin = PluginUnderTest::start(receiver.program().option("forward-topic", "own").env(MEASURED, "")).unwrap();
    let text = "x".repeat(64 << 10);
    let count = 300;
    for _ in 0..count {
        plugin.notify_from("py", "own", &raw(&json!(text).to_string()));
    }
    let mut connection = Connection::accept(&listener);
    for number in 1..=count {
        let line = connection.take();
        assert_eq!((&line["number"], line["params"].as_str()), (&json!(number), Some(&*text)));
        // Halfway, nearly everything that can wait does.
        if number == count / 2 {
            let peak = peak_of_child();
            assert!(peak < 12 << 20, "{peak} bytes, of {} that were published", count * text.len());
        }
    }
}

/// What is in the environment of the plugin that is measured: others run at the same time.
const MEASURED: &str = "FORWARDER_IS_MEASURED";

/// The peak memory of that plugin, in bytes.
fn peak_of_child() -> usize {
    let children = fs::read_dir("/proc").unwrap().flatten().filter_map(|process| {
        let status = fs::read_to_string(process.path().join("status")).ok()?;
        let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        (field("PPid:") == Some(&std::process::id().to_string())).then_some(())?;
        let environment = fs::read(process.path().join("environ")).ok()?;
        environment.split(|byte| *byte == 0).find(|variable| variable.starts_with(MEASURED.as_bytes()))?;
        field("VmHWM:")?.trim_end_matches(" kB").parse::<usize>().ok()
    });
    children.max().unwrap() << 10
}

#[test]
fn at_shutdown_what_waits_still_goes_out() {
    let receiver = Receiver::new();
    let listener = receiver.listen();
    let plugin = receiver.start();
    publish(&plugin, 0, 100);
    let taking = thread::spawn(move || {
        let mut connection = Connection::accept(&listener);
        (0..100).map(|_| height(&connection.take())).collect::<Vec<_>>()
    });
    let exit = plugin.stop().unwrap();
    assert!(exit.status.is_some_and(|status| status.success()), "{exit:?}");
    assert_eq!(taking.join().unwrap(), (0..100).collect::<Vec<_>>());
}

#[test]
fn what_is_lost_is_in_the_log() {
    let receiver = Receiver::new();
    let plugin = receiver.start();
    publish(&plugin, 0, 3);
    let exit = plugin.stop().unwrap();
    assert!(exit.status.is_some_and(|status| status.success()), "{exit:?}");
    let lost: Vec<_> = plugin.log().into_iter().filter(|line| line.text.contains("it is lost")).collect();
    assert_eq!(lost.len(), 3, "{lost:?}");
    assert!(lost[0].text.starts_with("notification block_added: the handler has failed: "), "{lost:?}");
}

#[test]
fn without_a_receiver_it_does_not_run() {
    let plugin = PluginUnderTest::start(env!("CARGO_BIN_EXE_notification_forwarder")).unwrap();
    assert_eq!(plugin.disabled().as_deref(), Some("forward-to: expected the path of a socket"));
}
