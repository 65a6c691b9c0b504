//! Long answers, item by item.

use std::sync::mpsc;
use std::time::Duration;

use cln_bindings::DelpayError;
use cln_runtime::client::{CallError, ConnectionError, NoAnswerError, Settings, blocking, tokio};

use crate::front::{Front, request, result, wait};
use crate::node::{Node, PATIENCE, Peer};

/// A node whose second connection, that of the list, has this script; the first one is the client's own.
fn node(script: impl FnOnce(Peer) + Send + 'static) -> Node {
    let (sender, first) = mpsc::channel();
    // It is kept open, or the client would see its end.
    Node::new([
        Box::new(move |peer| sender.send(peer).unwrap()),
        Box::new(move |peer| {
            let _own = first.recv_timeout(PATIENCE).unwrap();
            script(peer);
        }),
    ])
}

/// A payment with this label.
fn payment(label: &str) -> String {
    let result = result(label);
    result["{\"payments\":[".len()..result.len() - 2].to_owned()
}

/// The beginning of an answer, up to the first item.
fn head(peer: &mut Peer) -> String {
    let asked = peer.request();
    asked.result("{\"payments\":[").trim_end().strip_suffix('}').unwrap().to_owned()
}

pub(crate) fn items_come_while_the_list_arrives<F: Front>() {
    let (go, may_go) = mpsc::channel();
    let node = node(move |mut peer| {
        let head = head(&mut peer);
        peer.send(head + &payment("one") + "," + &payment("two")[..5]);
        may_go.recv_timeout(PATIENCE).unwrap();
        peer.send(payment("two")[5..].to_owned() + "]}}\n\n");
    });
    let client = F::on(&node.path());
    let mut items = client.items(&request()).unwrap();
    assert_eq!(items.next().unwrap().unwrap().label.as_deref(), Some("one"));
    go.send(()).unwrap();
    assert_eq!(items.next().unwrap().unwrap().label.as_deref(), Some("two"));
    assert!(items.next().is_none() && items.next().is_none());
}

/// The limit holds for each item, not for all.
pub(crate) fn a_list_of_any_length_takes_little_memory<F: Front>() {
    const ITEMS: usize = 10_000;
    let node = node(|mut peer| {
        let head = head(&mut peer);
        peer.send(head + &payment("x"));
        let more = format!(",{}", payment("y")).repeat(100);
        for _ in 0..ITEMS / 100 {
            peer.send(&more);
        }
        peer.send("]}}\n\n");
    });
    let client = F::connect(&node.path(), Settings::new().max_answer(100_000)).unwrap();
    let items = client.items(&request()).unwrap();
    assert_eq!(items.map(Result::unwrap).count(), ITEMS + 1);
}

