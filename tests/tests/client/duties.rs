//! Threads and tasks that write and read for each other: nobody may hang on, or be held up by, another's call.

use std::sync::mpsc;
use std::thread;

use cln_runtime::client::{CallError, ConnectErrorKind, NoAnswerError, NotSentError, Settings};
use tokio::net::UnixSocket;

use crate::front::{Front, wait};
use crate::misbehaviour::{SOON, get, spawn};
use crate::node::{Node, PATIENCE, nowhere};

/// Parameters that no socket holds.
fn big() -> String {
    format!("[\"{}\"]", "x".repeat(4 << 20))
}

/// A node stops reading while its answers are not taken.
pub(crate) fn reading_goes_on_while_a_large_request_is_written<F: Front>() {
    const BIG: usize = 8 << 20;
    let (go, may_go) = mpsc::channel();
    let node = Node::once(move |mut peer| {
        // Answers that nobody waits for any more, more than a socket holds, and only then reads on.
        let late = peer.request();
        may_go.recv_timeout(PATIENCE).unwrap();
        for _ in 0..16 {
            peer.send(late.result(&format!("\"{}\"", "x".repeat(1 << 20))));
        }
        let big = peer.request();
        assert_eq!(big.params[0].as_str().unwrap().len(), BIG);
        peer.send(big.result("{\"done\":true}"));
    });
    let client = F::on(&node.path());
    assert!(client.with_timeout(SOON).raw("late", "{}").is_err());
    go.send(()).unwrap();
    let params = format!("[\"{}\"]", "y".repeat(BIG));
    let call = spawn(move || client.raw("big", &params));
    assert_eq!(get(&call).unwrap().as_str(), r#"{"done":true}"#);
}

/// Its time is over while the node reads nothing; what was written of the request stays, and is completed later.
pub(crate) fn a_call_that_times_out_while_it_is_written_leaves_the_connection_usable<F: Front>() {
    let (go, may_go) = mpsc::channel();
    let node = Node::once(move |mut peer| {
        may_go.recv_timeout(PATIENCE).unwrap();
        peer.echo();
    });
    let client = F::on(&node.path());
    let params = format!("[\"{}\"]", "y".repeat(8 << 20));
    let error = client.with_timeout(SOON).raw("big", &params).unwrap_err();
    assert!(matches!(error, CallError::MaybeExecuted(NoAnswerError::TimedOut)), "{error:?}");
    let error = client.with_timeout(SOON).raw("waits", "{}").unwrap_err();
    assert!(matches!(error, CallError::NotSent(NotSentError::TimedOut)), "{error:?}");
    go.send(()).unwrap();
    assert_eq!(client.raw("next", "{}").unwrap().as_str(), r#"{"method":"next","params":{}}"#);
}

pub(crate) fn a_deadline_does_not_end_other_calls<F: Front>() {
    let (go, may_go) = mpsc::channel();
    let node = Node::once(move |mut peer| {
        let asked = [peer.request(), peer.request()];
        may_go.recv_timeout(PATIENCE).unwrap();
        for asked in asked {
            peer.send(asked.echo());
        }
    });
    let client = F::on(&node.path());
    let patient = client.clone();
    let call = spawn(move || patient.raw("patient", "{}"));
    let error = client.with_timeout(SOON).raw("hasty", "{}").unwrap_err();
    assert!(matches!(error, CallError::MaybeExecuted(NoAnswerError::TimedOut)), "{error:?}");
    go.send(()).unwrap();
    get(&call).unwrap();
}

/// The writer's time is over in the middle of another's request, whose caller might be reading by then.
pub(crate) fn a_request_that_its_writer_leaves_is_written_to_its_end<F: Front>() {
    let (go, may_go) = mpsc::channel();
    let node = Node::once(move |mut peer| {
        let small = peer.request();
        let hasty = peer.request();
        assert_eq!((small.method.as_str(), hasty.method.as_str()), ("small", "hasty"));
        thread::sleep(SOON / 2); // the next request is being written
        peer.send(small.echo());
        may_go.recv_timeout(PATIENCE).unwrap();
        let patient = peer.request();
        assert_eq!(patient.method, "patient");
        peer.send(patient.result("{}"));
    });
    let client = F::on(&node.path());
    let [small, hasty, patient] = [client.clone(), client.with_timeout(SOON * 2), client];
    let small = spawn(move || small.raw("small", "{}"));
    thread::sleep(SOON / 4);
    let hasty = spawn(move || hasty.raw("hasty", &big()));
    thread::sleep(SOON / 4);
    let patient = spawn(move || patient.raw("patient", &big()));
    get(&small).unwrap();
    get(&hasty).unwrap_err();
    go.send(()).unwrap();
    assert_eq!(get(&patient).unwrap().as_str(), "{}");
}

/// Whoever writes for another gives up when its own answer is there.
pub(crate) fn an_answer_does_not_wait_for_anothers_request<F: Front>() {
    let (go, may_go) = mpsc::channel();
    let (done, is_done) = mpsc::channel();
    let node = Node::once(move |mut peer| {
        let small = peer.request();
        may_go.recv_timeout(PATIENCE).unwrap();
        peer.send("{\"jsonrpc\":\"2.0\",\"method\":\"wakes the reader\",\"params\":{}}\n\n");
        thread::sleep(SOON / 4); // who reads has begun to write
        peer.send(small.result("{}"));
        is_done.recv_timeout(PATIENCE).unwrap();
    });
    let client = F::on(&node.path());
    let other = client.clone();
    let small = spawn(move || other.raw("small", "{}"));
    thread::sleep(SOON / 4);
    client.with_timeout(SOON / 2).raw("half-written", &big()).unwrap_err();
    go.send(()).unwrap();
    let answer = get(&small);
    done.send(()).unwrap();
    assert_eq!(answer.unwrap().as_str(), "{}");
}

/// Small requests behind a half-written one, in one batch with it or not, are not written once they are given up.
pub(crate) fn what_is_given_up_behind_a_half_written_request_is_never_written<F: Front>() {
    let (go, may_go) = mpsc::channel();
    let node = Node::once(move |mut peer| {
        may_go.recv_timeout(PATIENCE).unwrap();
        let methods: Vec<String> = std::iter::from_fn(|| {
            let asked = peer.try_request()?;
            peer.send(asked.result("{}"));
            Some(asked.method)
        })
        .collect();
        assert_eq!(methods, ["half-written", "last"]);
    });
    let client = F::on(&node.path());
    client.with_timeout(SOON / 4).raw("half-written", &big()).unwrap_err();
    let given_up: Vec<_> = (0..20)
        .map(|_| {
            let client = client.with_timeout(SOON / 2);
            spawn(move || client.raw("given-up", "[\"hunter2\"]").unwrap_err())
        })
        .collect();
    for error in given_up.iter().map(get) {
        assert!(error.is_safe_to_retry(), "{error:?}");
    }
    go.send(()).unwrap();
    assert_eq!(client.raw("last", "{}").unwrap().as_str(), "{}");
}

/// A node that hangs takes no connection, and refuses none.
pub(crate) fn a_node_that_takes_no_connection_holds_nobody_up<F: Front>() {
    let folder = tempfile::tempdir().unwrap();
    let path = nowhere(folder.path());
    let _hanging = wait(async {
        let socket = UnixSocket::new_stream().unwrap();
        socket.bind(&path).unwrap();
        socket.listen(0).unwrap()
    });
    let settings = Settings::new().connect_timeout(SOON / 4);
    // Some wait in line; whoever finds the line full is told.
    let clients: Vec<_> = (0..4).map(|_| F::connect(&path, settings.clone())).collect();
    let error = clients.into_iter().find_map(Result::err).unwrap();
    assert_eq!((error.kind(), error.endpoint()), (ConnectErrorKind::TimedOut, path.to_str().unwrap()));
}

/// A call that connects again keeps to its time, and others need not wait for it.
pub(crate) fn connecting_again_keeps_to_the_time_of_the_call<F: Front>() {
    let (gone, is_gone) = mpsc::channel();
    let node = Node::once(move |mut peer| {
        let asked = peer.request();
        peer.send(asked.echo());
        gone.send(()).unwrap();
    });
    let path = node.path();
    let client = F::connect(&path, Settings::new().reconnect(true)).unwrap();
    client.raw("first", "{}").unwrap();
    is_gone.recv_timeout(PATIENCE).unwrap();
    let _folder = node.join();
    std::fs::remove_file(&path).unwrap();
    let _hanging = wait(async {
        let socket = UnixSocket::new_stream().unwrap();
        socket.bind(&path).unwrap();
        socket.listen(0).unwrap()
    });
    let _line: Vec<_> = (0..4).map(|_| F::connect(&path, Settings::new().connect_timeout(SOON / 4))).collect();
    let calls: Vec<_> = (0..4)
        .map(|_| {
            let client = client.with_timeout(SOON);
            spawn(move || client.raw("again", "{}").unwrap_err())
        })
        .collect();
    for error in calls.iter().map(get) {
        let CallError::NotSent(NotSentError::Connect(error)) = error else { panic!("{error:?}") };
        assert_eq!(error.kind(), ConnectErrorKind::TimedOut);
    }
}
