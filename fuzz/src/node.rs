//! The stand-in node, on its socket.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::time::Duration;

use cln_mock::MockNode;
use cln_tests::dice::Dice;
use cln_tests::mutilated::{mutilated, tokens};
use serde_json::{Value, json};

use crate::reached;

/// The longest that an answer is waited for: what takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long a node is waited for that may have nothing to say.
const SILENCE: Duration = Duration::from_millis(10);

/// What is asked: commands, known and unknown, and parameters, right and wrong.
const METHODS: [&str; 8] =
    ["getinfo", "delpay", "listsendpays", "batching", "notifications", "check", "help", "no such command"];
const PARAMS: [&str; 12] = [
    "{}",
    "[]",
    r#"{"payment_hash":"684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52","status":"complete"}"#,
    r#"["684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52","failed",0,1]"#,
    r#"{"payment_hash":"00","status":7,"partid":-1,"groupid":1e400,"":null}"#,
    r#"{"index":"created","start":0,"limit":18446744073709551616}"#,
    r#"{"command_to_check":"delpay","payment_hash":"}{\"\\"}"#,
    r#"{"enable":true}"#,
    r#"[[[[]],{"a":{"b":[]}}],null,true,1.50,"支払い"]"#,
    "7",
    "null",
    r#""text""#,
];

/// Whatever comes, the node answers each whole request once, and goes on to serve who comes next.
pub fn node(bytes: &[u8]) {
    let mut dice = Dice::loaded(bytes);
    on_a_node(|node| {
        let mut peer = Peer::connect(node).unwrap();
        for _ in 0..dice.roll(3) {
            peer.exchange(&mut dice);
        }
        peer.damage(bytes, &mut dice);
        Peer::connect(node).map(|mut next| next.exchange(&mut dice)).is_ok()
    });
}

/// One node for each thread, until it cannot be reached any more: bytes may tell it to stop.
fn on_a_node(run: impl FnOnce(&MockNode) -> bool) {
    thread_local! {
        static NODE: RefCell<Option<MockNode>> = const { RefCell::new(None) };
    }
    NODE.with_borrow_mut(|node| {
        let begin = || MockNode::builder().example().record(false).max_request(1 << 16).start().unwrap();
        let running = node.get_or_insert_with(begin);
        if !run(running) {
            assert!(running.is_stopped(), "the node cannot be reached, although nobody has stopped it");
            reached("stopped");
            *node = None;
        }
    });
}

struct Peer {
    stream: UnixStream,
    received: Vec<u8>,
}

impl Peer {
    fn connect(node: &MockNode) -> std::io::Result<Self> {
        let stream = UnixStream::connect(node.socket())?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(Self { stream, received: Vec::new() })
    }

    /// Asks several things at once, in pieces, and expects one answer to each. The last of them is answered last, so
    /// whatever would be answered twice has been by then.
    fn exchange(&mut self, dice: &mut Dice) {
        let count = 1 + dice.roll(5);
        let requests: Vec<(Value, String)> = (0..count).map(|number| request(number, dice)).collect();
        let text: String = requests.iter().map(|(_, text)| text.as_str()).collect();
        for piece in text.as_bytes().chunks(1 + dice.roll(400)) {
            self.stream.write_all(piece).unwrap();
        }
        let mut open: BTreeMap<String, ()> = requests.iter().map(|(id, _)| (id.to_string(), ())).collect();
        while !open.is_empty() {
            let answer = self.answer();
            let known = open.remove(&answer["id"].to_string());
            assert!(known.is_some(), "an answer to nobody, or a second one: {answer}\n{text}");
            assert!(answer.get("result").is_some() != answer.get("error").is_some(), "{answer}");
            reached("answered");
        }
        assert!(self.received.is_empty(), "{:?}", String::from_utf8_lossy(&self.received));
    }

    fn answer(&mut self) -> Value {
        loop {
            if let Some(end) = self.received.windows(2).position(|pair| pair == b"\n\n") {
                let line: Vec<u8> = self.received.drain(..end + 2).collect();
                return serde_json::from_slice(&line).expect("an answer is JSON");
            }
            let mut chunk = [0; 4096];
            let count = self.stream.read(&mut chunk).expect("the node answers");
            assert!(count > 0, "the node has closed the connection");
            self.received.extend_from_slice(&chunk[..count]);
        }
    }

    /// Sends what no node understands, and what follows it, and waits until it has been seen: a node closes the connection,
    /// or never reads it again.
    fn damage(mut self, bytes: &[u8], dice: &mut Dice) {
        let (_, whole) = request(99, dice);
        let damaged = if dice.one_in(2) { mutilated(&tokens(&whole), dice) } else { bytes.to_vec() };
        // A node that was told to stop does not take all.
        let _ = self.stream.write_all(&damaged);
        let _ = self.stream.shutdown(Shutdown::Write);
        self.stream.set_read_timeout(Some(SILENCE)).unwrap();
        let _ = self.stream.read_to_end(&mut self.received);
        reached("damaged");
    }
}

/// A request and its id, which no other of the same exchange has.
fn request(number: usize, dice: &mut Dice) -> (Value, String) {
    let id = if dice.one_in(2) { json!(number) } else { json!(format!("{number}: }}{{\"\\支")) };
    let [method, params] = [METHODS[dice.roll(METHODS.len())], PARAMS[dice.roll(PARAMS.len())]];
    let blank = ["", " ", "\n\n", "\r\n\t"][dice.roll(4)];
    let text = match dice.roll(3) {
        0 => format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"{method}","params":{params}}}{blank}"#),
        1 => format!(r#"{blank}{{ "method" : "{method}", "params":{params} ,"id":{id},"jsonrpc": "2.0","id":0}}"#),
        _ => format!(
            r#"{{"params":{params},"jsonrpc":"2.0","id":{id},"filter":{{"a":true}},"method":"{method}"}}{blank}"#
        ),
    };
    (id, text)
}
