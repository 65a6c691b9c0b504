//! One line of log for each call.

use std::path::Path;
use std::sync::{Arc, Mutex};

use cln_mock::MockNode;

use cln_runtime::is_visible;

use crate::documented::schema;
use crate::peer::Peer;

#[test]
fn calls_are_logged_without_secrets() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&lines);
    let builder = MockNode::builder().schemas(schema("frob.json"));
    let node = builder.log(move |line| log.lock().unwrap().push(line.to_owned())).example().start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let hash = "684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52";
    let result = peer.result("delpay", &format!(r#"["{hash}","complete"]"#));
    let secret = result["payments"][0]["payment_preimage"].as_str().unwrap().to_owned();
    peer.call("frob", &format!(r#"{{"key":"{secret}","amount_msat":1,"flag":true}}"#));
    peer.call("frob", &format!(r#"[1,true,null,null,null,null,null,"{secret}"]"#));
    peer.call("check", &format!(r#"{{"command_to_check":"frob","key":"{secret}","flag":true}}"#));
    peer.call("check", &format!(r#"{{"command_to_check":"fr\u006fb","key":"{secret}","flag":true}}"#));
    peer.call("check", &format!(r#"{{"command_to_check":"x","command_to_check":"frob","key":"{secret}"}}"#));
    peer.call("check", &format!(r#"["frob",1,true,null,null,null,null,null,"{secret}"]"#));
    peer.call("unknown", &format!(r#"{{"a":{{"passphrase":"{secret}"}},"b":2}}"#));
    peer.call("unknown", &format!(r#"{{"pass\u0070hrase":"{secret}"}}"#));
    peer.call("unknown", &format!(r#"{{"config":"bitcoin-rpcpassword","val":"{secret}"}}"#));
    peer.call("unknown", &format!(r#"["{secret}"]"#));
    peer.call("unknown", &format!(r#""{secret}""#));
    peer.call("plug\u{1b}[0m\nin", &format!(r#"{{"x":"{}"}}"#, "y".repeat(10_000)));
    peer.send(format!(r#"{{"jsonrpc":"2.0","secret":"{secret}"}}"#));
    peer.line();
    let lines = lines.lock().unwrap();
    let begins = [
        format!(r#"delpay ["{hash}","complete"] -> "#),
        r#"frob {"key":"<redacted>","amount_msat":1,"flag":true} -> "#.to_owned(),
        r#"frob [1,true,null,null,null,null,null,"<redacted>"] -> "#.to_owned(),
        r#"check {"command_to_check":"frob","key":"<redacted>","flag":true} -> "#.to_owned(),
        r#"check {"command_to_check":"frob","key":"<redacted>","flag":true} -> "#.to_owned(),
        "check (123 bytes) -> ".to_owned(),
        r#"check ["<redacted>","<redacted>","#.to_owned(),
        r#"unknown {"a":{"passphrase":"<redacted>"},"b":2} -> error -32601, "#.to_owned(),
        r#"unknown {"passphrase":"<redacted>"} -> error -32601, "#.to_owned(),
        r#"unknown {"config":"bitcoin-rpcpassword","val":"<redacted>"} -> error -32601, "#.to_owned(),
        r#"unknown ["<redacted>"] -> error -32601, "#.to_owned(),
        "unknown (66 bytes) -> error -32601, ".to_owned(),
        r"plug\u{1b}[0m\u{a}in ".to_owned() + r#"{"x":"yyy"#,
        "a request that is none -> error -32600".to_owned(),
    ];
    assert_eq!(lines.len(), begins.len(), "{lines:#?}");
    for (line, begin) in lines.iter().zip(begins) {
        assert!(line.starts_with(&begin), "{line}\n{begin}");
        assert!(!line.contains(&secret) && !line.contains('\n') && line.len() < 1000, "{line}");
    }
}

/// A node whose log can be read, and a way to call it.
fn logged(schemas: &Path) -> (Arc<Mutex<Vec<String>>>, MockNode, Peer) {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&lines);
    let builder = MockNode::builder().schemas(schemas);
    let node = builder.log(move |line| log.lock().unwrap().push(line.to_owned())).start().unwrap();
    let peer = Peer::connect(node.socket());
    (lines, node, peer)
}

/// As it is documented, cut down.
const SETCONFIG: &str = r#"{
  "rpc": "setconfig",
  "request": {
    "required": ["config"],
    "properties": {
      "config": {"type": "string"},
      "val": {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
      "transient": {"type": "boolean"}
    }
  },
  "response": {}
}"#;

const COMMANDO: &str = r#"{
  "rpc": "commando",
  "request": {
    "required": ["peer_id", "method"],
    "properties": {
      "peer_id": {"type": "string"},
      "method": {"type": "string"},
      "params": {"oneOf": [{"type": "array"}, {"type": "object"}]},
      "rune": {"type": "string"}
    }
  },
  "response": {}
}"#;

const DATASTORE: &str = r#"{
  "rpc": "datastore",
  "request": {
    "required": ["key"],
    "properties": {
      "key": {"oneOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}]},
      "string": {"type": "string"},
      "hex": {"type": "hex"}
    }
  },
  "response": {}
}"#;

/// The same secret in every spelling: `SECRET` stands for it.
const SPELLINGS: &[(&str, &str)] = &[
    ("setconfig", r#"["bitcoin-rpcpassword","SECRET"]"#),
    ("setconfig", r#"["any-option","SECRET",true]"#),
    ("setconfig", r#"{"config":"bitcoin-rpcpassword","val":"SECRET"}"#),
    ("setconfig", r#"{"val":"SECRET"}"#),
    ("setconfig", r#"{"config":"alias","Val":"SECRET"}"#),
    ("setconfig", r#"{"c\u006fnfig":"rpcpassword","v\u0061l":["SECRET"]}"#),
    ("setconfig", r#"{"config":"rpcpassword","config":"alias","val":{"a":"SECRET"}}"#),
    ("setconfig", r#"{"config":"bitcoin-rpcpassword=SECRET"}"#),
    (r"setconfi\u0067", r#"{"config":"alias","val":"SECRET"}"#),
    ("check", r#"["setconfig","rpcpassword","SECRET"]"#),
    ("check", r#"{"command_to_check":"setconfig","config":"alias","val":"SECRET"}"#),
    ("check", r#"{"config":"alias","val":"SECRET","command_to_ch\u0065ck":"set\u0063onfig"}"#),
    ("check", r#"{"command_to_check":"setconfig","command_to_check":"x","val":"SECRET"}"#),
    (r"ch\u0065ck", r#"{"command_to_check":"setconfig","val":"SECRET"}"#),
    ("check", r#"{"command_to_check":"commando","method":"setconfig","params":["alias","SECRET"]}"#),
    ("commando", r#"{"peer_id":"02","method":"setconfig","params":["alias","SECRET"]}"#),
    ("commando", r#"{"peer_id":"02","method":"setconfig","params":{"config":"alias","val":"SECRET"}}"#),
    ("commando", r#"{"peer_id":"02","method":"setconfig","params":"{\"config\":\"alias\",\"val\":\"SECRET\"}"}"#),
    ("commando", r#"{"peer_id":"02","method":"check","params":["setconfig","alias","SECRET"]}"#),
    ("commando", r#"{"peer_id":"02","method":"check","params":{"command_to_check":"setconfig","val":"SECRET"}}"#),
    ("commando", r#"{"peer_id":"02","method":"x","method":"setconfig","params":{"val":"SECRET"}}"#),
    ("commando", r#"{"peer_id":"02","method":["setconfig"],"params":{"val":"SECRET"}}"#),
    ("commando", r#"["02","setconfig",{"config":"alias","val":"SECRET"}]"#),
    ("commando", r#"["02","pay",{},"SECRET"]"#),
    (
        "batch",
        r#"{"requests":[{"method":"setconfig","params":["alias","SECRET"]},{"method":"setconfig","params":{"val":"SECRET"}}]}"#,
    ),
    ("batch", r#"[{"method":"setconfig","params":["alias","SECRET"]}]"#),
    ("rpc_command", r#"{"rpc_command":{"id":3,"method":"setconfig","params":{"config":"alias","val":"SECRET"}}}"#),
    ("rpc_command", r#"{"rpc_command":"{\"method\":\"setconfig\",\"params\":{\"val\":\"SECRET\"}}"}"#),
    ("plugin", r#"{"subcommand":"start","plugin":"x","options":["x-token=SECRET"]}"#),
    ("plugin", r#"{"a":"{\"rune\":\"SECRET\""}"#),
    ("datastore", r#"{"key":"k","string":"SECRET"}"#),
    ("datastore", r#"{"key":"k","hex":"SECRET"}"#),
    ("datastore", r#"["k","SECRET"]"#),
    ("datastore", r#"["k",null,"SECRET"]"#),
    ("check", r#"{"command_to_check":"datastore","key":"k","string":"SECRET"}"#),
    ("commando", r#"{"peer_id":"02","method":"datastore","params":{"key":"k","string":"SECRET"}}"#),
    ("keysend", r#"{"destination":"02","extratlvs":{"5482373484":"SECRET"}}"#),
    ("keysend", r#"{"destination":"02","extratlvs":{"0x146C6616C":"SECRET"}}"#),
    ("keysend", r#"{"destination":"02","extratlvs":"{\"5482373484\":\"SECRET\"}"}"#),
];

#[test]
fn a_secret_is_redacted_in_any_spelling() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("setconfig.json"), SETCONFIG).unwrap();
    std::fs::write(folder.path().join("commando.json"), COMMANDO).unwrap();
    std::fs::write(folder.path().join("datastore.json"), DATASTORE).unwrap();
    let undocumented = schema("frob.json");
    for schemas in [folder.path(), undocumented.as_path()] {
        let (lines, _node, mut peer) = logged(schemas);
        for (method, params) in SPELLINGS {
            // As a text, whatever it looks like.
            peer.send(format!(
                r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{}}}"#,
                params.replace("SECRET", "hunter2")
            ));
            peer.line();
        }
        let lines = lines.lock().unwrap();
        assert_eq!(lines.len(), SPELLINGS.len());
        for (line, (_, params)) in lines.iter().zip(SPELLINGS) {
            assert!(!line.contains("hunter2"), "{line}\nfor {params}");
            assert!(line.contains("<redacted>") || line.contains(" bytes) -> "), "{line}\nfor {params}");
        }
    }
}

#[test]
fn what_is_no_secret_stays_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("setconfig.json"), SETCONFIG).unwrap();
    std::fs::write(folder.path().join("commando.json"), COMMANDO).unwrap();
    let (lines, _node, mut peer) = logged(folder.path());
    for (method, params) in [
        ("setconfig", r#"["alias","x",true]"#),
        ("setconfig", r#"{"config":"alias","val":"x","transient":true}"#),
        ("check", r#"{"command_to_check":"setconfig","config":"alias","val":"x"}"#),
        ("commando", r#"["02","setconfig",["alias","x"],"y"]"#),
        ("batch", r#"{"a":[{"method":"delpay","params":["00","failed"]},{"method":"x","params":{"b":1}}]}"#),
        ("odd", r#"{"note":"a=b","list":"[1]"}"#),
        ("keysend", r#"{"extratlvs":{"133773310":"00"}}"#),
        ("datastore", r#"{"key":["a","b"]}"#),
    ] {
        peer.call(method, params);
    }
    let begins = [
        r#"setconfig ["alias","<redacted>",true] -> "#,
        r#"setconfig {"config":"alias","val":"<redacted>","transient":true} -> "#,
        r#"check {"command_to_check":"setconfig","config":"alias","val":"<redacted>"} -> "#,
        r#"commando ["02","setconfig","<redacted>","<redacted>"] -> "#,
        r#"batch {"a":[{"method":"delpay","params":["00","failed"]},{"method":"x","params":{"b":1}}]} -> "#,
        r#"odd {"note":"a=b","list":"[1]"} -> "#,
        r#"keysend {"extratlvs":{"133773310":"00"}} -> "#,
        r#"datastore {"key":["a","b"]} -> "#,
    ];
    let lines = lines.lock().unwrap();
    assert_eq!(lines.len(), begins.len(), "{lines:#?}");
    for (line, begin) in lines.iter().zip(begins) {
        assert!(line.starts_with(begin), "{line}\n{begin}");
    }
}

#[test]
fn what_a_terminal_would_act_on_is_escaped() {
    let (lines, _node, mut peer) = logged(&schema("frob.json"));
    let hostile: String = "\u{7f}\u{9b}31m\u{202e}\u{200b}\u{feff}\u{3164}\u{2028}".to_owned();
    peer.call(&format!("m{hostile}"), &format!(r#"{{"{hostile}":"{hostile}"}}"#));
    peer.send(r#"{"jsonrpc":"2.0","id":1,"method":"a\nb\u001b","params":{"a":"\u001b\r\n"}}"#);
    peer.line();
    let lines = lines.lock().unwrap();
    assert_eq!(lines.len(), 2);
    let shown = r"\u{7f}\u{9b}31m\u{202e}\u{200b}\u{feff}\u{3164}\u{2028}";
    assert!(lines[0].starts_with(&format!(r#"m{shown} {{"{shown}":"{shown}"}} -> "#)), "{}", lines[0]);
    assert!(lines[1].starts_with(r#"a\u{a}b\u{1b} {"a":"\u001b\r\n"} -> "#), "{}", lines[1]);
    assert!(lines.iter().all(|line| line.chars().all(is_visible)));
}
