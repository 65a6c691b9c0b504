//! What plugins hear and are asked is as schemas describe it, and looks as it was recorded.

use std::collections::BTreeMap;

use cln_codegen::model::Target;
use cln_mock::{MockNode, PaymentFailure};
use cln_runtime::json::Tree;
use cln_runtime::{Msat, Sat};
use cln_tests::folders::shared;
use serde_json::Value;

use super::made::{check, release};
use super::{CONTINUE, call, heard, witness};
use crate::peer::Peer;
use crate::plugin::{Stage, manifest};

const PEER: &str = "03a0df6ce28f8cff4f920cd9bdd95aaf7aad9cf0b9bde6bea6bf76afa45cc57375";

/// All that happens by itself, each at least once, as one plugin hears it.
fn all_that_happens() -> Vec<String> {
    let stage = Stage::new();
    let members = r#","hooks":["invoice_payment","peer_connected","rpc_command"],"subscriptions":["*","log"]"#;
    let node = MockNode::builder()
        .developer(true)
        .channel(PEER.parse().unwrap(), Sat(100_000), Msat(50_000_000))
        .plugin(witness(&stage, "px", members, CONTINUE))
        .start()
        .unwrap();
    let warns = r#"y) tell log '{"level":"warn","message":"oh"}'; answer 1 ;;"#;
    let other = node.start_plugin(stage.plugin("py", &manifest("").replace("\"x\"", "\"y\""), warns)).unwrap();
    let payee = MockNode::builder().seed(1).start().unwrap();
    let invoice = |node: &MockNode, label: &str| {
        let made = call(node, "invoice", &format!(r#"[5000,"{label}","d"]"#)).unwrap();
        serde_json::from_str::<Value>(made.as_str()).unwrap()
    };
    invoice(&node, "a");
    node.pay_invoice("a", Msat(5000)).unwrap();
    call(&node, "xpay", &format!("[{}]", invoice(&node, "b")["bolt11"])).unwrap();
    let made = invoice(&payee, "c");
    let garbled = PaymentFailure::garbled("00ff".parse().unwrap());
    node.payment(made["payment_hash"].as_str().unwrap().parse().unwrap()).fails(garbled);
    call(&node, "xpay", &format!("[{}]", made["bolt11"])).unwrap_err();
    call(&node, "disconnect", &format!(r#"["{PEER}",true]"#)).unwrap();
    call(&node, "connect", &format!(r#"["{PEER}"]"#)).unwrap();
    call(&node, "y", "{}").unwrap();
    other.kill();
    let px = node.plugin("px").unwrap();
    assert!(px.wait_until(|px| px.stderr().contains("plugin_stopped")), "{}", px.stderr());
    let mut peer = Peer::connect(node.socket());
    for (method, params) in [("deprecations", "[true]"), ("x", "{}"), ("stop", "{}")] {
        peer.send(format!(r#"{{"jsonrpc":"2.0","id":"t:1","method":"{method}","params":{params}}}"#));
    }
    assert!(px.wait_until(|px| px.stderr().contains("shutdown\":{}")), "{}", px.stderr());
    px.kill();
    heard(&px, 1)
}

/// Where members stand, in their order.
fn places(value: &Tree, at: &str, found: &mut Vec<String>) {
    let Tree::Object(members) = value else { return };
    for (name, member) in members {
        let place = format!("{at}/{name}");
        found.push(place.clone());
        places(member, &place, found);
    }
}

fn places_of(message: &str) -> Vec<String> {
    let mut found = Vec::new();
    places(&Tree::parse(message.trim()).unwrap(), "", &mut found);
    found
}

/// What was not recorded.
const NEW: [&str; 2] = ["deprecated_oneshot", "plugin_stopped"];

#[test]
fn what_happens_is_told_as_described_and_recorded() {
    let heard = all_that_happens();
    let mut kinds: BTreeMap<(bool, String), Vec<String>> = BTreeMap::new();
    for line in heard {
        let message: Value = serde_json::from_str(&line).unwrap();
        let method = message["method"].as_str().unwrap().to_owned();
        if method != "x" {
            kinds.entry((message.get("id").is_some(), method)).or_default().push(line);
        }
    }
    let names = |is_hook: bool| kinds.keys().filter(|key| key.0 == is_hook).map(|key| &*key.1).collect::<Vec<_>>();
    assert_eq!(names(true), ["invoice_payment", "peer_connected", "rpc_command"]);
    let topics = [
        "connect",
        "deprecated_oneshot",
        "disconnect",
        "invoice_creation",
        "invoice_payment",
        "log",
        "plugin_started",
        "plugin_stopped",
        "sendpay_failure",
        "sendpay_success",
        "shutdown",
        "warning",
    ];
    assert_eq!(names(false), topics);
    if let Some(schemas) = shared("releases/v26.06.6") {
        let release = release(&schemas);
        for ((is_hook, name), messages) in &kinds {
            let target = if *is_hook { Target::Hook } else { Target::Notification };
            let method = release.method(target, name).unwrap().unwrap();
            for message in messages {
                let params = message.split_once("\"params\":").unwrap().1.strip_suffix('}').unwrap();
                let wrapped = params.strip_prefix(&format!("{{\"{name}\":")).and_then(|rest| rest.strip_suffix('}'));
                check(method, target, if *is_hook { params } else { wrapped.unwrap() });
            }
        }
    }
    if let Some(file) = shared("transcripts/plugin_messages.jsonl") {
        compare(&kinds, &std::fs::read_to_string(file).unwrap());
    }
}

/// Of each kind there is a message with the members of a recorded one, in the same order.
fn compare(kinds: &BTreeMap<(bool, String), Vec<String>>, recorded: &str) {
    let recorded: Vec<Value> = recorded.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for ((is_hook, name), messages) in kinds {
        let like = recorded.iter().filter(|line| line["kind"] == if *is_hook { "hook" } else { "notification" });
        let like = like.filter(|line| line["method"] == **name);
        let like: Vec<_> = like.map(|line| places_of(line["message_raw"].as_str().unwrap())).collect();
        let is_alike = messages.iter().any(|message| like.contains(&places_of(message)));
        assert!(is_alike || NEW.contains(&&**name), "{name}:\n{messages:#?}\n{like:#?}");
        assert!(!(is_alike && NEW.contains(&&**name)), "{name} was recorded");
    }
}
