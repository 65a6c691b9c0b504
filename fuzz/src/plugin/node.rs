//! The far end: a node that keeps account of what it asked and what it was answered.

use std::collections::{BTreeMap, VecDeque};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use cln_plugin_kit::PluginError;
use cln_protocol::hooks::{Hook, HookAnswer, judge};
use cln_tests::dice::Dice;
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, DuplexStream, ReadBuf};

use super::subject::Heard;
use crate::reached;

/// Answers of handlers, to whatever hook: some are right for one of them.
const ANSWERS: [&str; 16] = [
    r#"{"result":"continue"}"#,
    r#"{"result":"continue","psbt":"cHNidP8="}"#,
    r#"{"result":"continue","payload":"00"}"#,
    r#"{"result":"continue","payload":"zz"}"#,
    r#"{"result":"resolve","payment_key":"0000000000000000000000000000000000000000000000000000000000000000"}"#,
    r#"{"result":"fail","failure_message":"2002"}"#,
    r#"{"result":"fail"}"#,
    r#"{"result":"reject"}"#,
    r#"{"result":"reject","error_message":"no"}"#,
    r#"{"result":"disconnect"}"#,
    r#"{"result":"disconnect","error_message":""}"#,
    r#"{"return":{"error":{"code":1,"message":"no"}}}"#,
    r#"{"replace":{"id":7,"method":"m","params":[]}}"#,
    r#"{"result":7}"#,
    "null",
    r#"[{"\u0000":"\n\n 支"}]"#,
];

/// Parameters of `setconfig`, right and wrong.
const SETTINGS: [&str; 6] = [
    r#"{"config":"count","val":7}"#,
    r#"{"config":"count","val":-1}"#,
    r#"{"config":"count","val":"seven"}"#,
    r#"{"config":"name","val":["a","b"]}"#,
    r#"{"config":"other","val":1}"#,
    "[]",
];

/// What is between two messages.
const BLANKS: [&str; 4] = ["", "\n\n", " \r\n", "\n\n\n\n"];

/// What was asked.
struct Question {
    /// Of a hook, by these parameters; else of a command.
    hook: Option<(Hook, String)>,
    /// Whether it may go without an answer.
    may_wait: bool,
    is_answered: bool,
}

pub(super) struct Node {
    stream: DuplexStream,
    said: VecDeque<u8>,
    heard: Vec<u8>,
    questions: BTreeMap<String, Question>,
    /// How many notifications were sent.
    told: u64,
    has_begun: bool,
    has_shut_down: bool,
    /// Whether anything was sent that a node would not send.
    has_damaged: bool,
}

impl Node {
    pub(super) const fn new(stream: DuplexStream) -> Self {
        Self {
            stream,
            said: VecDeque::new(),
            heard: Vec::new(),
            questions: BTreeMap::new(),
            told: 0,
            has_begun: false,
            has_shut_down: false,
            has_damaged: false,
        }
    }