pub(crate) fn the_error_in_place_of_a_list_is_typed<F: Front>() {
    let node = node(|mut peer| {
        let asked = peer.request();
        peer.send(asked.error(r#"{"code":208,"message":"Unknown payment","data":{"a":[1]}}"#));
    });
    let mut items = F::on(&node.path()).items(&request()).unwrap();
    let error = items.next().unwrap().unwrap_err();
    assert!(matches!(&error, CallError::Node(DelpayError::PayNoSuchPayment(_))), "{error:?}");
    assert!(items.next().is_none());
}

pub(crate) fn an_item_that_does_not_fit_ends_the_list<F: Front>() {
    let node = node(|mut peer| {
        let head = head(&mut peer);
        peer.send(
            head + &payment("one")
                + ","
                + &payment("two").replace("\"id\":1", "\"id\":-1")
                + ","
                + &payment("three")
                + "]}}",
        );
    });
    let mut items = F::on(&node.path()).items(&request()).unwrap();
    assert!(items.next().unwrap().is_ok());
    let error = items.next().unwrap().unwrap_err();
    let CallError::Unreadable(unreadable) = &error else { panic!("{error:?}") };
    assert_eq!(unreadable.mismatch().unwrap().pointer(), "/payments/1/id");
    assert!(items.next().is_none());
}

/// The node has executed the request: that is known, whatever is wrong with the list.
pub(crate) fn a_damaged_list_is_an_answer<F: Front>() {
    for (rest, said) in [
        (",{\"label\":\"a\tb\"}]}}", "a control character in a string must be escaped"),
        (",{\"id\":01}]}}", "not a number as JSON writes it"),
        (" {}]}}", "found '{', after 1 items"),
        (",]}}", "expected an element, found ']', after 1 items"),
        (",NaN]}}", "expected an element, found 'N', after 1 items"),
    ] {
        let node = node(move |mut peer| {
            let head = head(&mut peer);
            peer.send(head + &payment("one") + rest);
            peer.wait_for_end();
        });
        let mut items = F::on(&node.path()).items(&request()).unwrap();
        assert!(items.next().unwrap().is_ok());
        let error = items.next().unwrap().unwrap_err();
        let CallError::Unreadable(unreadable) = &error else { panic!("{rest}: {error:?}") };
        assert!(unreadable.to_string().contains(said), "{rest}: {unreadable}");
        assert!(items.next().is_none());
    }
}

pub(crate) fn an_item_that_is_too_long_ends_the_list<F: Front>() {
    let node = node(|mut peer| {
        let head = head(&mut peer);
        peer.send(head + &payment("one") + "," + &payment(&"x".repeat(20_000)));
        peer.wait_for_end();
    });
    let client = F::connect(&node.path(), Settings::new().max_answer(10_000)).unwrap();
    let mut items = client.items(&request()).unwrap();
    assert!(items.next().unwrap().is_ok());
    let error = items.next().unwrap().unwrap_err();
    let CallError::Unreadable(unreadable) = &error else { panic!("{error:?}") };
    assert!(unreadable.is_too_long());
    assert!(items.next().is_none());
}

pub(crate) fn a_list_that_is_cut_off_ends_in_an_error<F: Front>() {
    let node = node(|mut peer| {
        let head = head(&mut peer);
        peer.send(head + &payment("one") + ",");
    });
    let mut items = F::on(&node.path()).items(&request()).unwrap();
    assert!(items.next().unwrap().is_ok());
    let error = items.next().unwrap().unwrap_err();
    assert!(matches!(error, CallError::MaybeExecuted(NoAnswerError::Broken(ConnectionError::Closed))), "{error:?}");
    assert!(items.next().is_none());
}

pub(crate) fn a_list_that_stops_arriving_times_out<F: Front>() {
    let node = node(|mut peer| {
        let head = head(&mut peer);
        peer.send(head + &payment("one") + ",");
        peer.wait_for_end();
    });
    let client = F::on(&node.path()).with_timeout(Duration::from_secs(1));
    let mut items = client.items(&request()).unwrap();
    assert!(items.next().unwrap().is_ok());
    let error = items.next().unwrap().unwrap_err();
    assert!(matches!(error, CallError::MaybeExecuted(NoAnswerError::TimedOut)), "{error:?}");
}

/// Neither the method nor the type has to be named where the items are used.
#[test]
fn the_request_alone_tells_what_the_items_are() {
    let script = |mut peer: Peer| {
        let head = head(&mut peer);
        peer.send(head + &payment("one") + "]}}\n\n");
    };
    let served = node(script);
    let client = blocking::Client::connect(served.path()).unwrap();
    let labels: Vec<_> = client.items(&request()).unwrap().map(|part| part.unwrap().label).collect();
    assert_eq!(labels, [Some("one".to_owned())]);

    let served = node(script);
    let label = wait(async {
        let client = tokio::Client::connect(served.path()).await.unwrap();
        let mut parts = client.items(&request()).await.unwrap();
        parts.next().await.unwrap().unwrap().label
    });
    assert_eq!(label.as_deref(), Some("one"));
}
