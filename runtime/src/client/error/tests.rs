//! What errors say, each cause once.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a failing test may panic; its types are nobody else's"
)]

use std::error::Error;
use std::io;
use std::sync::Arc;

use super::*;
use crate::jsonrpc::RpcError;
use crate::record::Record;
use crate::wipe::Buffer;

/// Every kind of error that a call can end with, and what it says with all its causes.
fn all() -> Vec<(CallError<RpcError>, &'static str)> {
    let failed = || Arc::new(io::Error::other("device on fire"));
    let invalid = RpcError::validate_json(br#"{"code":1}"#).unwrap_err();
    let unfit = RpcError::from_json(br#"{"code":1}"#).unwrap_err();
    let connect = |error| CallError::NotSent(NotSentError::Connect(error));
    let unsent = |why| CallError::NotSent(NotSentError::Broken(why));
    let lost = |why| CallError::MaybeExecuted(NoAnswerError::Broken(why));
    vec![
        (
            CallError::NotSent(NotSentError::Invalid(invalid)),
            "the request was not sent: it violates its schema: /message: expected \"message\", which is required",
        ),
        (
            connect(ConnectError::other("rpc", io::Error::other("device on fire"))),
            "the request was not sent: cannot connect to rpc: device on fire",
        ),
        (connect(ConnectError::no_endpoint()), "the request was not sent: cannot connect: this client was made from"),
        (
            connect(ConnectError::explained("rpc", ConnectErrorKind::NotFound, "there is no such socket; look")),
            "the request was not sent: cannot connect to rpc: there is no such socket;",
        ),
        (unsent(ConnectionError::Io(failed())), "the request was not sent: the connection has failed: device on fire"),
        (unsent(ConnectionError::Closed), "the request was not sent: the node has closed the connection"),
        (CallError::NotSent(NotSentError::TimedOut), "the request was not sent: timed out while earlier requests"),
        (
            lost(ConnectionError::Io(failed())),
            "the request may have been executed, but there is no answer: the connection has failed: device on fire",
        ),
        (
            lost(ConnectionError::Garbage { expected: "JSON", found: b'H' }),
            "the request may have been executed, but there is no answer: the node sent something that is not JSON-RPC: expected JSON",
        ),
        (
            CallError::MaybeExecuted(NoAnswerError::TimedOut),
            "the request may have been executed, but there is no answer: timed out",
        ),
        (
            CallError::MaybeExecuted(NoAnswerError::NoRoom),
            "the request may have been executed, but there is no answer: the answer was dropped to make",
        ),
        (CallError::Node(RpcError::new(208, "gone")), "the node answered with an error: gone (code 208)"),
        (
            CallError::Unreadable(UnreadableError::decode(unfit, RawText::new(Buffer::new()))),
            "the node answered, but the answer cannot be used: /message: expected",
        ),
        (
            CallError::Unreadable(UnreadableError::too_long()),
            "the node answered, but the answer cannot be used: it is longer",
        ),
    ]
}

/// An error and its sources, each as it says itself.
fn texts(error: &(dyn Error + 'static)) -> Vec<String> {
    std::iter::successors(Some(error), |&error| error.source()).map(ToString::to_string).collect()
}

#[test]
fn no_error_says_what_its_source_says() {
    for (error, said) in all() {
        let texts = texts(&error);
        for pair in texts.windows(2) {
            assert!(!pair[0].contains(&pair[1]), "{texts:?}");
        }
        // As anyhow prints it, and as this crate does.
        let chain = texts.join(": ");
        assert!(chain.starts_with(said), "{chain}");
        assert_eq!(format!("{error:#}"), chain);
        let last = texts.last().unwrap();
        assert_eq!(chain.matches(last.as_str()).count(), 1, "{chain}");
    }
}

#[test]
fn only_what_was_not_sent_is_safe_to_retry() {
    for (error, said) in all() {
        assert_eq!(error.is_safe_to_retry(), said.starts_with("the request was not sent"), "{error:?}");
    }
    // An error of the node is no promise, whatever its code.
    for code in [-32700, -32603, -32602, -32601, -32600, -1, 0, 200, 208] {
        assert!(!CallError::Node(RpcError::new(code, "")).is_safe_to_retry(), "{code}");
    }
}

#[test]
fn only_errors_of_the_node_have_its_code() {
    for (error, _) in all() {
        let is_nodes = matches!(error, CallError::Node(_));
        assert_eq!(error.code(), is_nodes.then_some(208), "{error:?}");
        assert_eq!(error.message(), is_nodes.then_some("gone"), "{error:?}");
        assert_eq!(error.data(), None);
        assert_eq!(error.node(), is_nodes.then(|| RpcError::new(208, "gone")).as_ref());
    }
}

/// Errors of a method, as the generator writes them.
#[derive(Clone, Debug, PartialEq)]
enum PayError {
    NoRoute(crate::ErrorDetail),
    Other(RpcError),
}

crate::error_enum!(PayError { NoRoute = 205 });

#[test]
fn the_words_of_a_node_do_nothing_to_a_terminal() {
    let error = RpcError::new(205, "no\u{1b}[2K\n\u{202e}route");
    let typed = CallError::Node(PayError::from(error));
    assert_eq!(typed.message(), Some("no\u{1b}[2K\n\u{202e}route"));
    let said = r"the node answered with an error: no\u{1b}[2K\u{a}\u{202e}route (code 205)";
    assert_eq!(format!("{typed:#}"), said);
}

#[test]
fn one_error_type_holds_those_of_all_methods() {
    fn typed(error: &RpcError) -> Result<(), CallError<PayError>> {
        Err(CallError::Node(PayError::from(error.clone())))
    }
    fn raw(error: &RpcError) -> Result<(), CallError<RpcError>> {
        Err(CallError::Node(error.clone()))
    }
    fn connect() -> Result<(), ConnectError> {
        Err(ConnectError::explained("rpc", ConnectErrorKind::Refused, "nobody listens"))
    }
    let application = |step, error: &RpcError| -> Result<(), CallError<RpcError>> {
        match step {
            0 => typed(error)?,
            1 => raw(error)?,
            _ => connect()?,
        }
        Ok(())
    };
    let data = r#"{"erring_index":3}"#.parse().unwrap();
    for error in [RpcError::new(205, "no route").with_data(data), RpcError::new(7, "other")] {
        for step in [0, 1] {
            let Err(CallError::Node(found)) = application(step, &error) else { panic!("it is the node's") };
            assert_eq!(found, error);
        }
        let typed = typed(&error).unwrap_err();
        assert_eq!((typed.code(), typed.message()), (Some(error.code), Some(error.message.as_str())));
        assert_eq!(typed.data(), error.data.as_ref());
    }
    let error = application(2, &RpcError::new(0, "")).unwrap_err();
    let CallError::NotSent(NotSentError::Connect(error)) = error else { panic!("nothing was sent") };
    assert_eq!((error.kind(), error.endpoint()), (ConnectErrorKind::Refused, "rpc"));
    for (error, said) in all() {
        let error = error.map_node(PayError::from);
        assert!(format!("{:#}", CallError::<RpcError>::from(error)).starts_with(said));
    }
}
