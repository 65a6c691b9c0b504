//! A node's version against the range that bindings are made for.

use cln_bindings::{NODES, OLDEST_NODE};
use cln_runtime::client::CallError;
use cln_runtime::{NodeFit, NodeRange};

use crate::front::Front;
use crate::logging::Everything;
use crate::node::{Node, Peer};

/// Tells this version as often as it is asked for.
fn node(version: &'static str) -> Node {
    Node::once(move |mut peer: Peer| {
        while let Some(asked) = peer.try_request() {
            assert_eq!((asked.method.as_str(), asked.params.to_string().as_str()), ("getinfo", "{}"));
            peer.send(asked.result(&format!(r#"{{"id":"02aa","version":"{version}","more":[1]}}"#)));
        }
    })
}

/// What is logged as a warning meanwhile.
fn warnings(run: impl FnOnce()) -> Vec<String> {
    let told = Everything::default();
    told.hear(run);
    told.lines().into_iter().filter(|line| line.starts_with("message=the node ")).collect()
}

pub(crate) fn a_node_within_the_range_is_no_news<F: Front>() {
    assert_eq!(NODES, NodeRange::new(Some(OLDEST_NODE), None));
    let node = node("v26.06.6-modded");
    let client = F::on(&node.path());
    let warnings = warnings(|| {
        let version = client.check_version(&NODES).unwrap();
        assert_eq!((version.as_str(), version.fit()), ("v26.06.6-modded", NodeFit::Within));
        let told = "the node is v26.06.6-modded, which the bindings are made for (v23.11 and later)";
        assert_eq!(version.to_string(), told);
    });
    assert_eq!(warnings, Vec::<String>::new());
    drop(client);
}

pub(crate) fn a_node_outside_the_range_is_warned_of_once<F: Front>() {
    let node = node("v22.11\\u001b[2J");
    let client = F::on(&node.path());
    let warnings = warnings(|| {
        for client in [client.clone(), client.clone(), client.unchecked()] {
            let version = client.check_version(&NODES).unwrap();
            assert_eq!(version.fit(), NodeFit::TooOld);
        }
        let version = client.check_version(&NodeRange::new(None, Some("v22.08"))).unwrap();
        assert_eq!(version.fit(), NodeFit::TooNew);
    });
    let told = "message=the node is v22.11\\u{1b}[2J, older than the bindings are made for (v23.11 and later) ";
    assert_eq!(warnings, [told]);
    drop(client);
}

pub(crate) fn an_answer_without_a_version_is_unreadable<F: Front>() {
    let node = Node::once(|mut peer| {
        let asked = peer.request();
        peer.send(asked.result(r#"{"id":"02aa"}"#));
        let asked = peer.request();
        peer.send(asked.error(r#"{"code":-32601,"message":"Unknown command"}"#));
        peer.wait_for_end();
    });
    let client = F::on(&node.path());
    assert!(matches!(client.check_version(&NODES), Err(CallError::Unreadable(_))));
    assert!(matches!(client.check_version(&NODES), Err(CallError::Node(error)) if error.code == -32601));
    drop(client);
}
