//! The far end: a node that keeps account of what it heard and said.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::pin::Pin;
use std::task::Poll;

use cln_tests::dice::Dice;
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite, DuplexStream, ReadBuf};
use tokio::task::yield_now;

use super::LONGEST;

/// What the answers to a call hold, and to no other.
pub(super) fn token(number: u64) -> String {
    format!("<{number}>")
}

pub(super) struct Peer {
    stream: Option<DuplexStream>,
    heard: Vec<u8>,
    /// The ids of requests by the numbers of their calls: all that came whole.
    requests: BTreeMap<u64, Value>,
    /// What is still to be sent.
    unsent: VecDeque<u8>,
    /// The calls that have been answered.
    pub(super) answered: BTreeSet<u64>,
    /// Those of them whose answer is longer than is taken.
    pub(super) too_long: BTreeSet<u64>,
    /// The texts of all notifications.
    pub(super) notifications: Vec<String>,
    /// Whether anything was sent that a node would not send.
    pub(super) has_damaged: bool,
}

impl Peer {
    pub(super) fn new(stream: DuplexStream) -> Self {
        Self {
            stream: Some(stream),
            heard: Vec::new(),
            requests: BTreeMap::new(),
            unsent: VecDeque::new(),
            answered: BTreeSet::new(),
            too_long: BTreeSet::new(),
            notifications: Vec::new(),
            has_damaged: false,
        }
    }

    /// Reads up to so many bytes, if there are any. Whether there were.
    pub(super) async fn hear(&mut self, most: usize) -> bool {
        let Some(stream) = &mut self.stream else { return false };
        let mut chunk = vec![0; most];
        let mut buffer = ReadBuf::new(&mut chunk);
        std::future::poll_fn(|context| {
            let _ = Pin::new(&mut *stream).poll_read(context, &mut buffer);
            Poll::Ready(())
        })
        .await;
        let chunk = buffer.filled();
        self.heard.extend_from_slice(chunk);
        let is_some = !chunk.is_empty();
        while let Some(end) = self.heard.windows(2).position(|pair| pair == b"\n\n") {
            let text: Vec<u8> = self.heard.drain(..end + 2).collect();
            self.request(&text);
        }
        is_some
    }

    fn request(&mut self, text: &[u8]) {
        let request: Value = serde_json::from_slice(text).expect("a request is JSON");
        let number = request["params"]["token"].as_str().and_then(|token| token.trim_matches(['<', '>']).parse().ok());
        let again = self.requests.insert(number.unwrap(), request["id"].clone());
        assert_eq!(again, None, "a request was sent twice");
    }

    /// Answers any of the requests that came, perhaps once more.
    pub(super) fn answer(&mut self, dice: &mut Dice) {
        let all: Vec<u64> = self.requests.keys().copied().collect();
        if let Some(number) = dice.pick(&all) {
            self.answer_to(*number, dice);
        }
    }

    fn answer_to(&mut self, number: u64, dice: &mut Dice) {
        let (id, token) = (&self.requests[&number], token(number));
        let padding = if dice.one_in(6) { "y".repeat(LONGEST) } else { String::new() };
        let outcome = if dice.one_in(4) {
            format!(r#""error":{{"code":-1,"message":"{token} {token}","data":"{padding}"}}"#)
        } else {
            format!(r#""result":{{"token":"{token}","again":"{token}","padding":"{padding}"}}"#)
        };
        // The id of what is too long must come first: where it does not, nobody knows whose answer it is.
        let answer = match padding.is_empty() && dice.one_in(2) {
            true => format!(r#"{{"jsonrpc":"2.0",{outcome},"id":{id}}}"#),
            false => format!(r#"{{ "id": {id}, {outcome} }}"#),
        };
        if !padding.is_empty() {
            self.too_long.insert(number);
        }
        self.answered.insert(number);
        self.unsent.extend(answer.bytes().chain(*b"\n\n"));
    }

    /// A notification, or an answer to nobody: ids that look like those of calls are among them.
    pub(super) fn say_something_else(&mut self, dice: &mut Dice) {
        let id = match dice.roll(5) {
            0 => json!(7),
            1 => json!("cln-runtime:other#0"),
            2 => json!(format!("cln-runtime:a#0{}", dice.roll(9))),
            3 => json!("another client's"),
            _ => {
                let note = json!({"jsonrpc": "2.0", "method": "note", "params": {"n": self.notifications.len()}});
                self.notifications.push(note.to_string());
                return self.unsent.extend(note.to_string().bytes());
            }
        };
        let stray = json!({"jsonrpc": "2.0", "id": id, "result": {"token": "nobody's"}});
        self.unsent.extend(stray.to_string().bytes());
    }

    /// Changes a byte of what is to be sent, adds one or leaves one out: once, and not where that makes the id of one call
    /// that of another.
    pub(super) fn damage(&mut self, dice: &mut Dice) {
        let at = dice.roll(self.unsent.len());
        let is_of_number = |byte: &u8| *byte == b'#' || byte.is_ascii_digit();
        let around = self.unsent.iter().skip(at.saturating_sub(1)).take(2);
        if self.has_damaged || self.unsent.is_empty() || around.filter(|byte| is_of_number(byte)).count() > 0 {
            return;
        }
        self.has_damaged = true;
        match dice.roll(3) {
            0 => self.unsent[at] = dice.byte(),
            1 => self.unsent.insert(at, dice.byte()),
            _ => drop(self.unsent.remove(at)),
        }
    }

    /// Sends up to so many bytes, as far as there is room.
    pub(super) async fn send(&mut self, most: usize) {
        let Some(stream) = &mut self.stream else { return };
        let chunk: Vec<u8> = self.unsent.iter().take(most).copied().collect();
        let written = std::future::poll_fn(|context| match Pin::new(&mut *stream).poll_write(context, &chunk) {
            Poll::Ready(Ok(count)) => Poll::Ready(count),
            Poll::Ready(Err(_)) | Poll::Pending => Poll::Ready(0),
        })
        .await;
        self.unsent.drain(..written);
        yield_now().await;
    }

    /// Answers everything that is asked until nothing more comes.
    pub(super) async fn answer_all(&mut self, dice: &mut Dice) {
        let mut quiet = 0;
        while quiet < 4 {
            quiet = if self.hear(1000).await { 0 } else { quiet + 1 };
            let open: Vec<u64> =
                self.requests.keys().filter(|number| !self.answered.contains(number)).copied().collect();
            open.iter().for_each(|number| self.answer_to(*number, dice));
            self.send(usize::MAX).await;
            if !self.unsent.is_empty() && !self.has_damaged {
                quiet = 0;
            }
        }
    }

    /// Closes the connection. Gives the numbers of the calls whose requests ever came whole.
    pub(super) async fn leave(&mut self) -> BTreeSet<u64> {
        while self.hear(1000).await {}
        // A node understands a request once it has its last brace.
        if serde_json::from_slice::<Value>(&self.heard).is_ok() {
            let last = std::mem::take(&mut self.heard);
            self.request(&last);
        }
        self.stream = None;
        self.requests.keys().copied().collect()
    }
}
