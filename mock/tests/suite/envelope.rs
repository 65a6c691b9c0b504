//! Requests that are none, and connections that end.

use std::time::Duration;

use cln_bindings::DelpayPaymentsStatus::Failed;
use cln_mock::{Fault, MockNode};

use crate::peer::Peer;
use crate::rows::part;

#[test]
fn an_id_comes_back_byte_for_byte() {
    let node = MockNode::builder().start().unwrap();
    let mut peer = Peer::connect(node.socket());
    for id in [
        "1",
        "-0",
        "01",
        "1e2",
        "1.50",
        "18446744073709551616",
        "null",
        "true",
        "\"\\u00e9\\n\"",
        "\"é\u{1f600}\"",
        "\"\"",
    ] {
        peer.send(format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"listsendpays","params":{{}}}}"#));
        assert_eq!(peer.line(), format!("{{\"jsonrpc\":\"2.0\",\"id\":{id},\"result\":{{\"payments\":[]}}}}\n\n"));
    }
}

#[test]
fn what_an_envelope_lacks_is_told() {
    let node = MockNode::builder().start().unwrap();
    let mut peer = Peer::connect(node.socket());
    for (request, id, message) in [
        (
            r#"{"jsonrpc":"1.0","id":1,"method":"x","params":{}}"#,
            "null",
            r#"jsonrpc: \"2.0\" must be specified in the request"#,
        ),
        (r#"{"jsonrpc":"2.0","method":"x","params":{}}"#, "null", "No id"),
        (r#"{"jsonrpc":"2.0","id":[1],"method":"x","params":{}}"#, "null", "Expected string/primitive for id"),
        (r#"{"jsonrpc":"2.0","id":"a","params":{}}"#, "\"a\"", "No method"),
        (r#"{"jsonrpc":"2.0","id":"a","method":"x"}"#, "\"a\"", "No params"),
        (r#"{"jsonrpc":"2.0","id":2,"method":{},"params":{}}"#, "2", "Expected string for method"),
    ] {
        peer.send(request);
        let expected = format!(r#"{{"jsonrpc":"2.0","id":{id},"error":{{"code":-32600,"message":"{message}"}}}}"#);
        assert_eq!(peer.line(), expected + "\n\n");
    }
    assert_eq!(peer.error("delpai", "{}"), (-32601, "Unknown command 'delpai'".to_owned()));
}

#[test]
fn a_filter_cuts_the_answer_down() {
    let node = MockNode::builder().payments([part(1, 0, 1, Failed, 1)]).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let mut ask = |filter: &str| {
        peer.send(format!(r#"{{"jsonrpc":"2.0","id":1,"method":"listsendpays","params":[],"filter":{filter}}}"#));
        peer.line()
    };
    assert_eq!(
        ask(r#"{"payments":[{"status":true}]}"#),
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"payments\":[{\"status\":\"failed\"}]}}\n\n"
    );
    assert!(ask("[]").contains(r#""code":-32602,"message":"filter: "#));
}

#[test]
fn a_request_may_come_in_pieces_and_many_at_once() {
    let node = MockNode::builder().start().unwrap();
    let mut peer = Peer::connect(node.socket());
    for byte in br#" {"jsonrpc":"2.0","id":"\"}{","method":"listsendpays","params":{},} "# {
        peer.send([*byte]);
    }
    assert!(peer.line().starts_with(r#"{"jsonrpc":"2.0","id":"\"}{","result""#));
    let many: Vec<String> =
        (0..500).map(|id| format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"listsendpays","params":{{}}}}"#)).collect();
    peer.send(many.concat());
    for id in 0..500 {
        assert!(peer.line().starts_with(&format!("{{\"jsonrpc\":\"2.0\",\"id\":{id},")));
    }
}

/// The answer would wait for an hour: the connection ends because the client has closed its half.
#[test]
fn closing_a_half_loses_the_answer() {
    let hour = Fault::delay(Duration::from_secs(3600));
    let node = MockNode::builder().payments([part(1, 0, 1, Failed, 1)]).fault(hour).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let hash = "01".repeat(32);
    peer.send(format!(r#"{{"jsonrpc":"2.0","id":1,"method":"delpay","params":["{hash}","failed"]}}"#));
    peer.close_half();
    assert_eq!(peer.rest(), b"");
    assert_eq!(node.payments().unwrap(), [], "it was executed nevertheless");
}

#[test]
fn too_long_a_request_is_refused_clearly_and_once() {
    let node = MockNode::builder().max_request(1000).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let padded = |length: usize| {
        format!(r#"{{"jsonrpc":"2.0","id":1,"method":"listsendpays","params":{{}},"x":"{}"}}"#, "y".repeat(length))
    };
    peer.send(padded(900));
    assert!(peer.line().contains("result"));
    peer.send(&padded(2000)[..1500]);
    let refused =
        r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"A request is longer than 1000 bytes"}}"#;
    assert_eq!(peer.line(), format!("{refused}\n\n"));
    node.stop();
    assert_eq!(peer.rest(), b"");
}

#[test]
fn nesting_has_a_limit_far_away() {
    let node = MockNode::builder().start().unwrap();
    let deep = |depth: usize| {
        format!(
            r#"{{"jsonrpc":"2.0","id":1,"method":"listsendpays","params":{}{}}}"#,
            "[".repeat(depth),
            "]".repeat(depth)
        )
    };
    let mut peer = Peer::connect(node.socket());
    peer.send(deep(500_000));
    assert!(
        peer.line().starts_with(r#"{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"#),
        "it is read, and no invoice"
    );
    let mut peer = Peer::connect(node.socket());
    peer.send(deep(1_100_000));
    assert!(peer.line().contains(r#""id":null,"error":{"code":-32600,"#));
}

/// A node whose client does not read does not read either, and serves others.
#[test]
fn who_never_reads_waits_alone() {
    let node = MockNode::builder().start().unwrap();
    let flooder = Peer::connect(node.socket());
    assert!(
        flooder.flood(r#"{"jsonrpc":"2.0","id":1,"method":"listsendpays","params":{}}"#, 64 << 20),
        "it is never stopped"
    );
    let mut other = Peer::connect(node.socket());
    other.result("listsendpays", "{}");
}

#[test]
fn stopping_ends_pending_calls_and_leaves_the_socket_refused() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("lightning-rpc");
    let hour = Fault::delay(Duration::from_secs(3600)).on("listsendpays");
    let node = MockNode::builder().socket(&socket).fault(hour).start().unwrap();
    let (mut pending, mut other) = (Peer::connect(&socket), Peer::connect(&socket));
    pending.send(r#"{"jsonrpc":"2.0","id":1,"method":"listsendpays","params":{}}"#);
    assert_eq!(other.result("stop", "{}"), "Shutdown complete");
    assert_eq!(pending.rest(), b"");
    node.wait();
    assert!(socket.exists());
    let error = std::os::unix::net::UnixStream::connect(&socket).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionRefused);
}
