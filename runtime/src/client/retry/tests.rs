//! What is tried again, and when.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use super::*;
use crate::client::error::{CallError, ConnectionError};
use crate::client::reply::any_json;
use crate::client::session::{EncodedRequest, Event, Inbox, Session};
use crate::jsonrpc::RpcError;
use crate::record::Record;
use crate::types::Json;

/// What an attempt at a call comes to.
type Came = Result<CallOutcome, NotSentError>;

const MS: Duration = Duration::from_millis(1);

/// The pauses if each attempt takes so long.
fn pauses(retry: Retry, attempt: Duration) -> Vec<u128> {
    let mut elapsed = Duration::ZERO;
    let next = |made| {
        elapsed += attempt;
        let pause = retry.pause(made, elapsed)?;
        elapsed += pause;
        Some(pause.as_millis())
    };
    (1..1000).map_while(next).collect()
}

#[test]
fn pauses_double_up_to_the_longest() {
    let by_default = [100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000];
    assert_eq!(pauses(Retry::new(), Duration::ZERO), by_default);
    assert_eq!(pauses(Retry::new().attempts(2), Duration::ZERO), [100]);
    for attempts in [0, 1] {
        assert_eq!(pauses(Retry::new().attempts(attempts), Duration::ZERO), [0; 0]);
    }
    // However many there were.
    assert_eq!(Retry::new().attempts(u32::MAX).pause(1000, MS), Some(10_000 * MS));
}

#[test]
fn no_attempt_begins_after_the_time_is_over() {
    let retry = Retry::new().attempts(u32::MAX).within(1000 * MS);
    assert_eq!(pauses(retry, Duration::ZERO), [100, 200, 400, 300]);
    // The time that attempts take counts, too.
    assert_eq!(pauses(retry, 200 * MS), [100, 200, 100]);
    assert_eq!(pauses(retry, 1000 * MS), [0; 0]);
    assert_eq!(pauses(retry.within(Duration::ZERO), Duration::ZERO), [0; 0]);
}

#[test]
fn the_first_connect_is_tried_at_least_once_a_second() {
    let retry = crate::client::Settings::new().wait_for_node(5000 * MS).first_connect().unwrap();
    assert_eq!(pauses(retry, Duration::ZERO), [50, 100, 200, 400, 800, 1000, 1000, 1000, 450]);
    assert_eq!(crate::client::Settings::new().first_connect(), None);
}

#[test]
fn connecting_is_repeated_if_the_node_may_come_up() {
    for (kind, heals) in [
        (ConnectErrorKind::NotFound, true),
        (ConnectErrorKind::Refused, true),
        (ConnectErrorKind::TimedOut, true),
        (ConnectErrorKind::NotASocket, false),
        (ConnectErrorKind::PermissionDenied, false),
        (ConnectErrorKind::NoEndpoint, false),
        (ConnectErrorKind::Other, false),
    ] {
        let error = ConnectError::explained("rpc", kind, "");
        assert_eq!(Err::<(), _>(error.clone()).is_worth_repeating(&Retry::new()), heals, "{kind:?}");
        let call: Came = Err(NotSentError::Connect(error));
        assert_eq!(call.is_worth_repeating(&Retry::new()), heals, "{kind:?}");
    }
    assert!(!Ok::<(), ConnectError>(()).is_worth_repeating(&Retry::new()));
}

/// The answer to a call, as it comes from a connection.
fn answered(answer: &str) -> CallOutcome {
    let mut session = Session::new();
    let request = EncodedRequest::new(0, "pay", b"{}", None);
    let text = format!(r#"{{"jsonrpc":"2.0","id":{},{answer}}}"#, String::from_utf8(request.id.clone()).unwrap());
    session.begin(request, ()).unwrap();
    session.next_batch().unwrap();
    let mut inbox = Inbox::new(1 << 20);
    inbox.push(text.as_bytes());
    match session.receive(inbox.next().unwrap().unwrap()) {
        Event::Reply((), reply) => CallOutcome::Reply(reply),
        _ => CallOutcome::Expired,
    }
}

/// Every way in which a call can come back.
fn all() -> Vec<Came> {
    let closed = || ConnectionError::Closed;
    vec![
        Err(NotSentError::Connect(ConnectError::explained("rpc", ConnectErrorKind::Refused, ""))),
        Err(NotSentError::Broken(closed())),
        Err(NotSentError::TimedOut),
        Ok(CallOutcome::Reply(Reply::Unsent(closed()))),
        Ok(CallOutcome::ExpiredUnsent),
        // From here on none is repeated.
        Err(NotSentError::Invalid(RpcError::validate_json(b"{}").unwrap_err())),
        Ok(CallOutcome::Expired),
        Ok(CallOutcome::Reply(Reply::Lost(closed()))),
        Ok(CallOutcome::Reply(Reply::TooLong)),
        Ok(CallOutcome::Reply(Reply::NoRoom)),
        Ok(answered(r#""result":{}"#)),
        Ok(answered(r#""result":{},"error":{"code":200,"message":""}"#)),
        Ok(answered(r#""error":{"code":200,"message":""}"#)),
    ]
}

#[test]
fn only_what_is_safe_to_retry_is_repeated() {
    for (index, outcome) in all().into_iter().enumerate() {
        let is_repeated = outcome.is_worth_repeating(&Retry::new());
        assert_eq!(is_repeated, index < 5, "{index}");
        let read: Result<Json, CallError<RpcError>> =
            outcome.map_err(CallError::NotSent).and_then(|o| o.read(any_json));
        assert!(!is_repeated || read.unwrap_err().is_safe_to_retry(), "{index}");
    }
    let streams = Retry::new().connecting(false);
    let broken: [Came; 2] = [
        Err(NotSentError::Broken(ConnectionError::Closed)),
        Ok(CallOutcome::Reply(Reply::Unsent(ConnectionError::Closed))),
    ];
    assert!(broken.iter().all(|outcome| !outcome.is_worth_repeating(&streams)), "there is no other connection");
}

#[test]
fn errors_of_the_node_are_repeated_only_for_their_codes() {
    let busy = Retry::new().on_codes(&[-1, 200]);
    let came = |answer: &str| -> Came { Ok(answered(answer)) };
    let error = |code: i64| came(&format!(r#""error":{{"code":{code},"message":""}}"#));
    for (code, is_repeated) in [(200, true), (-1, true), (201, false), (1, false)] {
        assert_eq!(error(code).is_worth_repeating(&busy), is_repeated, "{code}");
    }
    assert!(!came(r#""error":{"code":200}"#).is_worth_repeating(&busy), "which cannot be read");
    assert!(!came(r#""result":{"code":200,"message":""}"#).is_worth_repeating(&busy));
}

#[test]
fn without_a_policy_there_is_one_attempt() {
    let lost: Result<(), _> = Err(ConnectError::explained("rpc", ConnectErrorKind::Refused, ""));
    assert_eq!(Attempts::new(None).pause_after(&lost), None);
    assert_eq!(Attempts::new(Some(Retry::new())).pause_after(&lost), Some(100 * MS));
}
