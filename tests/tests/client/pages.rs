//! Lists that are read page by page.

use cln_runtime::client::CallError;
use serde_json::{Value, json};

use crate::front::Front;
use crate::generated::{ListentriesIndex, ListentriesRequest, ListentriesStatus};
use crate::node::{Node, Peer};

/// What one page is asked for, and the rows that the node then has, with both indices: 0 is none.
type Page = (Value, Vec<(&'static str, u64, u64)>);

/// A node that is asked for these pages and no more.
fn node(pages: Vec<Page>) -> Node {
    Node::once(move |mut peer| {
        for (asked, rows) in pages {
            serve(&mut peer, &asked, &rows);
        }
        peer.wait_for_end();
    })
}

fn serve(peer: &mut Peer, expected: &Value, rows: &[(&str, u64, u64)]) {
    let asked = peer.request();
    assert_eq!((asked.method.as_str(), &asked.params), ("listentries", expected));
    peer.send(asked.result(&entries(rows).to_string()));
}

/// The answer with these rows.
pub(crate) fn entries(rows: &[(&str, u64, u64)]) -> Value {
    let entry = |(label, created, updated): &(&str, u64, u64)| match updated {
        0 => json!({"label": label, "created_index": created}),
        _ => json!({"label": label, "created_index": created, "updated_index": updated}),
    };
    json!({"entries": rows.iter().map(entry).collect::<Vec<_>>()})
}

fn asked(index: &str, start: u64, limit: u32) -> Value {
    json!({"index": index, "start": start, "limit": limit})
}

/// The labels of all rows.
fn labels<F: Front>(node: &Node, request: &ListentriesRequest) -> Vec<String> {
    F::on(&node.path()).rows(request).map(|row| row.unwrap().label).collect()
}

pub(crate) fn rows_come_page_by_page<F: Front>() {
    let node =
        node(vec![(asked("created", 1, 1000), vec![("a", 1, 0), ("b", 2, 7)]), (asked("created", 3, 1000), vec![])]);
    assert_eq!(labels::<F>(&node, &ListentriesRequest::new()), ["a", "b"]);
}

/// By offset, the deletion of `a` would hide `c`, and a row before `b` would show `b` twice.
pub(crate) fn rows_that_are_added_or_deleted_between_pages_change_nothing_else<F: Front>() {
    let open = |start| json!({"status": "open", "index": "created", "start": start, "limit": 2});
    let node = node(vec![
        (open(4), vec![("a", 5, 0), ("b", 9, 0)]),
        // Meanwhile both were deleted, and others are new.
        (open(10), vec![("c", 10, 0), ("d", 12, 0)]),
        (open(13), vec![("e", 13, 0)]),
        (open(14), vec![]),
    ]);
    let request = ListentriesRequest::new().with_status(ListentriesStatus::Open);
    let request = request.with_index(ListentriesIndex::Created).with_start(4).with_limit(2);
    assert_eq!(labels::<F>(&node, &request), ["a", "b", "c", "d", "e"]);
}

/// One that changes between pages has a new index, and comes again. One without an index is none of these rows.
pub(crate) fn rows_in_the_order_of_their_changes<F: Front>() {
    let node = node(vec![
        (asked("updated", 1, 3), vec![("never", 1, 0), ("b", 3, 2), ("a", 2, 1)]),
        (asked("updated", 3, 3), vec![("a", 2, 8)]),
        (asked("updated", 9, 3), vec![]),
    ]);
    let request = ListentriesRequest::new().with_index(ListentriesIndex::Updated).with_limit(3);
    assert_eq!(labels::<F>(&node, &request), ["a", "b", "a"]);
}

/// As a node does that is asked for one row by its key.
pub(crate) fn a_row_that_is_listed_whatever_the_index_comes_once<F: Front>() {
    let node = node(vec![
        (asked("created", 1, 1), vec![("a", u64::MAX, 0)]),
        (asked("created", u64::MAX, 1), vec![("a", u64::MAX, 0)]),
    ]);
    let request = ListentriesRequest::new().with_index(ListentriesIndex::Created).with_limit(0);
    assert_eq!(labels::<F>(&node, &request), ["a"]);
}

pub(crate) fn an_error_ends_the_rows<F: Front>() {
    let node = Node::once(|mut peer| {
        serve(&mut peer, &asked("created", 1, 1000), &[("a", 1, 0)]);
        let asked = peer.request();
        peer.send(asked.error(r#"{"code":-32602,"message":"unknown parameter: index"}"#));
        peer.wait_for_end();
    });
    let mut rows = F::on(&node.path()).rows(&ListentriesRequest::new());
    assert_eq!(rows.next().unwrap().unwrap().label, "a");
    assert!(matches!(rows.next(), Some(Err(CallError::Node(_)))));
    assert!(rows.next().is_none());
}
