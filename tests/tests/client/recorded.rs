//! What a real node sent, byte for byte, from the folder that `CLN_SHARED` names; without it the tests say what they
//! skip.

use cln_runtime::RpcError;
use cln_runtime::client::{CallError, ConnectionError, NoAnswerError};
use cln_tests::transcript::{self, Exchange};
use serde_json::Value;

use crate::front::Front;
use crate::node::{Node, Peer};

const TRANSCRIPTS: [&str; 5] = ["delpay", "framing", "invoices", "payments_setup", "pays"];

/// A recorded answer.
#[derive(Clone)]
struct Recorded {
    note: String,
    /// The JSON of its id.
    id: String,
    /// What stands behind the id. As in the transcripts, `\xNN` is a byte that is not UTF-8.
    rest: String,
}

impl Recorded {
    fn new(exchange: Exchange) -> Option<Self> {
        let text = exchange.response.strip_prefix("{\"jsonrpc\":\"2.0\",\"id\":")?;
        let rest = [",\"result\":", ",\"error\":"].iter().filter_map(|name| text.find(name)).min()?;
        let (id, rest) = text.split_at(rest);
        Some(Self { note: exchange.note, id: id.to_owned(), rest: rest.to_owned() })
    }

    fn is_complaint(&self) -> bool {
        self.id == "null" && self.rest.starts_with(",\"error\"")
    }

    /// The bytes as they came, but for the id.
    fn bytes(&self, id: &str) -> Vec<u8> {
        let text = format!("{{\"jsonrpc\":\"2.0\",\"id\":{id}{}", self.rest);
        let mut parts = text.split("\\x");
        let mut bytes = parts.next().unwrap().as_bytes().to_vec();
        for part in parts {
            bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
            bytes.extend_from_slice(&part.as_bytes()[2..]);
        }
        bytes
    }

    /// The member with this name.
    fn part(&self, name: &str) -> Option<Value> {
        let value: Value = serde_json::from_slice(&self.bytes("0")).unwrap();
        value.get(name).cloned()
    }
}

/// All recorded answers; `None`, saying so, if there is no shared material on this machine.
fn recorded() -> Option<Vec<Recorded>> {
    let mut all = Vec::new();
    for name in TRANSCRIPTS {
        all.extend(transcript::read(name)?.into_iter().filter_map(Recorded::new));
    }
    assert!(all.len() > 250, "{}", all.len());
    Some(all)
}

pub(crate) fn every_answer_is_delivered<F: Front>() {
    let Some(all) = recorded() else { return };
    let all: Vec<_> = all.into_iter().filter(|recorded| !recorded.is_complaint()).collect();
    let script = all.clone();
    let node = Node::once(move |mut peer| {
        for recorded in &script {
            let asked = peer.request();
            // As if others had been asked on the same connection before, with the ids that they had.
            peer.send(recorded.bytes(&recorded.id));
            peer.send(recorded.bytes(asked.id()));
        }
    });
    let client = F::on(&node.path());
    for recorded in &all {
        let outcome = client.raw("recorded", "{}");
        match recorded.part("result") {
            Some(result) => assert_same(&outcome.unwrap(), &result),
            None => {
                let Err(CallError::Node(error)) = outcome else { panic!("{}", recorded.note) };
                assert_error(&error, &recorded.part("error").unwrap());
            }
        }
    }
}

#[track_caller]
fn assert_same(found: &cln_runtime::Json, expected: &Value) {
    assert!(serde_json::from_str::<Value>(found.as_str()).unwrap() == *expected);
}

#[track_caller]
fn assert_error(found: &RpcError, expected: &Value) {
    assert_eq!(Some(found.code), expected["code"].as_i64());
    assert!(Some(found.message.as_str()) == expected["message"].as_str());
}

/// What a node answers when it cannot read a request, some of it not UTF-8; it reads nothing more then.
pub(crate) fn every_complaint_ends_the_connection<F: Front>() {
    let Some(all) = recorded() else { return };
    let all: Vec<_> = all.into_iter().filter(Recorded::is_complaint).collect();
    assert!(all.len() > 20 && all.iter().any(|recorded| recorded.rest.contains("\\xff")), "{}", all.len());
    for recorded in all {
        let script = recorded.clone();
        let node = Node::once(move |mut peer: Peer| {
            peer.request();
            peer.send(script.bytes("null"));
            peer.wait_for_end();
        });
        let error = F::on(&node.path()).raw("recorded", "{}").unwrap_err();
        let CallError::MaybeExecuted(NoAnswerError::Broken(ConnectionError::Rejected(text))) = error else {
            panic!("{}: {error}", recorded.note)
        };
        assert_eq!(text.as_bytes(), recorded.bytes("null").trim_ascii_end(), "{}", recorded.note);
    }
}
