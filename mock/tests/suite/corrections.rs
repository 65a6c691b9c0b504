//! What is known to be wrong with the documentation is not wrong here: the commands take what real nodes take.

use std::fs;
use std::path::Path;

use cln_mock::MockNode;
use cln_tests::folders::shared;

use crate::peer::Peer;

/// Documented with `utxos` far behind; nodes take it directly after `minconf`.
const FUNDCHANNEL: &str = r#"{
  "rpc": "fundchannel",
  "request": {
    "required": ["id", "amount"],
    "properties": {
      "id": {"type": "pubkey"}, "amount": {"type": "sat_or_all"}, "feerate": {"type": "feerate"},
      "announce": {"type": "boolean"}, "minconf": {"type": "u32"}, "push_msat": {"type": "msat"},
      "close_to": {"type": "string"}, "request_amt": {"type": "sat"}, "compact_lease": {"type": "string"},
      "utxos": {"type": "array", "items": {"type": "outpoint"}}
    }
  },
  "response": {},
  "examples": [{"request": {"id": 1, "method": "fundchannel", "params": {
    "id": "02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "amount": "all"}}, "response": {}}]
}
"#;

const ID: &str = "02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const OUTPOINT: &str = "7222144cd570153c8181202bf3c3b40ce05f4f4f1cad73a7c8becaad8b005b95:0";

fn takes_utxos_sixth(schemas: &Path) {
    let node = MockNode::builder().schemas(schemas).lenient(true).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let sixth = |sixth: &str| format!(r#"["{ID}", 90000, "slow", true, 1, {sixth}]"#);
    assert!(peer.result("fundchannel", &sixth(&format!("[\"{OUTPOINT}\"]"))).is_object(), "{}", schemas.display());
    let (code, message) = peer.error("fundchannel", &sixth("\"1000msat\""));
    assert_eq!(code, -32602);
    assert!(message.starts_with("utxos: should be an array"), "{message}");
}

#[test]
fn parameters_are_at_the_positions_of_a_real_node() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("fundchannel.json"), FUNDCHANNEL).unwrap();
    takes_utxos_sixth(folder.path());
}

#[test]
fn releases_are_served_as_they_were_shipped() {
    for release in ["releases/v24.11", "releases/v26.06.6", "corpus"] {
        let Some(folder) = shared(release) else { return };
        takes_utxos_sixth(&folder);
    }
}
