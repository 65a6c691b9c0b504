//! `help` and `listconfigs`.

use cln_mock::{MockNode, Network};
use cln_tests::folders::shared;
use cln_tests::transcript;
use serde_json::{Value, json};

use crate::documented::schema;
use crate::peer::Peer;
use crate::valid::{Checked, RELEASES};

/// The usage of each command.
fn usages(help: &Value) -> Vec<String> {
    help["help"].as_array().unwrap().iter().map(|entry| entry["command"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn all_commands_are_told_or_one() {
    let node = MockNode::builder().schemas(schema("frob.json")).schemas(schema("mute.json")).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let help = peer.result("help", "{}");
    assert_eq!(help["format-hint"], "simple");
    let all = usages(&help);
    let mut sorted = all.clone();
    sorted.sort();
    assert_eq!(all, sorted);
    let frob = "frob amount_msat flag [label] [count] [peer] [list] [kind] [key] [hash]".to_owned();
    assert!(all.contains(&"mute ".to_owned()), "{all:?}");
    for done in ["delpay", "help", "getinfo"] {
        assert!(all.iter().any(|usage| usage.split(' ').next() == Some(done)), "{done}");
    }
    assert_eq!(peer.result("help", r#"["frob"]"#), json!({"help": [{"command": frob}], "format-hint": "simple"}));
    assert_eq!(peer.error("help", r#"{"command":"nope"}"#), (-32601, "Unknown command nope".to_owned()));
}

/// As recorded: the parameters of each command that this release describes.
#[test]
fn usages_are_as_recorded() {
    let (Some(folder), Some(exchanges)) = (shared("releases/v26.06.6"), transcript::read("read_commands")) else {
        return;
    };
    let recorded = exchanges.iter().find(|exchange| exchange.method().as_deref() == Some("help")).unwrap();
    let recorded = usages(&serde_json::from_str(recorded.result().unwrap()).unwrap());
    let node = MockNode::builder().schemas(folder).start().unwrap();
    let ours = usages(&Peer::connect(node.socket()).result("help", "{}"));
    let name = |usage: &String| usage.split(' ').next().unwrap().to_owned();
    let same = ours.iter().filter(|usage| recorded.contains(usage)).count();
    for usage in &ours {
        if !recorded.contains(usage) {
            let theirs = recorded.iter().find(|other| name(other) == name(usage));
            println!("{usage}\n  recorded: {theirs:?}");
        }
    }
    println!("{same} of {} usages are as recorded", ours.len());
    assert!(same > 140, "{same}");
}

#[test]
fn options_are_those_of_the_documentation() {
    let folder = tempfile::tempdir().unwrap();
    let schema = r#"{"rpc": "listconfigs", "request": {"properties": {"config": {"type": "string"}}}, "response": {},
        "examples": [
            {"request": {"params": {"config": "z"}}, "response": {"configs": {"z": {"set": true, "source": "cmdline"}}}},
            {"request": {"params": {}}, "response": {"configs": {
                "alias": {"value_str": "SILENTARTIST", "source": "default"}, "z": {"set": false, "source": "default"}}}}]}"#;
    std::fs::write(folder.path().join("listconfigs.json"), schema).unwrap();
    let node = MockNode::builder().network(Network::Signet).schemas(folder.path()).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let info = peer.result("getinfo", "{}");
    let configs = peer.result("listconfigs", "{}");
    let text = |value: &Value, source: &str| json!({"value_str": value, "source": source});
    let z = json!({"set": true, "source": "cmdline"});
    let own = json!({"configs": {"alias": text(&info["alias"], "default"), "network": text(&json!("signet"), "cmdline"),
        "rgb": text(&info["color"], "default"), "z": z}});
    assert_eq!(configs, own);
    assert_eq!(peer.result("listconfigs", r#"["z"]"#), json!({"configs": {"z": z}}));
    let (code, message) = peer.error("listconfigs", r#"{"config":"nope"}"#);
    assert_eq!((code, message.split(": invalid token").next()), (-32602, Some("config: Unknown config option")));
}

#[test]
fn each_release_takes_the_answers() {
    for release in RELEASES {
        let Some(folder) = shared(release) else { return };
        let mut node = Checked::start(MockNode::builder(), &folder);
        assert!(usages(&node.result("help", "{}")).len() > 100, "{release}");
        node.result("help", r#"["pay"]"#);
        node.result("listconfigs", "{}");
        // As recorded.
        let network = node.result("listconfigs", r#"{"config":"network"}"#);
        assert_eq!(network, json!({"configs": {"network": {"value_str": "regtest", "source": "cmdline"}}}));
    }
}
