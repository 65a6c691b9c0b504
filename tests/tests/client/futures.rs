//! Lists and notifications for tasks, as streams of futures.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::mpsc;
use std::time::Duration;

use cln_runtime::client::{CallError, NoAnswerError, tokio::Client};
use futures_core::Stream;
use tokio::time::timeout;

use crate::front::{RUNTIME, request, result};
use crate::node::{Node, PATIENCE, Peer};

/// A node whose first connection is that of a client, and whose second is that of a list.
fn node(script: impl FnOnce(Peer) + Send + 'static) -> Node {
    let (sender, first) = mpsc::channel();
    Node::new([
        Box::new(move |peer| sender.send(peer).unwrap()),
        Box::new(move |peer| {
            let _own = first.recv_timeout(PATIENCE).unwrap();
            script(peer);
        }),
    ])
}

/// What a stream gives next, asked in no other way than that of the trait.
async fn next<S: Stream + Unpin>(stream: &mut S) -> Option<S::Item> {
    let next = poll_fn(|context| Pin::new(&mut *stream).poll_next(context));
    timeout(PATIENCE, next).await.expect("the stream wakes its task")
}

#[test]
fn a_list_is_a_stream() {
    let (go, may_go) = mpsc::channel();
    let node = node(move |mut peer| {
        let asked = peer.request();
        let answer = asked.result(&result("one"));
        let (begin, end) = answer.split_at(answer.len() / 2);
        peer.send(begin);
        may_go.recv_timeout(PATIENCE).unwrap();
        peer.send(end);
    });
    RUNTIME.block_on(async {
        let client = Client::connect(node.path()).await.unwrap();
        let mut items = client.items(&request()).await.unwrap();
        let first = poll_fn(|context| {
            let first = Pin::new(&mut items).poll_next(context);
            if first.is_pending() {
                let _ = go.send(()); // what is polled again was woken by what came
            }
            first
        });
        let first = timeout(PATIENCE, first).await.unwrap().unwrap().unwrap();
        assert_eq!(first.label.as_deref(), Some("one"));
        assert!(next(&mut items).await.is_none());
        assert!(next(&mut items).await.is_none());
    });
}

#[test]
fn a_list_keeps_to_its_time_as_a_stream() {
    let node = node(|mut peer| {
        peer.request();
        peer.wait_for_end();
    });
    RUNTIME.block_on(async {
        let client = Client::connect(node.path()).await.unwrap().with_timeout(Duration::from_millis(300));
        let mut items = client.items(&request()).await.unwrap();
        let error = next(&mut items).await.unwrap().unwrap_err();
        assert!(matches!(error, CallError::MaybeExecuted(NoAnswerError::TimedOut)), "{error:?}");
        assert!(next(&mut items).await.is_none());
    });
}

#[test]
fn notifications_are_a_stream() {
    const NOTE: &str = r#"{"jsonrpc":"2.0","method":"note","params":{}}"#;
    let (go, may_go) = mpsc::channel();
    let node = Node::once(move |mut peer| {
        may_go.recv_timeout(PATIENCE).unwrap();
        peer.send(NOTE);
    });
    RUNTIME.block_on(async {
        let client = Client::connect(node.path()).await.unwrap();
        let (mut one, mut other) = (client.notifications(), client.notifications());
        let first = poll_fn(|context| {
            let first = Pin::new(&mut one).poll_next(context);
            if first.is_pending() {
                let _ = go.send(());
            }
            first
        });
        assert_eq!(timeout(PATIENCE, first).await.unwrap().unwrap().as_bytes(), NOTE.as_bytes());
        assert_eq!(next(&mut other).await.unwrap().as_bytes(), NOTE.as_bytes());
        assert!(next(&mut one).await.is_none(), "it ends with the connection");
        assert!(next(&mut other).await.is_none());
    });
}
