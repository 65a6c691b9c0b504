//! What may go is found, and deleted for certain and once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use cln_bindings::{DelpayPaymentsStatus, DelpayRequest, DelpayResponse, DelpayStatus};
use cln_mock::{Fault, MockNode};
use cln_runtime::RpcError;
use cln_runtime::client::blocking::Client;
use cln_runtime::client::{CallError, Retry};
use payment_cleaner::node::ListsendpaysRequest;
use payment_cleaner::{Deletion, Part, Selection, delete, find};

use crate::payments::{Key, MAY_GO, OLD, STAYS, all, left};

/// Everything that ended before this.
const OLDER: Selection = Selection { status: None, before: OLD + 1 };

fn node() -> (MockNode, Client) {
    let node = MockNode::builder().payments(all()).start().unwrap();
    let client = Client::connect(node.socket()).unwrap();
    (node, client)
}

fn found(client: &Client, selection: &Selection) -> Vec<Part> {
    find(client, selection, |_| ()).unwrap()
}

fn keys(parts: &[Part]) -> Vec<Key> {
    parts.iter().map(|part| (part.payment_hash.as_bytes()[0], part.groupid, part.partid)).collect()
}

/// Deletes them one by one; `before` is told how many are gone.
fn delete_all(client: &Client, parts: &[Part], mut before: impl FnMut(usize)) -> Vec<Deletion> {
    let one = |(index, part)| {
        before(index);
        delete(client, part).unwrap()
    };
    parts.iter().enumerate().map(one).collect()
}

#[test]
fn payments_are_left_alone_unless_all_their_parts_have_ended_long_ago() {
    let (node, client) = node();
    node.expect::<DelpayRequest>().never();
    assert_eq!(keys(&found(&client, &OLDER)), MAY_GO);
    let of = |status| Selection { status: Some(status), ..OLDER };
    assert_eq!(keys(&found(&client, &of(DelpayStatus::Failed))), [(1, 1, 1), (1, 1, 2), (2, 1, 0)]);
    assert_eq!(keys(&found(&client, &of(DelpayStatus::Complete))), [(2, 2, 0), (6, 1, 0)]);
    assert_eq!(keys(&found(&client, &Selection { before: OLD, ..OLDER })), []);
}

#[test]
fn payments_with_a_status_of_a_newer_node_are_left_alone() {
    let mut rows = all();
    rows[0].status = DelpayPaymentsStatus::Unknown("stuck".to_owned());
    let node = MockNode::builder().payments(rows).start().unwrap();
    let client = Client::connect(node.socket()).unwrap();
    assert_eq!(keys(&found(&client, &OLDER)), MAY_GO[2..]);
}

#[test]
fn all_pages_are_read() {
    let mut rows = Vec::new();
    for index in 1..=2_500 {
        let mut row = all().swap_remove(0);
        (row.created_index, row.id, row.groupid) = (index, index, Some(index));
        rows.push(row);
    }
    let node = MockNode::builder().payments(rows).start().unwrap();
    node.expect::<ListsendpaysRequest>().times(4);
    let client = Client::connect(node.socket()).unwrap();
    let mut seen = Vec::new();
    let parts = find(&client, &OLDER, |count| seen.push(count)).unwrap();
    assert_eq!((parts.len(), seen), (2_500, vec![1_000, 2_000, 2_500]));
    assert!(parts.windows(2).all(|two| two[0].created_index < two[1].created_index));
}

#[test]
fn what_was_found_is_deleted_and_nothing_else() {
    let (node, client) = node();
    let parts = found(&client, &OLDER);
    node.expect::<DelpayRequest>().times(5);
    assert_eq!(delete_all(&client, &parts, |_| ()), [Deletion::Deleted; 5]);
    assert_eq!(left(&node), STAYS);
    assert_eq!(found(&client, &OLDER), []);
}

#[test]
fn a_deletion_that_was_done_is_not_repeated_when_its_answer_is_lost() {
    for fault in [Fault::cut_answer(), Fault::drop_answer()] {
        let (node, client) = node();
        let client = client.with_timeout(Duration::from_secs(1)).with_retry(Retry::new());
        node.inject(fault.on("delpay").after(1).times(2));
        node.expect::<DelpayRequest>().times(5);
        node.expect::<ListsendpaysRequest>().with(|request| request.payment_hash.is_some()).times(2);
        let parts = found(&client, &OLDER);
        assert_eq!(delete_all(&client, &parts, |_| ()), [Deletion::Deleted; 5]);
        assert_eq!(left(&node), STAYS);
    }
}

