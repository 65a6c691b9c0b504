//! Programs that call a node and drop everything.

use std::time::Duration;

use cln_bindings::{DelpayError, DelpayPayments, DelpayRequest, DelpayStatus};
use cln_runtime::client::{Filter, blocking, tokio};
use cln_runtime::{Hash, JsonObjectOrArray};
use zeroize::Zeroizing;

use crate::marker::Marker;
use crate::node::Node;

type Case = fn(&Node, &Marker);

/// How many payments fill several buffers.
const MANY: u64 = 5_000;

/// Calls.
pub(crate) const CALLS: &[(&str, Case)] = &[
    ("many small answers, threads", small_answers),
    ("many small answers, tasks", small_answers_of_tasks),
    ("a long answer, threads", |node, _| long_answer(node, MANY)),
    ("answers of all sizes, threads", |node, _| (1..12).for_each(|power| long_answer(node, 1 << power))),
    ("a long answer, tasks", |node, _| long_answer_of_tasks(node)),
    ("answers as JSON, threads", |node, _| as_json(node)),
    ("answers as JSON, tasks", |node, _| as_json_of_tasks(node)),
    ("errors and answers that do not fit", |node, _| misfits(node)),
    ("requests with a secret", secret_requests),
];

/// Lists, whose items the program moves about.
pub(crate) const LISTS: &[(&str, Case)] = &[
    ("an answer item by item, threads", |node, _| items(node)),
    ("an answer item by item, tasks", |node, _| items_of_tasks(node)),
];

fn request(count: u64) -> DelpayRequest {
    DelpayRequest::new(Hash::from([0xab; 32]), DelpayStatus::Complete).with_partid_and_groupid(count, 1)
}

fn params(text: &str) -> JsonObjectOrArray {
    text.parse().unwrap()
}

fn small_answers(node: &Node, _: &Marker) {
    let client = blocking::Client::connect(node.socket()).unwrap();
    for _ in 0..200 {
        assert_eq!(client.call(&request(1)).unwrap().payments.len(), 1);
    }
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            std::thread::spawn(move || (1..50).for_each(|count| drop(client.call(&request(count)).unwrap())))
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
}

fn runtime() -> ::tokio::runtime::Runtime {
    ::tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

fn small_answers_of_tasks(node: &Node, _: &Marker) {
    runtime().block_on(async {
        let client = tokio::Client::connect(node.socket()).await.unwrap();
        for _ in 0..200 {
            assert_eq!(client.call(&request(1)).await.unwrap().payments.len(), 1);
        }
        let tasks: Vec<_> = (1..50)
            .map(|count| {
                let client = client.clone();
                ::tokio::spawn(async move { client.call(&request(count)).await.unwrap().payments.len() })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
    });
}

fn long_answer(node: &Node, count: u64) {
    let client = blocking::Client::connect(node.socket()).unwrap();
    let answer = client.call(&request(count)).unwrap();
    assert_eq!(answer.payments.len() as u64, count);
    assert!(!format!("{answer:?}").is_empty());
}

fn long_answer_of_tasks(node: &Node) {
    runtime().block_on(async {
        let client = tokio::Client::connect(node.socket()).await.unwrap();
        assert_eq!(client.call(&request(MANY)).await.unwrap().payments.len() as u64, MANY);
    });
}

fn items(node: &Node) {
    let client = blocking::Client::connect(node.socket()).unwrap();
    let items: blocking::Items<DelpayPayments, DelpayError> = client.items(&request(2000)).unwrap();
    assert_eq!(items.map(Result::unwrap).count(), 2000);
}

fn items_of_tasks(node: &Node) {
    runtime().block_on(async {
        let client = tokio::Client::connect(node.socket()).await.unwrap();
        let mut items: tokio::Items<DelpayPayments, DelpayError> = client.items(&request(2000)).await.unwrap();
        let mut count = 0;
        while let Some(item) = items.next().await {
            item.unwrap();
            count += 1;
        }
        assert_eq!(count, 2000);
    });
}

fn as_json(node: &Node) {
    let client = blocking::Client::connect(node.socket()).unwrap();
    let mut notifications = client.notifications();
    for method in ["any", "heard"] {
        let answer = client.call_raw(method, &params("{}")).unwrap();
        assert!(!format!("{answer:?}").is_empty());
    }
    let heard = notifications.next_within(Duration::from_secs(9));
    assert!(format!("{heard:?}").starts_with("Message"), "{heard:?}");
    let filter: Filter = r#"{"payments":[{"payment_preimage":true}]}"#.parse().unwrap();
    drop(client.call_filtered(&request(100), &filter).unwrap());
}

fn as_json_of_tasks(node: &Node) {
    runtime().block_on(async {
        let client = tokio::Client::connect(node.socket()).await.unwrap();
        drop(client.call_raw("any", &params("{}")).await.unwrap());
    });
}

fn misfits(node: &Node) {
    let client = blocking::Client::connect(node.socket()).unwrap().with_timeout(Duration::from_millis(100));
    for method in ["refused", "unreadable", "silent"] {
        let error = client.call_raw(method, &params("{}")).unwrap_err();
        assert!(!format!("{error:?} {error}").is_empty());
    }
}

/// Parameters so long that a buffer would have to grow for them.
fn secret_requests(node: &Node, marker: &Marker) {
    let client = blocking::Client::connect(node.socket()).unwrap();
    for length in [10, 5_000, 100_000] {
        let digits = Zeroizing::new(marker.digits());
        let mut text = Zeroizing::new(String::with_capacity(length + 300));
        text.push_str("{\"label\":\"");
        text.push_str(&"x".repeat(length));
        text.push_str("\",\"rune\":\"\\t");
        text.push_str(&digits);
        text.push_str("\"}");
        let params = params(&text);
        drop(text);
        drop(client.call_raw("any", &params).unwrap());
        drop(params);
    }
}
