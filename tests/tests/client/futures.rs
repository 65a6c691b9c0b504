//! Lists and notifications for tasks, as streams of futures.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::mpsc;
use std::time::Duration;

use cln_runtime::client::{CallError, NoAnswerError, tokio::Client};
use futures_core::Stream;
use tokio::time::timeout;

use crate::front::{RUNTIME, request, result, wait};
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

/// What a stream gives next, asked in no other way than that of the trait. If it has nothing yet, `pending` is called
/// once, and the stream has to wake the task by itself: nobody else polls it.
async fn next<S>(mut stream: S, pending: impl FnOnce() + Send + 'static) -> (Option<S::Item>, S)
where
    S: Stream<Item: Send> + Unpin + Send + 'static,
{
    let mut pending = Some(pending);
    let task = RUNTIME.spawn(async move {
        let next = poll_fn(|context| {
            let next = Pin::new(&mut stream).poll_next(context);
            if let Some(pending) = pending.take_if(|_| next.is_pending()) {
                pending();
            }
            next
        })
        .await;
        (next, stream)
    });
    timeout(PATIENCE, task).await.expect("the stream wakes its task").unwrap()
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
    wait(async {
        let client = Client::connect(node.path()).await.unwrap();
        let items = client.items(&request()).await.unwrap();
        let (first, items) = next(items, move || go.send(()).unwrap()).await;
        assert_eq!(first.unwrap().unwrap().label.as_deref(), Some("one"));
        let (end, items) = next(items, || ()).await;
        assert!(end.is_none());
        assert!(next(items, || ()).await.0.is_none());
    });
}

#[test]
fn a_list_keeps_to_its_time_as_a_stream() {
    let node = node(|mut peer| {
        peer.request();
        peer.wait_for_end();
    });
    wait(async {
        let client = Client::connect(node.path()).await.unwrap().with_timeout(Duration::from_millis(300));
        let (first, items) = next(client.items(&request()).await.unwrap(), || ()).await;
        let error = first.unwrap().unwrap_err();
        assert!(matches!(error, CallError::MaybeExecuted(NoAnswerError::TimedOut)), "{error:?}");
        assert!(next(items, || ()).await.0.is_none());
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
    wait(async {
        let client = Client::connect(node.path()).await.unwrap();
        let (one, other) = (client.notifications(), client.notifications());
        let (first, one) = next(one, move || go.send(()).unwrap()).await;
        assert_eq!(first.unwrap().as_bytes(), NOTE.as_bytes());
        let (same, other) = next(other, || ()).await;
        assert_eq!(same.unwrap().as_bytes(), NOTE.as_bytes());
        for stream in [one, other] {
            assert!(next(stream, || ()).await.0.is_none(), "it ends with the connection");
        }
    });
}
