//! That everything passes as it is, whatever becomes of the record.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::thread::{self, JoinHandle};

use cln_mock::{Fault, MockNode};
use cln_tests::dice::Dice;
#[cfg(target_os = "linux")]
use cln_tests::memory::peak;
use serde_json::json;
use tempfile::TempDir;

use super::lines;
use super::recorder::{Client, DELPAY, HASH, PATIENCE, Recorder};

/// A node that takes one connection, and what it does with that.
fn node<T: Send + 'static>(serve: impl FnOnce(UnixStream) -> T + Send + 'static) -> (TempDir, JoinHandle<T>) {
    let folder = tempfile::tempdir().unwrap();
    let listener = UnixListener::bind(folder.path().join("rpc")).unwrap();
    let served = thread::spawn(move || {
        // The recorder looks whether there is a node.
        drop(listener.accept().unwrap());
        let (stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        serve(stream)
    });
    (folder, served)
}

fn to_end(mut stream: &UnixStream) -> Vec<u8> {
    let mut all = Vec::new();
    stream.read_to_end(&mut all).unwrap();
    all
}

fn recorder(folder: &TempDir) -> Recorder {
    Recorder::start(&folder.path().join("rpc"), &["--schemas", DELPAY])
}

#[test]
fn bytes_of_any_kind_pass_in_both_directions() {
    let mut dice = Dice::new(7);
    let mut random = |length: usize| -> Vec<u8> { (0..length).map(|_| dice.byte()).collect() };
    let (asked, answered) = (random(300_000), random(500_000));
    for (asked, answered) in [
        (asked, answered),
        (b"{\"id\":1".to_vec(), b"{\"id\":1,\"result\":".to_vec()),
        (b"]]]]".to_vec(), b"}{\0\xff".to_vec()),
        (b"[]{}\"".to_vec(), b" \n\n{}".to_vec()),
    ] {
        let answer = answered.clone();
        let (folder, served) = node(move |mut stream| {
            stream.write_all(&answer).unwrap();
            // That the client has closed its half has come through, too.
            let asked = to_end(&stream);
            stream.write_all(b"late").unwrap();
            asked
        });
        let recorder = recorder(&folder);
        let client = Client::connect(&recorder.socket());
        client.send(&asked);
        client.stream().shutdown(Shutdown::Write).unwrap();
        let expected = [answered.as_slice(), b"late"].concat();
        assert!(
            to_end(client.stream()) == expected,
            "{:?}",
            String::from_utf8_lossy(&expected[..20.min(expected.len())])
        );
        assert!(served.join().unwrap() == asked);
        let (outcome, text) = recorder.stop();
        assert_eq!((outcome.status, text.as_str()), (Some(0), ""), "{}", outcome.stdout);
    }
}

#[test]
fn garbage_ends_the_record_of_its_connection_alone() {
    let node = MockNode::builder().start().unwrap();
    let recorder = Recorder::start(node.socket(), &["--schemas", DELPAY]);
    let mut first = Client::connect(&recorder.socket());
    first.call("delpay", &json!([]));
    first.send("}");
    first.message();
    drop(first);
    let mut second = Client::connect(&recorder.socket());
    second.call("delpay", &json!([]));
    let (outcome, text) = recorder.stop();
    assert_eq!(lines(&text).len(), 2);
    let said = "1 connection only passed on from some moment, because what came was no JSON\n";
    assert!(outcome.stdout.contains(said), "{}", outcome.stdout);
}

#[test]
fn answers_belong_to_the_requests_whose_ids_they_repeat() {
    let (folder, served) = node(|mut stream| {
        let mut asked = vec![0; 1];
        while !asked.ends_with(b"#3") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            asked.extend(byte);
        }
        for (id, code) in [("\"1\"", 2), ("1", 1), ("null", 3), ("\"\\u0031\"", 4)] {
            let answer = json!({"code": code, "message": "m"});
            stream.write_all(format!("{{\"jsonrpc\":\"2.0\",\"id\":{id},\"error\":{answer}}}\n\n").as_bytes()).unwrap();
        }
        drop(stream);
    });
    let recorder = recorder(&folder);
    let client = Client::connect(&recorder.socket());
    for (id, partid) in [("1", 1), ("\"1\"", 2), ("null", 3), ("\"\\u0031\"", 4)] {
        let params = json!({"partid": partid});
        client.send(format!("{{\"jsonrpc\":\"2.0\",\"id\":{id},\"method\":\"delpay\",\"params\":{params}}}\n"));
    }
    client.send("#3");
    to_end(client.stream());
    served.join().unwrap();
    let recorded = lines(&recorder.stop().1);
    assert_eq!(recorded.len(), 4);
    for line in recorded {
        let request: serde_json::Value = serde_json::from_str(line["request"].as_str().unwrap()).unwrap();
        assert_eq!(request["params"]["partid"], line["response"]["error"]["code"], "{line}");
        assert_eq!(request["id"], line["response"]["id"]);
    }
}

