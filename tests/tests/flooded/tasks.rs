//! What tasks do not read.

use std::future::poll_fn;
use std::path::Path;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use cln_bindings::{DelpayRequest, DelpayStatus};
use cln_runtime::client::{CallError, NoAnswerError, tokio::Client};
use cln_runtime::{Json, RpcError};
use tokio::runtime::Builder;
use tokio::time::timeout;

use crate::{COUNT, Case, KEPT, LENGTH, settings};

pub(crate) const CASES: &[Case] = &[
    ("notifications, tasks", |socket| run(notifications(socket))),
    ("answers to futures that are not polled", |socket| run(not_polled(socket))),
    ("answers at once, tasks", |socket| run(answers_at_once(socket))),
    ("answers to futures that were dropped", |socket| run(dropped(socket))),
    ("an answer that is too long, tasks", |socket| run(too_long(socket))),
    ("a list's item that is too long, tasks", |socket| run(list(socket))),
    ("tiny messages, tasks", |socket| run(tiny(socket))),
];

const DONE: &str = r#"{"done":true}"#;

type Call<'c> = Pin<Box<dyn Future<Output = Result<Json, CallError<RpcError>>> + Send + 'c>>;

fn run(case: impl Future<Output = ()>) {
    Builder::new_current_thread().enable_all().build().unwrap().block_on(case);
}

async fn connect(socket: &Path) -> Client {
    Client::connect_with(socket, settings()).await.unwrap()
}

fn begin<'c>(client: &'c Client, method: &'c str) -> Call<'c> {
    Box::pin(async move { client.call_raw(method, &"{}".parse().unwrap()).await })
}

async fn call(client: &Client, method: &str) -> String {
    begin(client, method).await.unwrap().into_string()
}

/// So many calls that the node has got and holds back, each polled once.
async fn held(client: &Client) -> Vec<Call<'_>> {
    let mut calls: Vec<_> = (0..COUNT).map(|_| begin(client, "hold")).collect();
    poll_fn(|context| {
        for call in &mut calls {
            assert!(call.as_mut().poll(context).is_pending());
        }
        Poll::Ready(())
    })
    .await;
    // It is written after them, so they have come before it.
    assert_eq!(call(client, "next").await, DONE);
    calls
}

async fn notifications(socket: &Path) {
    let client = connect(socket).await;
    let mut notifications = client.notifications();
    assert_eq!(call(&client, "notify").await, DONE);
    let mut taken = 0;
    while let Ok(message) = timeout(Duration::ZERO, notifications.next()).await {
        assert!(message.unwrap().as_bytes().len() > LENGTH);
        taken += 1;
    }
    // Each is a little longer than a quarter of what may be kept.
    assert_eq!((taken, notifications.missed()), (KEPT / LENGTH - 1, (COUNT - taken) as u64));
    assert_eq!(call(&client, "next").await, DONE);
}

/// Those that wait longest are lost, and told so. Whoever polls is not held up.
async fn not_polled(socket: &Path) {
    let client = connect(socket).await;
    let calls = held(&client).await;
    assert_eq!(call(&client, "release").await, DONE);
    let mut answered = Vec::new();
    for (number, call) in calls.into_iter().enumerate() {
        match call.await {
            Ok(result) => {
                assert_eq!(result.as_str().len(), LENGTH + 2);
                answered.push(number);
            }
            Err(CallError::MaybeExecuted(NoAnswerError::NoRoom)) => {}
            Err(error) => panic!("{error:?}"),
        }
    }
    assert_eq!(answered, (COUNT - KEPT / LENGTH + 1..COUNT).collect::<Vec<_>>());
    assert_eq!(call(&client, "next").await, DONE);
}

/// Tasks take what is theirs when they have their turn, so nothing is lost.
async fn answers_at_once(socket: &Path) {
    let client = connect(socket).await;
    let tasks: Vec<_> = (0..COUNT)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { assert_eq!(call(&client, "hold").await.len(), LENGTH + 2) })
        })
        .collect();
    while call(&client, "held").await != COUNT.to_string() {
        tokio::task::yield_now().await; // some have not called yet
    }
    assert_eq!(call(&client, "release").await, DONE);
    for task in tasks {
        task.await.unwrap();
    }
}

async fn dropped(socket: &Path) {
    let client = connect(socket).await;
    drop(held(&client).await);
    assert_eq!(call(&client, "release").await, DONE);
    assert_eq!(call(&client, "next").await, DONE);
}

async fn too_long(socket: &Path) {
    let client = connect(socket).await;
    let error = begin(&client, "long").await.unwrap_err();
    assert!(matches!(&error, CallError::Unreadable(why) if why.is_too_long()), "{error:?}");
    assert_eq!(call(&client, "next").await, DONE);
}

async fn list(socket: &Path) {
    let client = connect(socket).await;
    let request = DelpayRequest::new([1; 32].into(), DelpayStatus::Failed);
    let error = client.items(&request).await.unwrap().next().await.unwrap().unwrap_err();
    assert!(matches!(&error, CallError::Unreadable(why) if why.is_too_long()), "{error:?}");
    assert_eq!(call(&client, "next").await, DONE);
}

async fn tiny(socket: &Path) {
    assert_eq!(call(&connect(socket).await, "tiny").await, DONE);
}
