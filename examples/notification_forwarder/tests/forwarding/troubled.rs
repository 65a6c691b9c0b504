//! The plugin under every trouble that the harness makes.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::thread::{self, JoinHandle};

use cln_mock::{MockNode, PluginTrouble, PluginUnderTest};
use serde_json::{Value, json};

use super::troubles::{
    Early, Trouble, answered_or_killed, combined, each, faults, kill_combined, kills, long, seeds, start_or_killed,
    step,
};
use super::{Receiver, publish, raw};

/// What is published before something long, and again after it.
const COUNT: u64 = 10;

/// What an option is set to that has the plugin pass on all that is published here.
const TOPICS: &str = r#"{"config":"forward-topic","val":["block_added","own"]}"#;

/// It has no commands and no hooks: the option is what it can be asked to change.
fn early() -> Early {
    Early { call: ("setconfig", raw(TOPICS)), hook: None }
}

/// Whatever the trouble is, all arrives as it would without.
fn bears(trouble: &Trouble) {
    println!("{}: {:?}", trouble.name, trouble.made);
    let receiver = Receiver::new();
    let taking = take_all(receiver.listen());
    let program = receiver.program().option("forward-topic", "none").trouble(trouble.made.clone());
    let plugin = PluginUnderTest::start(program).unwrap();
    let early: Vec<_> = std::iter::from_fn(|| plugin.early()).collect();
    let set = if early.is_empty() { vec![plugin.begin_call_raw("setconfig", &raw(TOPICS))] } else { early };
    for answer in set {
        assert_eq!(answer.wait().unwrap().as_str(), "{}");
    }
    let long = "ä\n".repeat(trouble.event / 3);
    let input = trouble.is_held.then(|| plugin.hold());
    publish(&plugin, 0, COUNT);
    plugin.notify_from("py", "own", &raw(&json!(long).to_string()));
    publish(&plugin, COUNT, COUNT);
    drop(input);

    assert!(plugin.stop().unwrap().status.unwrap().success());
    let before = (0..COUNT).map(|height| block(height + 1, height));
    let own = json!({ "number": COUNT + 1, "topic": "own", "origin": "py", "params": long });
    let after = (COUNT..2 * COUNT).map(|height| block(height + 2, height));
    let all: Vec<_> = before.chain([own]).chain(after).collect();
    assert!(taken(taking, &receiver) == [all], "not all that was published has arrived so, in order");
    assert_eq!((plugin.log(), plugin.stderr()), (Vec::new(), String::new()));
    assert_eq!(faults(&plugin), []);
}

/// The line about a block.
fn block(number: u64, height: u64) -> Value {
    json!({ "number": number, "topic": "block_added", "params": { "block_added": { "height": height } } })
}

/// Takes lines and answers them until it is told to end: those of each connection.
fn take_all(listener: UnixListener) -> JoinHandle<Vec<Vec<Value>>> {
    thread::spawn(move || {
        let mut all = Vec::new();
        for stream in listener.incoming() {
            let Some(lines) = take(stream.unwrap()) else { break };
            all.push(lines);
        }
        all
    })
}

/// The lines of a connection; `None` if it is that of who has it end. A line may be cut where its writer was killed.
fn take(stream: UnixStream) -> Option<Vec<Value>> {
    let (mut reader, mut lines, mut line) = (BufReader::new(stream), Vec::new(), String::new());
    while reader.read_line(&mut line).is_ok_and(|_| line.ends_with('\n')) {
        if line == "end\n" {
            return None;
        }
        let value: Value = serde_json::from_str(&line).unwrap();
        // Nobody is there to hear it if that was killed.
        let _ = writeln!(reader.get_mut(), "{}", value["number"]);
        lines.push(value);
        line.clear();
    }
    Some(lines)
}

/// What was taken, now that there is no more.
fn taken(taking: JoinHandle<Vec<Vec<Value>>>, receiver: &Receiver) -> Vec<Vec<Value>> {
    UnixStream::connect(receiver.socket()).unwrap().write_all(b"end\n").unwrap();
    taking.join().unwrap()
}

/// Once it is killed, what has arrived is all up to something; and once it is started again, all arrives.
fn is_killed(made: PluginTrouble) {
    println!("{made:?}");
    let receiver = Receiver::new();
    let taking = take_all(receiver.listen());
    let node = MockNode::builder().start().unwrap();
    let program = receiver.program().option("forward-topic", "block_added");
    let plugin = start_or_killed(&node, program.clone().trouble(made));
    let published = plugin.map(|plugin| until_killed(&plugin)).unwrap_or_default();
    assert_eq!(node.plugins().iter().flat_map(faults).collect::<Vec<_>>(), []);

    let again = node.start_plugin(program).unwrap();
    publish(&again, 0, COUNT);
    assert!(again.stop().unwrap().status.unwrap().success());
    assert_eq!(faults(&again), []);
    let taken = taken(taking, &receiver);
    let blocks = |count| (0..count).map(|height| block(height + 1, height)).collect::<Vec<_>>();
    let (second, first) = taken.split_last().unwrap();
    assert_eq!(*second, blocks(COUNT));
    assert!(first.len() <= 1, "{first:?}");
    for first in first {
        assert_eq!(*first, blocks(first.len() as u64));
        assert!(first.len() <= published, "{first:?}");
    }
}

/// Publishes and asks until it is not there any more; how many it may have heard of.
fn until_killed(plugin: &PluginUnderTest) -> usize {
    while let Some(early) = plugin.early() {
        answered_or_killed(early.wait());
    }
    let mut published = 0;
    while !plugin.is_gone() {
        published += plugin.notify_raw("block_added", &raw(&json!({ "height": published }).to_string()));
        answered_or_killed(plugin.check_raw("setconfig", &raw(TOPICS)));
    }
    published
}

#[test]
fn trouble_changes_nothing() {
    each(&early(), long()).iter().for_each(bears);
}

#[test]
fn nor_does_one_trouble_with_another() {
    seeds().map(|seed| combined(&early(), seed)).for_each(|trouble| bears(&trouble));
}

#[test]
fn killed_at_any_byte_it_has_left_nothing_out() {
    kills(step()).for_each(is_killed);
}

#[test]
fn nor_has_it_when_it_is_killed_while_it_has_other_trouble() {
    seeds().map(|seed| kill_combined(&early(), seed)).for_each(is_killed);
}
