//! Very many futures at once, and such as are dropped before they are done.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use cln_runtime::client::tokio::Client;
use cln_tests::sizes::size;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::front::wait;
use crate::node::{Node, PATIENCE};

const SOON: Duration = Duration::from_secs(1);

/// What a call gives, which must not hang.
async fn echo(client: &Client, method: &str) -> String {
    let params = "{}".parse().unwrap();
    timeout(PATIENCE, client.call_raw(method, &params)).await.expect("the call hangs").unwrap().as_str().to_owned()
}

#[test]
fn a_call_dropped_after_it_was_sent_leaves_the_connection_usable() {
    let node = Node::once(|mut peer| {
        let (dropped, next) = (peer.request(), peer.request());
        peer.send(dropped.echo() + &next.echo());
    });
    wait(async {
        let client = Client::connect(node.path()).await.unwrap();
        assert!(timeout(SOON, echo(&client, "dropped")).await.is_err());
        assert_eq!(echo(&client, "next").await, r#"{"method":"next","params":{}}"#);
    });
}

/// The node reads nothing, so what is called meanwhile waits its turn, and what is dropped there never gets one.
#[test]
fn a_call_dropped_before_it_was_sent_is_never_sent() {
    let (go, may_go) = mpsc::channel();
    let (begun, has_begun) = mpsc::channel();
    let node = Node::once(move |mut peer| {
        peer.wait_for_bytes();
        begun.send(()).unwrap();
        may_go.recv_timeout(PATIENCE).unwrap();
        let methods: Vec<String> = std::iter::from_fn(|| {
            let asked = peer.try_request()?;
            peer.send(asked.result("{}"));
            Some(asked.method)
        })
        .collect();
        assert_eq!(methods, ["half-written", "last"]);
    });
    wait(async {
        let client = Client::connect(node.path()).await.unwrap();
        let params = format!("[\"{}\"]", "y".repeat(8 << 20)).parse().unwrap();
        let mut half_written = Box::pin(client.call_raw("half-written", &params));
        while has_begun.try_recv().is_err() {
            assert!(timeout(SOON, &mut half_written).await.is_err());
        }
        drop(half_written);
        assert!(timeout(SOON, echo(&client, "dropped")).await.is_err());
        go.send(()).unwrap();
        assert_eq!(echo(&client, "last").await, "{}");
    });
}

/// A call that is not polled does nothing.
#[test]
fn a_call_that_was_never_polled_is_not_sent() {
    let node = Node::once(|mut peer| {
        let asked = peer.request();
        assert_eq!(asked.method, "polled");
        peer.send(asked.result("{}"));
    });
    wait(async {
        let client = Client::connect(node.path()).await.unwrap();
        drop(echo(&client, "unpolled"));
        echo(&client, "polled").await;
    });
}

#[test]
fn no_notification_is_lost_when_waiting_for_it_is_given_up() {
    let (go, may_go) = mpsc::channel();
    let node = Node::once(move |mut peer| {
        may_go.recv_timeout(PATIENCE).unwrap();
        for method in ["one", "two"] {
            peer.send(format!("{{\"jsonrpc\":\"2.0\",\"method\":\"{method}\",\"params\":{{}}}}\n\n"));
        }
        peer.wait_for_end();
    });
    wait(async {
        let client = Client::connect(node.path()).await.unwrap();
        let mut notifications = client.notifications();
        assert!(timeout(SOON, notifications.next()).await.is_err());
        go.send(()).unwrap();
        for method in ["one", "two"] {
            let message = timeout(PATIENCE, notifications.next()).await.unwrap().unwrap();
            assert_eq!(message.decode().unwrap().method, method);
        }
        assert_eq!(notifications.missed(), 0);
    });
}

/// How many calls are very many.
fn very_many() -> u32 {
    size("CLN_VERY_MANY_CALLS", 20_000, 100_000)
}

/// The node writes an answer before it reads on, so it stops reading once its answers are not taken.
#[test]
fn very_many_calls_at_once_do_not_deadlock() {
    let node = Node::once(|mut peer| peer.echo());
    wait(async {
        let client = Client::connect(node.path()).await.unwrap();
        let mut calls = JoinSet::new();
        for number in 0..very_many() {
            let client = client.clone();
            let params = format!("[{number}]").parse().unwrap();
            calls.spawn(async move { (number, client.call_raw("x", &params).await.unwrap()) });
        }
        while let Some(ended) = timeout(PATIENCE, calls.join_next()).await.expect("a call hangs") {
            let (number, result) = ended.unwrap();
            assert_eq!(result.as_str(), format!("{{\"method\":\"x\",\"params\":[{number}]}}"));
        }
    });
}

/// Giving up very many calls that have not been sent takes no longer for each of them.
#[test]
fn very_many_calls_are_given_up_at_once() {
    let (go, may_go) = mpsc::channel();
    let node = Node::once(move |mut peer| {
        may_go.recv_timeout(PATIENCE).unwrap();
        peer.echo();
    });
    wait(async {
        let client = Client::connect(node.path()).await.unwrap();
        let mut calls = JoinSet::new();
        for _ in 0..very_many() {
            let client = client.clone();
            calls.spawn(async move { echo(&client, "dropped").await });
        }
        tokio::time::sleep(SOON).await;
        let start = Instant::now();
        calls.shutdown().await;
        assert!(start.elapsed() < PATIENCE / 2, "{:?}", start.elapsed());
        go.send(()).unwrap();
        assert_eq!(echo(&client, "next").await, r#"{"method":"next","params":{}}"#);
    });
}
