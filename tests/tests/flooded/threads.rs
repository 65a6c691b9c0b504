//! What threads do not read.

use std::path::Path;
use std::thread;
use std::time::Duration;

use cln_bindings::{DelpayRequest, DelpayStatus};
use cln_runtime::client::{CallError, Received, blocking::Client};

use crate::{COUNT, Case, KEPT, LENGTH, settings};

pub(crate) const CASES: &[Case] = &[
    ("notifications, threads", notifications),
    ("answers at once, threads", answers_at_once),
    ("answers to calls given up, threads", given_up),
    ("an answer that is too long, threads", too_long),
    ("a list's item that is too long, threads", list),
    ("tiny messages, threads", tiny),
];

const DONE: &str = r#"{"done":true}"#;

fn connect(socket: &Path) -> Client {
    Client::connect_with(socket, settings()).unwrap()
}

fn call(client: &Client, method: &str) -> String {
    client.call_raw(method, &"{}".parse().unwrap()).unwrap().into_string()
}

fn notifications(socket: &Path) {
    let client = connect(socket);
    let mut notifications = client.notifications();
    assert_eq!(call(&client, "notify"), DONE);
    let mut taken = 0;
    while let Received::Message(message) = notifications.next_within(Duration::ZERO) {
        assert!(message.as_bytes().len() > LENGTH);
        taken += 1;
    }
    // Each is a little longer than a quarter of what may be kept.
    assert_eq!((taken, notifications.missed()), (KEPT / LENGTH - 1, (COUNT - taken) as u64));
    assert_eq!(call(&client, "next"), DONE);
}

/// Threads take what is theirs, so nothing is lost.
fn answers_at_once(socket: &Path) {
    let client = connect(socket);
    thread::scope(|scope| {
        for _ in 0..COUNT {
            scope.spawn(|| assert_eq!(call(&client, "hold").len(), LENGTH + 2));
        }
        while call(&client, "held") != COUNT.to_string() {
            thread::yield_now(); // some have not called yet
        }
        assert_eq!(call(&client, "release"), DONE);
    });
    assert_eq!(call(&client, "next"), DONE);
}

fn given_up(socket: &Path) {
    let client = connect(socket);
    let hasty = client.clone().with_timeout(Duration::from_micros(500));
    for _ in 0..COUNT {
        hasty.call_raw("hold", &"{}".parse().unwrap()).unwrap_err();
    }
    assert_eq!(call(&client, "release"), DONE);
    assert_eq!(call(&client, "next"), DONE);
}

fn too_long(socket: &Path) {
    let client = connect(socket);
    let error = client.call_raw("long", &"{}".parse().unwrap()).unwrap_err();
    assert!(matches!(&error, CallError::Unreadable(why) if why.is_too_long()), "{error:?}");
    assert_eq!(call(&client, "next"), DONE);
}

fn list(socket: &Path) {
    let client = connect(socket);
    let request = DelpayRequest::new([1; 32].into(), DelpayStatus::Failed);
    let error = client.items(&request).unwrap().next().unwrap().unwrap_err();
    assert!(matches!(&error, CallError::Unreadable(why) if why.is_too_long()), "{error:?}");
    assert_eq!(call(&client, "next"), DONE);
}

fn tiny(socket: &Path) {
    assert_eq!(call(&connect(socket), "tiny"), DONE);
}
