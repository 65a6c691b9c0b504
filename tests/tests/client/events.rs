//! Events without gaps: pages, then waiting, then pages again, whatever becomes of connections.

use std::sync::mpsc;
use std::time::Duration;

use cln_runtime::client::{CallError, blocking, tokio as tasks};
use serde_json::json;
use tokio::time::timeout;

use crate::front::{self, Front, Rows};
use crate::generated::{ListentriesIndex, ListentriesRequest};
use crate::node::{Asked, Node, PATIENCE, Peer};
use crate::pages::entries;

type Script = Box<dyn FnOnce(Peer) + Send>;

/// The connection of the client itself, on which nothing happens.
fn unused() -> Script {
    Box::new(|mut peer| peer.wait_for_end())
}

fn script(script: impl FnOnce(&mut Peer) + Send + 'static) -> Script {
    Box::new(move |mut peer| script(&mut peer))
}

/// Is asked for the page that begins with `start`.
fn page(peer: &mut Peer, index: &str, start: u64, rows: &[(&str, u64, u64)]) {
    let asked = peer.request();
    let expected = json!({"index": index, "start": start, "limit": 2});
    assert_eq!((asked.method.as_str(), &asked.params), ("listentries", &expected));
    peer.send(asked.result(&entries(rows).to_string()));
}

