//! Peers that are connected and disconnected.

use cln_mock::MockNode;
use cln_runtime::{Msat, Sat};

use super::{CONTINUE, call, heard, node, told};
use crate::plugin::Stage;

const PEER: &str = "03a0df6ce28f8cff4f920cd9bdd95aaf7aad9cf0b9bde6bea6bf76afa45cc57375";
const MEMBERS: &str = r#","hooks":["peer_connected"],"subscriptions":["connect","disconnect"]"#;

fn builder() -> cln_mock::Builder {
    MockNode::builder().channel(PEER.parse().unwrap(), Sat(100_000), Msat(0))
}

fn disconnect(node: &MockNode) {
    call(node, "disconnect", &format!(r#"{{"id":"{PEER}","force":true}}"#)).unwrap();
}

#[test]
fn a_connection_is_asked_about_and_told_of() {
    let stage = Stage::new();
    let (node, plugin) = node(&stage, builder(), MEMBERS, CONTINUE);
    disconnect(&node);
    call(&node, "connect", &format!(r#"["{PEER}@10.0.0.1:7"]"#)).unwrap();
    // It is connected already.
    call(&node, "connect", &format!(r#"["{PEER}"]"#)).unwrap();
    disconnect(&node);
    let lines = heard(&plugin, 4);
    let address = r#"{"type":"ipv4","address":"10.0.0.1","port":7}"#;
    let disconnected = told("disconnect", &format!(r#"{{"id":"{PEER}"}}"#));
    assert_eq!(lines[0], disconnected);
    // It is asked on behalf of who has called.
    let (id, params) = lines[1].split_once(r#"","method":"peer_connected","params":"#).unwrap();
    assert!(id.ends_with("/cln:peer_connected#3"), "{id}");
    assert_eq!(
        params,
        format!(
            r#"{{"peer":{{"id":"{PEER}","direction":"out","addr":"10.0.0.1:7","features":"800898880a8a59a1"}}}}}}"#
        )
    );
    assert_eq!(lines[2], told("connect", &format!(r#"{{"id":"{PEER}","direction":"out","address":{address}}}"#)));
    assert_eq!(lines[3..], [disconnected]);
}

#[test]
fn a_connection_that_a_plugin_does_not_want_fails() {
    let stage = Stage::new();
    let (node, plugin) = node(&stage, builder(), MEMBERS, r#"{"result":"disconnect","error_message":"go away"}"#);
    disconnect(&node);
    let error = call(&node, "connect", &format!(r#"["{PEER}"]"#)).unwrap_err();
    assert_eq!((error.code, &*error.message), (402, "disconnected during connection"));
    let listed = call(&node, "listpeers", "{}").unwrap();
    assert!(listed.as_str().contains(r#""connected":false"#), "{listed}");
    assert_eq!(heard(&plugin, 3)[2], told("disconnect", &format!(r#"{{"id":"{PEER}"}}"#)));
}
