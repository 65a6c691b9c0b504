//! The recorded exchanges about framing, and what becomes of a connection.

use std::path::PathBuf;
use std::time::Duration;

use cln_mock::{Fault, MockNode};
use serde_json::Value;

use crate::peer::Peer;

const FOLLOW: &str = r#"{"jsonrpc":"2.0","id":"follow","method":"batching","params":{"enable":false}}"#;

/// Exchanges that a mock node cannot have: the slow command is only slow by a fault, its answer is the documented one.
const SLOW: [&str; 2] = ["slow first, then two fast: order", "same id twice, slow then fast"];

struct Exchange {
    note: String,
    request: Vec<u8>,
    /// Each answer; `None` where none came.
    answers: Vec<Option<Vec<u8>>>,
    after: String,
}

/// The bytes of a text in which `\xNN` stands for one.
fn bytes(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut parts = text.split("\\x");
    out.extend_from_slice(parts.next().unwrap().as_bytes());
    for part in parts {
        match part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if byte >= 0x80 => {
                out.push(byte);
                out.extend_from_slice(&part.as_bytes()[2..]);
            }
            _ => out.extend_from_slice(format!("\\x{part}").as_bytes()),
        }
    }
    out
}

/// The whole request, of which the file has the beginning if it is very long.
fn request(line: &Value) -> Vec<u8> {
    let (text, note) = (line["request"].as_str().unwrap(), line["note"].as_str().unwrap());
    let wanted = usize::try_from(line["request_len"].as_u64().unwrap()).unwrap();
    if text.len() == wanted || bytes(text).len() == wanted {
        return bytes(text);
    }
    let long = |params: String| format!(r#"{{"jsonrpc":"2.0","id":1,"method":"getinfo","params":{params}}}"#);
    let count = note.split(' ').find_map(|word| word.parse::<usize>().ok());
    let made = match note {
        "a million array elements" => long(format!("[{}1]", "1,".repeat(999_999))),
        "8 MiB of A, no brace" => "A".repeat(wanted),
        _ if note.starts_with("one string of") => long(format!(r#"{{"x":"{}"}}"#, "A".repeat(count.unwrap()))),
        _ if note.starts_with("nesting") => {
            long(format!("{}{}", "[".repeat(count.unwrap()), "]".repeat(count.unwrap())))
        }
        _ => panic!("{note}: {} bytes, not {wanted}", text.len()),
    };
    assert_eq!(made.len(), wanted, "{note}");
    made.into_bytes()
}

fn exchanges() -> Option<Vec<Exchange>> {
    let path = cln_tests::folders::shared("transcripts/framing.jsonl")?;
    let text = std::fs::read_to_string(path).unwrap();
    let read = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        let answers = line["responses_raw"].as_array().unwrap().iter();
        Exchange {
            note: line["note"].as_str().unwrap().to_owned(),
            request: request(&line),
            answers: answers.map(|answer| answer.as_str().map(bytes)).collect(),
            after: line["connection_after"].as_str().unwrap().to_owned(),
        }
    };
    Some(text.lines().map(read).collect())
}

fn node() -> MockNode {
    let corpus = PathBuf::from(std::env::var_os("CLN_SHARED").unwrap()).join("corpus");
    let schemas = ["batching", "getinfo", "waitanyinvoice"].map(|name| corpus.join(format!("{name}.json")));
    let builder =
        schemas.iter().fold(MockNode::builder(), cln_mock::Builder::schemas).max_request(128 << 20).lenient(true);
    builder.fault(Fault::delay(Duration::from_millis(50)).on("waitanyinvoice")).start().unwrap()
}

#[test]
fn connections_fare_as_with_the_recorded_node() {
    let Some(exchanges) = exchanges() else { return };
    let node = node();
    let mut silent = Vec::new();
    for exchange in exchanges {
        let mut peer = Peer::connect(node.socket());
        peer.send(&exchange.request);
        let slow = SLOW.contains(&exchange.note.as_str());
        for expected in exchange.answers.iter().flatten() {
            let found = peer.try_line().expect(&exchange.note);
            if !slow {
                assert_eq!(String::from_utf8_lossy(&found), String::from_utf8_lossy(expected), "{}", exchange.note);
            }
        }
        match exchange.after.strip_prefix("other: ") {
            Some(expected) => {
                peer.send(FOLLOW);
                let found = peer.line();
                assert!(found.trim_end().starts_with(expected.trim_end()), "{}: {found:.300}", exchange.note);
            }
            None if exchange.after == "open" => {
                peer.send(FOLLOW);
                assert_eq!(
                    peer.line(),
                    "{\"jsonrpc\":\"2.0\",\"id\":\"follow\",\"result\":{}}\n\n",
                    "{}",
                    exchange.note
                );
            }
            None => {
                assert_eq!(exchange.after, "no answer", "{}", exchange.note);
                peer.send(FOLLOW);
                silent.push((exchange.note, peer));
            }
        }
    }
    // All of them are left open, and nothing more comes until the node stops.
    assert!(silent.len() >= 20);
    let mut other = Peer::connect(node.socket());
    other.send(FOLLOW);
    other.line();
    node.stop();
    for (note, peer) in silent {
        assert_eq!(peer.rest(), b"", "{note}");
    }
}

#[test]
fn what_takes_long_is_answered_after_what_does_not() {
    let Some(exchanges) = exchanges() else { return };
    let node = node();
    for exchange in exchanges.into_iter().filter(|exchange| SLOW.contains(&exchange.note.as_str())) {
        let mut peer = Peer::connect(node.socket());
        peer.send(&exchange.request);
        let found: Vec<Value> = exchange.answers.iter().map(|_| serde_json::from_str(&peer.line()).unwrap()).collect();
        let recorded = exchange.answers.iter().flatten();
        let recorded: Vec<Value> = recorded.map(|answer| serde_json::from_slice(answer).unwrap()).collect();
        let ids = |answers: &[Value]| answers.iter().map(|answer| answer["id"].clone()).collect::<Vec<_>>();
        assert_eq!(ids(&found), ids(&recorded), "{}", exchange.note);
        // The filter of the second call leaves the same of its answer.
        let members = |answers: &[Value]| {
            answers[1]["result"].as_object().map(|result| result.keys().cloned().collect::<Vec<_>>())
        };
        if recorded[1]["result"].is_object() {
            assert_eq!(members(&found), members(&recorded), "{}", exchange.note);
        }
    }
}