    pub(super) async fn step(&mut self, dice: &mut Dice) {
        match dice.roll(16) {
            0..4 => self.ask_hook(dice),
            4 | 5 => self.call(dice),
            6 => self.tell(),
            7 => self.ask("check", r#"{"command_to_check":"delpay","payment_hash":"00"}"#),
            8 => self.ask("setconfig", SETTINGS[dice.roll(SETTINGS.len())]),
            9 => self.ask("getmanifest", r#"{"allow-deprecated-apis":false}"#),
            10 => self.say(r#"{"method":"deprecated_oneshot","params":{"deprecated_oneshot":{"deprecated_ok":true}}}"#),
            11 if !self.has_begun => self.init(),
            12 if dice.one_in(8) => self.shut_down(),
            13 if dice.one_in(4) => self.damage(dice),
            _ => {
                self.send(1 + dice.roll(300)).await;
                self.hear(1 + dice.roll(300)).await;
            }
        }
        self.say(BLANKS[dice.roll(BLANKS.len())]);
    }

    fn say(&mut self, text: &str) {
        self.said.extend(text.bytes());
    }

    fn ask(&mut self, method: &str, params: &str) {
        let id = format!("cln:{method}#{}", self.questions.len());
        self.say(&format!(r#"{{"jsonrpc":"2.0","id":"{id}","method":"{method}","params":{params}}}"#));
        let hook = Hook::named(method);
        let is_held = matches!(method, "delpay" | "m" | "setconfig") || hook.is_some();
        let question = Question {
            may_wait: self.has_shut_down || (is_held && !self.has_begun),
            hook: hook.map(|hook| (hook, params.to_owned())),
            is_answered: false,
        };
        self.questions.insert(id, question);
    }

    fn ask_hook(&mut self, dice: &mut Dice) {
        let hook = Hook::ALL[dice.roll(Hook::ALL.len())];
        let mut params = does(dice);
        if dice.one_in(2) {
            params[hook.name()] = json!({"psbt": "cHNidP8="});
        }
        let mut params = params.to_string();
        if dice.one_in(8) {
            // As a caller of the node may have written it.
            params.insert_str(1, "\"raw\":\"\u{1}\n\n\t\",\n\n");
        }
        self.ask(hook.name(), &params);
    }

    fn call(&mut self, dice: &mut Dice) {
        let does = does(dice).to_string();
        match dice.roll(4) {
            0 => {
                self.ask("delpay", r#"["0000000000000000000000000000000000000000000000000000000000000000","complete"]"#)
            }
            1 => self.ask("delpay", &does),
            2 => self.ask("nobody's", &does),
            _ => self.ask("m", &does),
        }
    }

    fn tell(&mut self) {
        self.say(&format!(r#"{{"jsonrpc":"2.0","method":"connect","params":{{"n":{}}}}}"#, self.told));
        self.told += 1;
    }

    /// What came before has not been lost.
    pub(super) fn init(&mut self) {
        if self.has_begun {
            return;
        }
        self.ask(
            "init",
            r#"{"options":{"count":9},"configuration":{"lightning-dir":"/nowhere","rpc-file":"rpc","network":"regtest"}}"#,
        );
        self.has_begun = true;
        if !self.has_shut_down {
            self.questions.values_mut().for_each(|question| question.may_wait = false);
        }
    }

    fn shut_down(&mut self) {
        self.say(r#"{"jsonrpc":"2.0","method":"shutdown","params":{}}"#);
        self.has_shut_down = true;
    }

    /// Changes a byte of what is to be sent, adds one or leaves one out.
    fn damage(&mut self, dice: &mut Dice) {
        if self.said.is_empty() {
            return;
        }
        let at = dice.roll(self.said.len());
        self.has_damaged = true;
        match dice.roll(3) {
            0 => self.said[at] = dice.byte(),
            1 => self.said.insert(at, dice.byte()),
            _ => drop(self.said.remove(at)),
        }
    }

    /// Sends up to so many bytes, as far as there is room.
    async fn send(&mut self, most: usize) {
        let chunk: Vec<u8> = self.said.iter().take(most).copied().collect();
        let stream = &mut self.stream;
        let written = std::future::poll_fn(|context| match Pin::new(&mut *stream).poll_write(context, &chunk) {
            Poll::Ready(Ok(count)) => Poll::Ready(Some(count)),
            Poll::Ready(Err(_)) => Poll::Ready(None),
            Poll::Pending => Poll::Ready(Some(0)),
        })
        .await;
        // Nobody reads what is left to be said.
        let written = written.unwrap_or(self.said.len());
        self.said.drain(..written);
        tokio::task::yield_now().await;
    }

    /// Reads up to so many bytes, if there are any: how many; `None` once the plugin writes no more.
    async fn hear(&mut self, most: usize) -> Option<usize> {
        let mut chunk = vec![0; most];
        let mut buffer = ReadBuf::new(&mut chunk);
        let stream = &mut self.stream;
        let ended = std::future::poll_fn(|context| {
            let before = buffer.filled().len();
            let polled = Pin::new(&mut *stream).poll_read(context, &mut buffer);
            Poll::Ready(polled.is_ready() && buffer.filled().len() == before)
        })
        .await;
        let count = buffer.filled().len();
        self.heard.extend_from_slice(buffer.filled());
        while let Some(end) = self.heard.windows(2).position(|pair| pair == b"\n\n") {
            let line: Vec<u8> = self.heard.drain(..end + 2).collect();
            self.heard_line(&line);
        }
        (!ended).then_some(count)
    }

    fn heard_line(&mut self, line: &[u8]) {
        let message: Value = serde_json::from_slice(line).expect("a plugin writes JSON");
        if let Some(method) = message["method"].as_str() {
            assert!(["log", "progress"].contains(&method), "{message}");
            return reached("told");
        }
        assert!(message.get("result").is_some() != message.get("error").is_some(), "{message}");
        let question = message["id"].as_str().and_then(|id| self.questions.get_mut(id));
        let Some(question) = question else {
            return assert!(self.has_damaged, "an answer to nobody: {message}");
        };
        assert!(!question.is_answered || self.has_damaged, "a second answer: {message}");
        question.is_answered = true;
        match &question.hook {
            Some((hook, params)) if !self.has_damaged => assert_survived(*hook, params, line),
            _ => reached("answered"),
        }
    }

    /// Says all that is to be said, closes the pipe, and reads until the plugin closes its own.
    pub(super) async fn finish(&mut self) {
        while !self.said.is_empty() && self.hear_or_wait().await {
            self.send(usize::MAX).await;
        }
        let _ = self.stream.shutdown().await;
        while self.hear_or_wait().await {}
    }

    /// Reads what there is. If there is nothing, time goes on. Whether the plugin may still write.
    async fn hear_or_wait(&mut self) -> bool {
        match self.hear(1 << 16).await {
            Some(0) => tokio::time::sleep(Duration::from_millis(1)).await,
            Some(_) => tokio::task::yield_now().await,
            None => return false,
        }
        true
    }

    /// What must hold at the end.
    pub(super) fn judge(&self, ended: Result<(), PluginError>, heard: &Heard) {
        let heard = heard.lock().unwrap();
        if self.has_damaged {
            return reached("damaged");
        }
        ended.expect("the node has said nothing wrong");
        assert!(self.heard.is_empty(), "half a message: {:?}", String::from_utf8_lossy(&self.heard));
        let all: Vec<u64> = (0..self.told).collect();
        match self.has_begun && !self.has_shut_down {
            true => assert_eq!(*heard, all, "notifications that were lost, or out of order"),
            false => assert!(all.starts_with(&heard), "{heard:?} are not the first of {all:?}"),
        }
        for (id, question) in self.questions.iter().filter(|(_, question)| !question.is_answered) {
            match &question.hook {
                Some((hook, params)) if !has_psbt(*hook, params) => reached("waits"),
                _ => assert!(question.may_wait, "{id} was never answered"),
            }
        }
    }
}

/// Whether the hook can be answered safely: some answers repeat what was asked.
fn has_psbt(hook: Hook, params: &str) -> bool {
    let needs_one = matches!(hook, Hook::Openchannel2Changed | Hook::Openchannel2Sign);
    !needs_one || params.contains(&format!(r#""{}":{{"psbt""#, hook.name()))
}

/// What a handler is to do.
fn does(dice: &mut Dice) -> Value {
    let mut does = json!({});
    if !dice.one_in(6) {
        let answer = if dice.one_in(3) { 0 } else { dice.roll(ANSWERS.len()) };
        does["answer"] = serde_json::from_str(ANSWERS[answer]).unwrap();
    }
    if dice.one_in(3) {
        does["sleeps"] = json!(dice.roll(8));
    }
    if dice.one_in(12) {
        does["holds"] = json!(true);
    }
    does
}

/// A node goes on after it, but for the one end that an author may ask for.
fn assert_survived(hook: Hook, params: &str, line: &[u8]) {
    let judged = judge(&HookAnswer {
        hook,
        plugin: "the plugin",
        text: line,
        params: params.as_bytes(),
        has_db_write: false,
        is_modified: false,
        knows_method: &|_| true,
    });
    match judged {
        Ok(_) => reached("survived"),
        Err(_) if hook == Hook::DbWrite && line.ends_with(b"\"result\":{\"result\":\"fail\"}}\n\n") => reached("ended"),
        Err(objection) => panic!("{}: {}", hook.name(), objection.reason),
    }
}
