//! A node that is not there yet, or not at the moment: what is tried again, and what never is.

use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use cln_runtime::client::{CallError, ConnectErrorKind, ConnectionError, NoAnswerError, NotSentError, Retry, Settings};

use crate::front::{Front, request};
use crate::node::{Node, Peer, nowhere};

const MS: Duration = Duration::from_millis(1);

/// Longer than any test may take.
const FOREVER: Duration = Duration::from_secs(3600);

const PATIENT: Retry = Retry::new().attempts(3000).within(FOREVER).pauses(MS, MS);

/// A node that begins to listen there after a while, and serves one connection.
fn comes_up(path: PathBuf, script: impl FnOnce(Peer) + Send + 'static) -> JoinHandle<()> {
    thread::spawn(move || {
        thread::sleep(30 * MS);
        let _ = std::fs::remove_file(&path);
        let listener = UnixListener::bind(path).unwrap();
        script(Peer::new(listener.accept().unwrap().0));
    })
}

/// A socket on which a node has listened.
fn stopped(node: &tempfile::TempDir) -> PathBuf {
    let path = node.path().join("lightning-rpc");
    drop(UnixListener::bind(&path).unwrap());
    path
}

pub(crate) fn the_first_connect_waits_for_a_node_that_starts<F: Front>() {
    let folder = tempfile::tempdir().unwrap();
    for path in [nowhere(folder.path()), stopped(&folder)] {
        assert!(F::connect(&path, Settings::new()).is_err());
        let node = comes_up(path.clone(), |mut peer| peer.echo());
        let client = F::connect(&path, Settings::new().wait_for_node(FOREVER)).unwrap();
        assert_eq!(client.raw("a", "{}").unwrap().as_str(), r#"{"method":"a","params":{}}"#);
        drop(client);
        node.join().unwrap();
    }
}

pub(crate) fn the_first_connect_gives_up<F: Front>() {
    let folder = tempfile::tempdir().unwrap();
    let error = F::connect(&nowhere(folder.path()), Settings::new().wait_for_node(60 * MS)).err().unwrap();
    assert_eq!(error.kind(), ConnectErrorKind::NotFound);
    // This will never be a socket: there is nothing to wait for.
    let error = F::connect(folder.path(), Settings::new().wait_for_node(FOREVER)).err().unwrap();
    assert_eq!(error.kind(), ConnectErrorKind::NotASocket);
}

pub(crate) fn a_call_waits_for_a_node_that_restarts<F: Front>() {
    let node = Node::once(|mut peer| {
        let asked = peer.request();
        peer.send(asked.echo());
    });
    // It need not be told to reconnect.
    let client = F::on(&node.path());
    client.raw("a", "{}").unwrap();
    let path = node.path();
    let folder = node.join();
    assert!(matches!(client.raw("b", "{}"), Err(CallError::NotSent(NotSentError::Broken(_)))));

    let client = client.with_retry(PATIENT);
    let node = comes_up(path, |mut peer| {
        // The attempts before it never got here.
        let asked = peer.request();
        assert_eq!(asked.method, "b");
        peer.send(asked.echo());
    });
    assert_eq!(client.raw("b", "{}").unwrap().as_str(), r#"{"method":"b","params":{}}"#);
    drop(client);
    node.join().unwrap();
    drop(folder);
}

pub(crate) fn a_list_waits_for_a_node_that_restarts<F: Front>() {
    let node = Node::once(drop);
    let (path, client) = (node.path(), F::on(&node.path()));
    let folder = node.join();
    assert!(matches!(client.items(&request()), Err(NotSentError::Connect(_))));

    let node = comes_up(path, |mut peer| {
        let asked = peer.request();
        peer.send(asked.result(r#"{"payments":[]}"#));
        peer.wait_for_end();
    });
    assert_eq!(client.with_retry(PATIENT).items(&request()).unwrap().count(), 0);
    node.join().unwrap();
    drop(folder);
}

pub(crate) fn what_may_have_been_executed_is_never_repeated<F: Front>() {
    let lost = |mut peer: Peer| {
        peer.request();
    };
    let next = |mut peer: Peer| {
        assert_eq!(peer.request().method, "later");
    };
    let node = Node::new([Box::new(lost), Box::new(next)]);
    let client = F::on(&node.path()).with_retry(PATIENT.on_codes(&[-1]));
    let error = client.delpay(&request()).unwrap_err();
    assert!(matches!(error, CallError::MaybeExecuted(NoAnswerError::Broken(ConnectionError::Closed))), "{error:?}");
    let error = client.raw("later", "{}").unwrap_err();
    assert!(matches!(error, CallError::MaybeExecuted(_)), "{error:?}");
    drop(node.join());
}

pub(crate) fn errors_of_the_node_are_repeated_if_they_are_listed<F: Front>() {
    let node = Node::once(|mut peer| {
        let mut ids = Vec::new();
        for answer in [r#"{"code":-1,"message":"busy"}"#, r#"{"code":7,"message":""}"#] {
            for _ in 0..2 {
                let asked = peer.request();
                ids.push(asked.id().to_owned());
                peer.send(asked.error(answer));
            }
        }
        // The last one is not asked for again.
        peer.wait_for_end();
        ids.dedup();
        assert_eq!(ids.len(), 4, "each attempt has an id of its own: {ids:?}");
    });
    let client = F::on(&node.path());
    assert_eq!(client.raw("a", "{}").unwrap_err().code(), Some(-1));
    assert_eq!(client.with_retry(PATIENT.on_codes(&[-1])).raw("a", "{}").unwrap_err().code(), Some(7));
    assert_eq!(client.with_retry(PATIENT.on_codes(&[7]).attempts(1)).raw("a", "{}").unwrap_err().code(), Some(7));
    drop(client);
    node.join();
}

pub(crate) fn a_call_is_given_up_after_so_many_attempts<F: Front>() {
    let node = Node::once(|mut peer| {
        for _ in 0..3 {
            let asked = peer.request();
            peer.send(asked.error(r#"{"code":-1,"message":"busy"}"#));
        }
        assert!(peer.try_request().is_none());
    });
    let client = F::on(&node.path()).with_retry(PATIENT.on_codes(&[-1]).attempts(3));
    assert_eq!(client.delpay(&request()).unwrap_err().code(), Some(-1));
    drop(client);
    node.join();
}

pub(crate) fn a_prepared_call_is_one_attempt<F: Front>() {
    let node = Node::once(|mut peer| {
        let asked = peer.request();
        peer.send(asked.error(r#"{"code":-1,"message":"busy"}"#));
        assert!(peer.try_request().is_none());
    });
    let client = F::on(&node.path()).with_retry(PATIENT.on_codes(&[-1]));
    assert_eq!(client.prepared(&request(), |_| ()).unwrap_err().code(), Some(-1));
    drop(client);
    node.join();
}