#[test]
fn a_deletion_that_was_not_done_is_repeated_when_its_answer_is_lost() {
    let (node, client) = node();
    let client = client.with_retry(Retry::new());
    // The first call is answered by the test, so that the node does nothing, and this answer is lost.
    let done = Arc::new(AtomicBool::new(false));
    let is_done = Arc::clone(&done);
    let lost = node.expect::<DelpayRequest>().answer_with(move |_| {
        done.store(true, Ordering::Relaxed);
        Ok(DelpayResponse::new(Vec::new()))
    });
    lost.with(move |request| request.groupid == Some(2) && !is_done.load(Ordering::Relaxed)).times(1);
    node.expect::<DelpayRequest>().times(6);
    node.inject(Fault::cut_answer().when(|request: &DelpayRequest| request.groupid == Some(2)).times(1));
    let parts = found(&client, &OLDER);
    assert_eq!(delete_all(&client, &parts, |_| ()), [Deletion::Deleted; 5]);
    assert_eq!(left(&node), STAYS);
}

#[test]
fn nobody_knows_what_became_of_a_deletion_if_the_node_cannot_be_asked() {
    let (node, client) = node();
    let parts = found(&client, &OLDER);
    node.inject(Fault::drop_answer().on("delpay"));
    node.inject(Fault::error(RpcError::new(-1, "no")).on("listsendpays"));
    node.expect::<DelpayRequest>().times(1);
    let error = delete(&client.with_timeout(Duration::from_millis(50)), &parts[0]).unwrap_err();
    assert!(matches!(error, CallError::MaybeExecuted(_)), "{error:?}");
}

#[test]
fn a_list_whose_answer_is_lost_is_read_again() {
    let (node, client) = node();
    let client = client.with_retry(Retry::new());
    node.inject(Fault::cut_answer().on("listsendpays").times(2));
    assert_eq!(keys(&found(&client, &OLDER)), MAY_GO);
    node.inject(Fault::cut_answer().on("listsendpays"));
    assert!(matches!(find(&client, &OLDER, |_| ()), Err(CallError::MaybeExecuted(_))));
}

/// Older nodes answer 211 where newer ones answer 208.
#[test]
fn what_somebody_else_has_deleted_is_no_error() {
    for version in ["v22.11", "v26.06"] {
        let node = MockNode::builder().payments(all()).behave_like(version).start().unwrap();
        let client = Client::connect(node.socket()).unwrap();
        let parts = found(&client, &OLDER);
        client.call(&DelpayRequest::new(parts[0].payment_hash, DelpayStatus::Failed)).unwrap();
        // Of this payment the complete part is left.
        client.call(&DelpayRequest::new(parts[2].payment_hash, DelpayStatus::Failed)).unwrap();
        use Deletion::{Deleted, NotThere};
        assert_eq!(delete_all(&client, &parts, |_| ()), [NotThere, NotThere, NotThere, Deleted, Deleted], "{version}");
        assert_eq!(left(&node), STAYS);
    }
}

#[test]
fn a_node_that_restarts_in_the_middle_is_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let (socket, database) = (folder.path().join("lightning-rpc"), folder.path().join("db"));
    let start = {
        let (socket, database) = (socket.clone(), database);
        move || MockNode::builder().socket(&socket).database(&database)
    };
    let mut node = Some(start().payments(all()).start().unwrap());
    let client = Client::connect(&socket).unwrap().with_retry(Retry::new());
    let parts = found(&client, &OLDER);
    let mut restarting = None;
    let deletions = delete_all(&client, &parts, |done| {
        if done == 2 {
            node.take().unwrap().stop();
            let start = start.clone();
            restarting = Some(thread::spawn(move || {
                thread::sleep(Duration::from_millis(50));
                start().start().unwrap()
            }));
        }
    });
    assert_eq!(deletions, [Deletion::Deleted; 5]);
    assert_eq!(left(&restarting.unwrap().join().unwrap()), STAYS);
}

#[test]
fn an_error_of_the_node_is_not_repeated() {
    let (node, client) = node();
    let client = client.with_retry(Retry::new());
    let parts = found(&client, &OLDER);
    node.inject(Fault::error(RpcError::new(-1, "no")).on("delpay"));
    node.expect::<DelpayRequest>().times(1);
    assert_eq!(delete(&client, &parts[0]).unwrap_err().code(), Some(-1));
    assert_eq!(left(&node).len(), 10);
}
