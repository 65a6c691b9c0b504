//! One line of log for each call.

use std::sync::{Arc, Mutex};

use cln_mock::MockNode;

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
    peer.call("plugin", &format!(r#"{{"a":{{"passphrase":"{secret}"}},"b":2}}"#));
    peer.call("plugin", &format!(r#"{{"pass\u0070hrase":"{secret}"}}"#));
    peer.call("plugin", &format!(r#"{{"config":"bitcoin-rpcpassword","val":"{secret}"}}"#));
    peer.call("plugin", &format!(r#"["{secret}"]"#));
    peer.call("plugin", &format!(r#""{secret}""#));
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
        r#"plugin {"a":{"passphrase":"<redacted>"},"b":2} -> error -32601, "#.to_owned(),
        r#"plugin {"passphrase":"<redacted>"} -> error -32601, "#.to_owned(),
        r#"plugin {"config":"bitcoin-rpcpassword","val":"<redacted>"} -> error -32601, "#.to_owned(),
        r#"plugin ["<redacted>"] -> error -32601, "#.to_owned(),
        "plugin (66 bytes) -> error -32601, ".to_owned(),
        r"plug\u{1b}[0m\nin ".to_owned() + r#"{"x":"yyy"#,
        "a request that is none -> error -32600".to_owned(),
    ];
    assert_eq!(lines.len(), begins.len(), "{lines:#?}");
    for (line, begin) in lines.iter().zip(begins) {
        assert!(line.starts_with(&begin), "{line}\n{begin}");
        assert!(!line.contains(&secret) && !line.contains('\n') && line.len() < 1000, "{line}");
    }
}