/// Is asked to wait for `next`; answers that the index has come to `reached`, or nothing.
fn wait(peer: &mut Peer, index: &str, next: u64, reached: Option<u64>) {
    let asked = asked_to_wait(peer, index, next);
    if let Some(reached) = reached {
        peer.send(asked.result(&format!(r#"{{"subsystem":"entries","{index}":{reached}}}"#)));
    }
}

fn asked_to_wait(peer: &mut Peer, index: &str, next: u64) -> Asked {
    let asked = peer.request();
    let expected = json!({"subsystem": "entries", "indexname": index, "nextvalue": next});
    assert_eq!((asked.method.as_str(), &asked.params), ("wait", &expected));
    asked
}

/// A node with one more connection after that of the client, and a client that has closed its own.
fn follow<F: Front, const N: usize>(scripts: [Script; N], request: &ListentriesRequest) -> (Node, Rows) {
    let node = Node::new(scripts);
    let client = F::on(&node.path());
    let events = client.events(request);
    drop(client);
    (node, events)
}

fn request(index: ListentriesIndex, start: u64) -> ListentriesRequest {
    ListentriesRequest::new().with_index(index).with_start(start).with_limit(2)
}

fn labels(events: &mut Rows, count: usize) -> Vec<String> {
    events.take(count).map(|event| event.unwrap().label).collect()
}

/// The second page is not full, so the node is waited for. An index that leaves no row is passed over, one that jumps
/// shows what is left of it, and a row with two changes is one event.
pub(crate) fn what_is_there_is_taken_then_the_node_is_waited_for<F: Front>() {
    let served = script(|peer| {
        page(peer, "updated", 3, &[("a", 1, 3), ("b", 2, 4)]);
        page(peer, "updated", 5, &[("c", 3, 5)]);
        wait(peer, "updated", 6, Some(6)); // deleted before anyone looks
        page(peer, "updated", 6, &[]);
        wait(peer, "updated", 7, Some(9));
        page(peer, "updated", 7, &[("a", 1, 8), ("d", 4, 9)]);
        page(peer, "updated", 10, &[]); // because that was full
        wait(peer, "updated", 10, Some(10));
        page(peer, "updated", 10, &[("e", 5, 10)]);
        peer.wait_for_end();
    });
    let (_node, mut events) = follow::<F, 2>([unused(), served], &request(ListentriesIndex::Updated, 3));
    assert_eq!(labels(&mut events, 6), ["a", "b", "c", "a", "d", "e"]);
    drop(events);
}

/// The node stops in the middle of a wait, and once in the middle of a page.
pub(crate) fn a_lost_connection_neither_loses_nor_repeats_an_event<F: Front>() {
    let first = script(|peer| {
        page(peer, "created", 1, &[("a", 1, 0)]);
        wait(peer, "created", 2, None);
    });
    let second = script(|peer| {
        wait(peer, "created", 2, Some(3));
        let asked = peer.request();
        assert_eq!(asked.params, json!({"index": "created", "start": 2, "limit": 2}));
        peer.send(&asked.result(&entries(&[("b", 2, 0), ("c", 3, 0)]).to_string())[..60]);
    });
    let third = script(|peer| {
        page(peer, "created", 2, &[("b", 2, 0), ("c", 3, 0)]);
        peer.wait_for_end();
    });
    let scripts = [unused(), first, second, third];
    let (_node, mut events) = follow::<F, 4>(scripts, &request(ListentriesIndex::Created, 1));
    assert_eq!(labels(&mut events, 3), ["a", "b", "c"]);
    drop(events);
}

/// On another connection: on the old one, the node would wait for the rest of its life.
pub(crate) fn a_wait_that_times_out_is_made_again<F: Front>() {
    let first = script(|peer| {
        page(peer, "created", 1, &[]);
        wait(peer, "created", 1, None);
        peer.wait_for_end();
    });
    let second = script(|peer| {
        wait(peer, "created", 1, Some(1));
        page(peer, "created", 1, &[("a", 1, 0)]);
        peer.wait_for_end();
    });
    let node = Node::new([unused(), first, second]);
    // Not too soon for the page that is asked for before, on a machine with much else to do.
    let client = F::on(&node.path()).with_timeout(Duration::from_secs(1));
    let mut events = client.events(&request(ListentriesIndex::Created, 1));
    drop(client);
    assert_eq!(labels(&mut events, 1), ["a"]);
    drop(events);
}

pub(crate) fn a_refusal_is_told_and_the_next_attempt_goes_on<F: Front>() {
    let served = script(|peer| {
        page(peer, "created", 1, &[("a", 1, 0)]);
        let asked = peer.request();
        peer.send(asked.error(r#"{"code":-32601,"message":"Unknown command 'wait'"}"#));
        wait(peer, "created", 2, Some(2));
        page(peer, "created", 2, &[("b", 2, 0)]);
        peer.wait_for_end();
    });
    let (_node, mut events) = follow::<F, 2>([unused(), served], &request(ListentriesIndex::Created, 1));
    assert_eq!(labels(&mut events, 1), ["a"]);
    assert!(matches!(events.next(), Some(Err(CallError::Node(_)))));
    assert_eq!(labels(&mut events, 1), ["b"]);
    drop(events);
}

/// It would be asked again and again at once.
pub(crate) fn an_index_that_goes_back_is_told<F: Front>() {
    let served = script(|peer| {
        page(peer, "created", 5, &[("a", 5, 0)]);
        wait(peer, "created", 6, Some(5));
        peer.wait_for_end();
    });
    let (_node, mut events) = follow::<F, 2>([unused(), served], &request(ListentriesIndex::Created, 5));
    assert_eq!(labels(&mut events, 1), ["a"]);
    let Some(Err(CallError::Unreadable(error))) = events.next() else { panic!("it cannot be used") };
    assert_eq!(error.mismatch().unwrap().message(), r#"expected "created" to be an index above 5"#);
    drop(events);
}

/// Of several at once, the node only says what the last one was, and calls that by a name of its release.
pub(crate) fn each_deletion_is_told_once<F: Front>() {
    let served = script(|peer| {
        wait(peer, "deleted", 3, Some(4));
        let asked = peer.request();
        assert_eq!(asked.params["nextvalue"], 5);
        peer.send(asked.result(r#"{"subsystem":"entries","deleted":5,"details":{"label":"a"}}"#));
        let asked = peer.request();
        peer.send(asked.result(r#"{"subsystem":"entries","deleted":6,"details":{},"entries":{"label":"b"}}"#));
        peer.wait_for_end();
    });
    let node = Node::new([unused(), served]);
    let client = F::on(&node.path());
    let mut deletions = client.deletions(2);
    drop(client);
    let told = deletions.by_ref().take(4).map(|deletion| {
        let deletion = deletion.unwrap();
        (deletion.index, deletion.details.map(|details| details.as_str().to_owned()))
    });
    let details = |label| Some(format!(r#"{{"label":"{label}"}}"#));
    assert_eq!(told.collect::<Vec<_>>(), [(3, None), (4, None), (5, details("a")), (6, details("b"))]);
    drop(deletions);
}

/// So the node stops waiting.
pub(crate) fn who_drops_events_ends_their_connection<F: Front>() {
    let served = script(|peer| {
        page(peer, "created", 1, &[("a", 1, 0)]);
        peer.wait_for_end();
    });
    let (node, mut events) = follow::<F, 2>([unused(), served], &request(ListentriesIndex::Created, 1));
    assert_eq!(labels(&mut events, 1), ["a"]);
    drop(events);
    node.join();
}

/// The future of an event is dropped while the node is asked: it is asked once, and the event comes later.
#[test]
fn an_event_whose_future_is_dropped_comes_later() {
    let (go, gone) = mpsc::channel();
    let served = script(move |peer| {
        page(peer, "created", 1, &[]);
        let asked = asked_to_wait(peer, "created", 1);
        gone.recv_timeout(PATIENCE).unwrap();
        peer.send(asked.result(r#"{"subsystem":"entries","created":1}"#));
        page(peer, "created", 1, &[("a", 1, 0)]);
        peer.wait_for_end();
    });
    let node = Node::new([unused(), served]);
    front::wait(async {
        let client = tasks::Client::connect(node.path()).await.unwrap();
        let mut events = client.events(&request(ListentriesIndex::Created, 1)).unwrap();
        drop(client);
        for _ in 0..3 {
            assert!(timeout(Duration::from_millis(20), events.next()).await.is_err());
        }
        go.send(()).unwrap();
        assert_eq!((events.position(), events.next().await.unwrap().label.as_str()), (0, "a"));
        assert_eq!(events.position(), 1);
    });
}

/// A thread that has to look after something else, too. What it has given up waiting for, it waits for again.
#[test]
fn a_thread_waits_no_longer_than_it_wants_to() {
    let first = script(|peer| {
        page(peer, "created", 1, &[]);
        wait(peer, "created", 1, None);
        peer.wait_for_end();
    });
    let second = script(|peer| {
        wait(peer, "created", 1, Some(1));
        page(peer, "created", 1, &[("a", 1, 0)]);
        peer.wait_for_end();
    });
    let node = Node::new([unused(), first, second]);
    let client = blocking::Client::connect(node.path()).unwrap();
    let mut events = client.events(&request(ListentriesIndex::Created, 1)).unwrap();
    drop(client);
    assert!(events.next_within(Duration::from_secs(1)).is_none()); // enough to ask twice
    assert_eq!(events.next_within(PATIENCE).unwrap().unwrap().label, "a");
    drop(events);
}
