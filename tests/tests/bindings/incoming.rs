//! What a node sends of its own accord: notifications in each form that they have on the wire, and calls of hooks.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing test may panic")]

use cln_runtime::jsonrpc::{HookCall, Id, Notified, Response, Undecoded};
use cln_runtime::{DecodeError, HookRequest, NotificationPayload, Record, Rule, Violations};

use crate::node::{
    BlockAddedNotificationResponse, Hook, Notification, PeerAsksHookRequest, PeerAsksHookResponse, PeerAsksHookResult,
    WarnedNotificationResponse, hook, notification,
};

const HASH: &str = "684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52";

/// The payload of `block_added`, with what is required and `members` (JSON, each after a comma).
fn block(members: &str) -> String {
    format!(r#"{{"hash":"{HASH}","height":7{members}}}"#)
}

fn message(method: &str, params: &str) -> String {
    format!(r#"{{"jsonrpc":"2.0","method":"{method}","params":{params}}}"#)
}

fn parse(method: &str, params: &str) -> Result<Notification, DecodeError> {
    Notification::parse(message(method, params).as_bytes())
}

#[test]
fn a_payload_knows_its_notification() {
    let names = [BlockAddedNotificationResponse::METHOD, WarnedNotificationResponse::METHOD];
    assert_eq!(names, ["block_added", "warned"]);
    assert_eq!(names.map(|name| notification(name).unwrap().name), names);
}

#[track_caller]
fn block_added(params: &str) -> Notified<BlockAddedNotificationResponse> {
    match parse("block_added", params).unwrap() {
        Notification::BlockAdded(block) => block,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn warned(params: &str) -> Notified<WarnedNotificationResponse> {
    match parse("warned", params).unwrap() {
        Notification::Warned(warned) => warned,
        other => panic!("{other:?}"),
    }
}

/// Pointers and rules of what is wrong with a notification, the same from memory and from a reader.
#[track_caller]
fn violations(topic: &str, document: &str) -> Vec<String> {
    let info = notification(topic).unwrap();
    let shown = |outcome: Result<(), Violations>| match outcome {
        Ok(()) => Vec::new(),
        Err(found) => found.iter().map(|found| format!("{} {}", found.pointer(), found.rule())).collect(),
    };
    let found = shown(info.validate_response(document.as_bytes()));
    assert_eq!(shown(info.validate_response_reader(document.as_bytes())), found);
    found
}

#[track_caller]
fn reencoded(topic: &str, document: &str) -> String {
    String::from_utf8(notification(topic).unwrap().reencode_response(document.as_bytes()).unwrap()).unwrap()
}

#[test]
fn a_payload_is_read_wrapped_and_bare() {
    let bare = block("");
    for params in [
        format!(r#"{{"block_added":{bare}}}"#),
        bare.clone(),
        format!(r#"{{ "more" : [ 1 ] , "block_added" : {bare} }}"#),
        format!(r#"{{"block_added":{bare},"more":null}}"#),
    ] {
        let read = block_added(&params);
        assert_eq!((read.height, read.payload.height, read.origin.as_deref()), (7, 7, None), "{params}");
        for document in [params.clone(), message("block_added", &params)] {
            assert_eq!(reencoded("block_added", &document), bare);
            assert_eq!(violations("block_added", &document), [""; 0], "{document}");
        }
    }
}

#[test]
fn of_both_forms_in_one_the_wrapped_one_counts() {
    let published = format!(r#"{{"block_added":{},"hash":"no hash","height":8}}"#, block(""));
    let sorted = format!(r#"{{"a":"b","hash":"no hash","block_added":{},"height":8}}"#, block(""));
    for params in [published, sorted] {
        assert_eq!(block_added(&params).height, 7);
        assert_eq!(violations("block_added", &params), [""; 0]);
    }
}

#[test]
fn a_field_of_the_topics_name_is_no_wrapper_unless_it_is_an_object() {
    let bare = r#"{"level":"warn","warned":"low"}"#;
    let wrapped = format!(r#"{{"warned":{bare}}}"#);
    let both = format!(r#"{{"level":"warn","warned":{bare}}}"#);
    for params in [bare, &wrapped, &both] {
        assert_eq!(warned(params).warned, "low");
        assert_eq!(violations("warned", params), [""; 0], "{params}");
        assert_eq!(reencoded("warned", params), bare);
    }
    assert_eq!(violations("warned", r#"{"level":"warn","warned":["low"]}"#), ["/warned type"]);
}

#[test]
fn pointers_begin_at_the_payload() {
    let broken = r#"{"hash":"no hash","strange":1}"#;
    let params = format!(r#"{{"block_added":{broken}}}"#);
    let found = ["/hash format", "/strange unknown", "/height required"];
    for document in [broken, &params, &message("block_added", broken), &message("block_added", &params)] {
        assert_eq!(violations("block_added", document), found, "{document}");
    }
    let error = parse("block_added", &params).unwrap_err();
    assert_eq!((error.pointer(), error.rule()), ("/hash", Rule::Format));
    let error = parse("block_added", r#"{"block_added":{"height":1}}"#).unwrap_err();
    assert_eq!((error.pointer(), error.rule()), ("/hash", Rule::Required));
}

#[test]
fn what_is_no_payload_in_any_form_is_reported() {
    for (document, found) in [
        ("7".to_owned(), &[" type"][..]),
        ("{}".to_owned(), &["/hash required", "/height required"]),
        (r#"{"block_added":7}"#.to_owned(), &["/block_added unknown", "/hash required", "/height required"]),
        (format!(r#"{{"block_added":{0},"block_added":{0}}}"#, block("")), &["/block_added duplicate"]),
        (message("warned", &block("")), &["/method enum"]),
        (format!(r#"{{"params":{},"method":"warned"}}"#, block("")), &["/method enum"]),
        (format!(r#"{{"method":"block_added","params":{0},"params":{0}}}"#, block("")), &["/params duplicate"]),
        (format!(r#"{{"method":"block_added","params":{}"#, block("")), &[" json"]),
        (format!("{} 1", message("block_added", &block(""))), &[" json"]),
        (format!(r#"{{"block_added":{},"more":01}}"#, block("")), &[" json"]),
        (block("").replace(":7", ":07"), &[" json"]),
        (message("block_added", "7"), &[" type"]),
    ] {
        assert_eq!(violations("block_added", &document), found, "{document}");
    }
}

#[test]
fn the_members_of_a_message_may_stand_in_any_order() {
    let document = format!(r#"{{"params":{{"block_added":{}}},"origin":"px","method":"block_added"}}"#, block(""));
    assert_eq!(violations("block_added", &document), [""; 0]);
    assert_eq!(reencoded("block_added", &document), block(""));
    let read = Notification::parse(document.as_bytes()).unwrap();
    assert_eq!((read.method(), read.origin()), ("block_added", Some("px")));
}

#[test]
fn null_is_tolerated_where_a_node_writes_it_and_reported_all_the_same() {
    let params = r#"{"warned":{"level":"warn","warned":"low","channel":null}}"#;
    assert_eq!(warned(params).channel, None);
    assert_eq!(violations("warned", params), ["/channel type"]);
    assert_eq!(reencoded("warned", params), r#"{"level":"warn","warned":"low"}"#);
}

#[test]
fn a_topic_without_a_schema_is_kept_whatever_it_holds() {
    for (params, kept) in [
        (r#"{"x":1.50}"#, r#"{"x":1.50}"#),
        (r#"{"my-topic":{"a":1}}"#, r#"{"my-topic":{"a":1}}"#),
        ("[1, 2]", "[1,2]"),
        (r#""s""#, r#""s""#),
        ("null", "null"),
        ("01e", ""),
        (r#"{"a":1,}"#, ""),
    ] {
        let message = format!(r#"{{"jsonrpc":"2.0","method":"my-topic","origin":"px","params":{params}}}"#);
        let read = Notification::parse(message.as_bytes()).unwrap();
        assert_eq!((read.method(), read.origin()), ("my-topic", Some("px")));
        match read {
            Notification::Other(other) => assert_eq!(other.params.as_str(), kept),
            Notification::Undecoded(undecoded) => {
                assert_eq!((undecoded.params(), undecoded.fault.rule(), kept), (params.as_bytes(), Rule::Json, ""));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_message_without_an_envelope_is_an_error() {
    for (message, pointer, rule) in [
        ("{}", "/method", Rule::Required),
        ("[]", "", Rule::Json),
        (r#"{"method":"block_added"}"#, "/params", Rule::Required),
        (r#"{"method":7,"params":{}}"#, "/method", Rule::Type),
        (r#"{"method":"a","params":{},"method":"b"}"#, "/method", Rule::Duplicate),
        (r#"{"method":"a","params":{},"origin":1}"#, "/origin", Rule::Type),
        (r#"{"method":"a","params":{},"id":true}"#, "/id", Rule::Type),
        (r#"{"method":"a","params":{}}{}"#, "", Rule::Json),
    ] {
        let error = Notification::parse(message.as_bytes()).unwrap_err();
        assert_eq!((error.pointer(), error.rule()), (pointer, rule), "{message}");
    }
    let error = Hook::parse(br#"{"method":"peer_asks","params":{}}"#).unwrap_err();
    assert_eq!((error.pointer(), error.rule()), ("/id", Rule::Required));
}

/// A call of a hook, as a node writes it.
fn call(hook: &str, params: &[u8]) -> Vec<u8> {
    let start = format!(r#"{{"jsonrpc":"2.0","id":"c:1/cln:{hook}#7","method":"{hook}","params":"#);
    [start.as_bytes(), params, b"}\n\n"].concat()
}

#[test]
fn a_call_knows_its_hook() {
    fn answered<H: HookRequest<Response = R>, R>() -> &'static str {
        H::HOOK
    }
    assert_eq!(answered::<PeerAsksHookRequest, PeerAsksHookResponse>(), "peer_asks");
    assert_eq!(hook("peer_asks").unwrap().name, "peer_asks");
}

#[test]
fn a_hook_is_called_by_its_method_and_answered_by_its_id() {
    let params =
        br#"{"peer":{"id":"02df5ffe895c778e10f7742a6c5b8a0cefbe9465df58b92fadeb883752c8107c8f","feerate":253}}"#;
    let Hook::PeerAsks(asked) = Hook::parse(&call("peer_asks", params)).unwrap() else {
        panic!("the method is peer_asks");
    };
    let HookCall::<PeerAsksHookRequest> { id, request } = asked.clone();
    assert_eq!((asked.peer.feerate, request.peer.feerate), (253, 253));
    let answer = PeerAsksHookResponse::new(PeerAsksHookResult::Continue);
    assert_eq!(answer.validate(), Ok(()));
    let answer = Response { id, outcome: Ok(answer) }.to_json();
    assert_eq!(answer, br#"{"jsonrpc":"2.0","id":"c:1/cln:peer_asks#7","result":{"result":"continue"}}"#);
}

#[track_caller]
fn undecoded(hook: &str, params: &[u8]) -> Undecoded {
    let called = Hook::parse(&call(hook, params)).unwrap();
    assert_eq!((called.method(), called.id()), (hook, &Id::from(format!("c:1/cln:{hook}#7"))));
    match called {
        Hook::Undecoded(undecoded) => undecoded,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_odd_request_inside_is_reported_and_the_call_can_be_answered() {
    for (request, pointer, rule, method) in [
        (&br#"{"id":1,"id":2,"method":"check","params":{}}"#[..], "/rpc_command/id", Rule::Duplicate, Some("check")),
        (br#"{"id":1,"method":"a","method":"b","params":{}}"#, "/rpc_command/method", Rule::Duplicate, None),
        (br#"{"id":1,"method":7,"params":{}}"#, "/rpc_command/method", Rule::Type, None),
        (br#"{"id":1,"params":{}}"#, "/rpc_command/method", Rule::Required, None),
        (br#"{"id":1,"method":"check","params":{"a":01}}"#, "", Rule::Json, Some("check")),
        (br#"{"id":1,"method":"check","params":[1,]}"#, "", Rule::Json, Some("check")),
        (b"{\"id\":1,\"method\":\"check\",\n\n\"params\":{\"a\":\"\n\"}}", "", Rule::Json, Some("check")),
        (b"{\"id\":1,\"method\":\"check\",\"params\":{\"a\":\"\xff\"}}", "", Rule::Json, Some("check")),
        (b"7", "/rpc_command", Rule::Type, None),
    ] {
        let params = [&b"{\"rpc_command\":"[..], request, b"}"].concat();
        let odd = undecoded("rpc_command", &params);
        let shown = String::from_utf8_lossy(request);
        assert_eq!((odd.fault.pointer(), odd.fault.rule()), (pointer, rule), "{shown}");
        assert_eq!((odd.params(), odd.rpc_method().as_deref()), (params.as_slice(), method), "{shown}");
    }
}

#[test]
fn an_unusual_request_is_read_and_strict_validation_says_what_is_unusual() {
    for (id, params, found) in [
        ("null", r#"[{"a":1,"a":2}]"#, &["/rpc_command/params one-of", "/rpc_command/params/0/a duplicate"][..]),
        ("true", "{}", &["/rpc_command/id one-of"]),
        ("[{}]", "{}", &["/rpc_command/id one-of"]),
        ("1.50", "null", &["/rpc_command/params one-of"]),
        (r#""""#, r#""x""#, &["/rpc_command/params one-of"]),
    ] {
        let request = format!(
            r#"{{"rpc_command":{{"id":{id},"method":"x","params":{params},"filter":{{"b":true}},"jsonrpc":"2.0"}}}}"#
        );
        let Hook::RpcCommand(called) = Hook::parse(&call("rpc_command", request.as_bytes())).unwrap() else {
            panic!("it is one");
        };
        assert_eq!(
            (called.rpc_command.method.as_str(), called.id.to_string().as_str()),
            ("x", "\"c:1/cln:rpc_command#7\"")
        );
        assert_eq!(called.to_json(), request.as_bytes());
        let info = hook("rpc_command").unwrap();
        let violations = info.validate_request(request.as_bytes()).unwrap_err();
        let shown: Vec<String> =
            violations.iter().map(|found| format!("{} {}", found.pointer(), found.rule())).collect();
        assert_eq!(shown, found);
    }
}

#[test]
fn a_call_that_does_not_fit_its_hook_can_be_answered() {
    let odd = undecoded("peer_asks", br#"{"peer":{"feerate":253}}"#);
    assert_eq!((odd.fault.pointer(), odd.fault.rule()), ("/peer/id", Rule::Required));
    assert_eq!((odd.id, odd.fault.to_string().is_empty()), (Some(Id::from("c:1/cln:peer_asks#7")), false));
    let odd = undecoded("brand_new", br#"{"secret":"s",}"#);
    assert_eq!((odd.fault.rule(), odd.params()), (Rule::Json, &br#"{"secret":"s",}"#[..]));
    assert!(!format!("{odd:?}").contains("secret"), "{odd:?}");
    let Hook::Other(call) = Hook::parse(&call("brand_new", b"[1]")).unwrap() else { panic!("nobody knows it") };
    assert_eq!((call.params.as_str(), call.id), ("[1]", Some(Id::from("c:1/cln:brand_new#7"))));
}

#[test]
fn tables_and_enums_are_there_where_there_is_nothing_to_put_into_them() {
    use cln_bindings as only_a_command;
    assert_eq!((only_a_command::NOTIFICATIONS.len(), only_a_command::HOOKS.len()), (0, 0));
    assert!(only_a_command::notification("block_added").is_none() && only_a_command::hook("rpc_command").is_none());
    let read = only_a_command::Notification::parse(message("block_added", "{}").as_bytes()).unwrap();
    assert!(matches!(read, only_a_command::Notification::Other(_)));
    let called = only_a_command::Hook::parse(&call("rpc_command", b"{}")).unwrap();
    assert_eq!(called.id(), &Id::from("c:1/cln:rpc_command#7"));
}
