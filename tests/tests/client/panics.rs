//! Code of users that panics: what it was called from is as good as before.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::task::Poll;

use cln_runtime::client::{Received, tokio as tasks};
use serde::de::{Deserialize, Deserializer, IgnoredAny};
use tokio::sync::oneshot;
use tokio::time::timeout;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::front::{Front, request, result, wait};
use crate::misbehaviour::{get, spawn};
use crate::node::{Node, PATIENCE, Peer};

const ECHO: &str = r#"{"method":"next","params":{}}"#;

/// Runs what panics, and nothing else.
#[track_caller]
fn assert_panics<T>(run: impl FnOnce() -> T) {
    let panicked = catch_unwind(AssertUnwindSafe(run)).err().expect("it should have panicked");
    assert_eq!(panicked.downcast_ref::<&str>(), Some(&"on purpose"));
}

#[track_caller]
fn assert_usable<F: Front>(client: &F) {
    assert_eq!(client.raw("next", "{}").unwrap().as_str(), ECHO);
}

/// Two notifications before each answer, but for the first call, which is answered after the next one.
fn notifies(mut peer: Peer) {
    let first = peer.request();
    let next = peer.request();
    for _ in 0..2 {
        peer.send("{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":{}}\n\n");
    }
    peer.send(next.echo() + &first.echo());
    peer.echo();
}

pub(crate) fn a_handler_of_notifications_may_panic<F: Front>() {
    let node = Node::once(notifies);
    let client = F::on(&node.path());
    let (mut listen, other) = (client.listen(), client.clone());
    let mut stays = client.listen();
    let first = spawn(move || other.raw("first", "{}"));
    let other = client.clone();
    let next = spawn(move || other.raw("next", "{}"));
    assert_panics(move || {
        assert!(matches!(listen(PATIENCE), Received::Message(_)));
        panic!("on purpose")
    });
    get(&first).unwrap();
    get(&next).unwrap();
    assert_usable(&client);
    for _ in 0..2 {
        assert!(matches!(stays(PATIENCE), Received::Message(_)), "another listener misses nothing");
    }
}

/// What reads any JSON, and panics over it.
#[derive(Debug)]
struct Panics;

impl<'de> Deserialize<'de> for Panics {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer)?;
        panic!("on purpose")
    }
}

pub(crate) fn a_type_of_the_caller_may_panic<F: Front>() {
    let node = Node::once(|mut peer| peer.echo());
    let client = F::on(&node.path());
    for _ in 0..3 {
        assert_panics(|| client.narrow::<Panics>(&request()));
        assert_usable(&client);
    }
}

/// The list has a connection of its own, which is closed in the middle of the answer.
pub(crate) fn who_takes_the_items_of_a_list_may_panic<F: Front>() {
    let (tell, own) = mpsc::channel();
    let node = Node::new([
        Box::new(move |peer| tell.send(peer).unwrap()),
        Box::new(move |mut peer: Peer| {
            let asked = peer.request();
            peer.send(asked.result(&result("first")).replace("]}}", ","));
            peer.wait_for_end();
            own.recv_timeout(PATIENCE).unwrap().echo();
        }),
    ]);
    let client = F::on(&node.path());
    let items = client.items(&request()).unwrap();
    assert_panics(move || items.for_each(|item| _ = item.map(|_| panic!("on purpose"))));
    assert_usable(&client);
}

/// A call that was prepared and is never made leaves no gap that another would wait for.
pub(crate) fn whoever_is_told_the_id_of_a_call_may_panic<F: Front>() {
    let node = Node::once(|mut peer| peer.echo());
    let client = F::on(&node.path());
    assert_panics(|| client.prepared_raw("never", "{}", |_| panic!("on purpose")));
    assert_usable(&client);
}

/// A log that panics over the event of this number, the first being 1.
struct PanicsAt(usize, AtomicUsize);

impl Subscriber for PanicsAt {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "cln_runtime::client"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {
        if self.1.fetch_add(1, Ordering::Relaxed) + 1 == self.0 {
            panic!("on purpose");
        }
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// When a call begins, and when it ends.
pub(crate) fn a_log_may_panic<F: Front>() {
    let node = Node::once(|mut peer| peer.echo());
    let client = F::on(&node.path());
    for event in [1, 2] {
        tracing::subscriber::with_default(PanicsAt(event, AtomicUsize::new(0)), || {
            assert_panics(|| client.raw("logged", "{}"));
            assert_usable(&client);
        });
    }
}

/// With a task that panics goes its call, and no other.
#[test]
fn a_task_may_panic() {
    let (tell, is_sent) = oneshot::channel();
    let node = Node::once(|mut peer| {
        let lost = peer.request();
        tell.send(()).unwrap();
        let next = peer.request();
        peer.send(lost.echo() + &next.echo());
        peer.echo();
    });
    wait(async {
        let client = tasks::Client::connect(node.path()).await.unwrap();
        let other = client.clone();
        let task = tokio::spawn(async move {
            let params = "{}".parse().unwrap();
            let mut call = Box::pin(other.call_raw("lost", &params));
            assert!(poll_fn(|context| Poll::Ready(call.as_mut().poll(context).is_pending())).await);
            is_sent.await.unwrap();
            panic!("on purpose");
        });
        assert!(task.await.unwrap_err().is_panic());
        let params = "{}".parse().unwrap();
        for _ in 0..2 {
            let next = timeout(PATIENCE, client.call_raw("next", &params)).await.expect("a call hangs");
            assert_eq!(next.unwrap().as_str(), ECHO);
        }
    });
}