#[test]
fn a_node_may_go_and_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("rpc");
    let start = || MockNode::builder().socket(&socket).start().unwrap();
    let node = start();
    let recorder = Recorder::start(&socket, &["--schemas", DELPAY]);
    let mut first = Client::connect(&recorder.socket());
    first.call("delpay", &json!([]));
    drop(node);
    assert_eq!(first.message(), None, "the end comes through");
    assert_eq!(Client::connect(&recorder.socket()).message(), None, "there is no node");
    let _node = start();
    Client::connect(&recorder.socket()).call("delpay", &json!([]));
    let (outcome, text) = recorder.stop();
    assert_eq!(lines(&text).len(), 2);
    assert!(
        outcome.stdout.contains("1 connection closed, because the node could not be reached\n"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn a_client_that_goes_leaves_the_others_alone() {
    let node = MockNode::builder().fault(Fault::delay(std::time::Duration::from_millis(50)).times(1)).start().unwrap();
    let recorder = Recorder::start(node.socket(), &["--schemas", DELPAY]);
    let gone = Client::connect(&recorder.socket());
    gone.send(r#"{"jsonrpc":"2.0","id":1,"method":"delpay","params":[]}"#);
    drop(gone);
    let mut client = Client::connect(&recorder.socket());
    for _ in 0..3 {
        client.call("delpay", &json!([]));
    }
    let recorded = lines(&recorder.stop().1);
    assert!(recorded.len() == 3 || recorded.len() == 4, "{recorded:?}");
}

/// One answer is fifty megabytes long. It passes byte for byte, is checked, and is at no time in memory as a whole.
#[cfg(target_os = "linux")]
#[test]
fn a_long_answer_passes_in_little_memory() {
    const MOST: usize = 40 << 20;
    let node = MockNode::builder().example().fault(Fault::huge_list(200_000).on("delpay").times(1));
    let node = node.fault(Fault::unknown_enum_value().on("delpay").after(1).times(1)).start().unwrap();
    let recorder = Recorder::start(node.socket(), &["--schemas", DELPAY]);
    let before = peak(recorder.process());
    let mut client = Client::connect(&recorder.socket());
    client.send(format!(r#"{{"jsonrpc":"2.0","id":1,"method":"delpay","params":["{HASH}","complete"]}}"#));
    let answer = client.message().unwrap();
    assert!(answer.len() > 50 << 20, "{}", answer.len());
    // Short ones are recorded after it as before.
    client.call("delpay", &json!([]));
    let grown = peak(recorder.process()) - before;
    let (outcome, text) = recorder.stop();
    assert!(grown < MOST, "{} MiB", grown >> 20);
    let recorded = lines(&text);
    assert_eq!(recorded.len(), 2);
    assert!(recorded[0]["response"].is_null() && recorded[1]["response"]["error"]["code"] == -32602);
    let note = format!("the answer has {} bytes, more than the 4194304 that are written", answer.len());
    assert_eq!(recorded[0]["note"], note);
    assert!(outcome.stdout.contains("no drift: 1 answers"), "{}", outcome.stdout);
    println!("{} MiB passed, {} MiB taken", answer.len() >> 20, grown >> 20);
}

#[test]
fn all_connections_are_recorded_into_one_file() {
    let node = MockNode::builder().start().unwrap();
    let recorder = Recorder::start(node.socket(), &["--schemas", DELPAY]);
    let mut clients: Vec<Client> = (0..8).map(|_| Client::connect(&recorder.socket())).collect();
    for _ in 0..50 {
        for client in &mut clients {
            client.call("delpay", &json!([]));
        }
    }
    // What has been passed on is written before it ends.
    assert_eq!(lines(&recorder.stop().1).len(), 400);
}
