//! What plugins say, broken in each place: nothing panics, and no fault shows a secret or acts on a terminal.

use std::collections::{BTreeMap, BTreeSet};

use super::super::setconfig::judge as judge_setting;
use super::super::{Framing, Hook, HookAnswer, Manifest, PluginFault, Registry, Said, disabled, judge, told};
use super::init::declared;

const KEY: &str = "abababababababababababababababababababababababababababababababab";

fn samples() -> Vec<String> {
    let manifest = r#"{"options":[{"name":"o","type":"int","default":"0x1f","description":"","deprecated":["v26.03"]}],
        "rpcmethods":[{"name":"m","usage":"","deprecated":true}],"hooks":["recover",{"name":"custommsg","filters":[1]}],
        "subscriptions":["*"],"notifications":[{"method":"t"}],"custommessages":[1],"featurebits":{"node":"02"}}"#;
    let results = [
        manifest.to_owned(),
        format!(r#"{{"result":"resolve","payment_key":"{KEY}"}}"#),
        r#"{"result":"continue","payload":"0201aa","forward_to":"aa","psbt":"cHNidP8B","our_funding_msat":1}"#
            .to_owned(),
        r#"{"replace":{"jsonrpc":"2.0","id":"zz","method":"m","params":{}}}"#.to_owned(),
        r#"{"return":{"error":{"code":-5,"message":"nope"}}}"#.to_owned(),
    ];
    let answers = results.into_iter().map(|result| format!(r#"{{"jsonrpc":"2.0","id":"i","result":{result}}}"#));
    let others = [
        r#"{"jsonrpc":"2.0","id":"i","error":{"code":-32602,"message":"no"}}"#,
        r#"{"jsonrpc":"2.0","method":"log","params":{"level":"info","message":"a\nb\u00e9\\"}}"#,
        r#"{"jsonrpc":"2.0","method":"progress","params":{"id":"i","num":1}}"#,
    ];
    answers.chain(others.map(str::to_owned)).collect()
}

/// All that the node can make of a text, as the answer to anything.
fn faults(text: &[u8]) -> Vec<PluginFault> {
    let mut faults = Vec::new();
    let mut framing = Framing::new(1 << 20);
    framing.take_in(text);
    loop {
        match framing.next() {
            Ok(Some(Said::Notification(notification))) => faults.extend(told(&notification, &["t".to_owned()]).err()),
            Ok(Some(Said::Answer(answer))) => faults.extend(of_answer(answer.text)),
            Ok(None) => break,
            Err(fault) => {
                faults.push(fault);
                break;
            }
        }
    }
    faults.extend(framing.unfinished());
    faults
}

fn of_answer(text: &[u8]) -> Vec<PluginFault> {
    let registry = Registry { methods: &BTreeMap::new(), options: &BTreeSet::new(), is_starting: true };
    let mut faults: Vec<_> = Manifest::read(text, &registry).err().into_iter().collect();
    let option = &declared(&[r#""name":"o","type":"int","dynamic":true"#])[0];
    faults.extend(judge_setting(option, &["zz".to_owned()], text).err());
    let _ = disabled(text);
    for hook in Hook::ALL.iter().copied() {
        let params = br#"{"htlc":{"payment_hash":"00"}}"#;
        let knows_method = &|_: &str| true;
        let answer =
            HookAnswer { hook, plugin: "px", text, params, has_db_write: false, is_modified: false, knows_method };
        match judge(&answer) {
            Ok(judgement) => faults.extend(judgement.noted),
            Err(fault) => faults.push(fault),
        }
    }
    faults
}

#[test]
fn whatever_is_broken_the_fault_can_be_shown() {
    let mut found = 0;
    for sample in samples() {
        let sample = sample.into_bytes();
        for at in (0..sample.len()).step_by(3) {
            let (before, after) = (&sample[..at], &sample[at + 1..]);
            // Sampled by place: each kind of break is tried in each part of a sample.
            let bytes: [&[u8]; 7] = [b"", b"\"", b"{", b"]", b"\\", b"\0", b"\xff\x1b"];
            let broken = [before, bytes[at % bytes.len()], after].concat();
            for fault in faults(&broken) {
                let shown = fault.to_string();
                assert!(shown.chars().all(cln_runtime::is_visible), "{shown}");
                assert!(!shown.contains(KEY) && fault.offending.len() <= 4100 && fault.reason.len() <= 4100, "{shown}");
                found += 1;
            }
        }
    }
    assert!(found > 1000, "only {found} faults were found");
}
