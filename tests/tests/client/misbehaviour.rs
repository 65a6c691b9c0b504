//! What a node may do wrong, or right but unexpectedly: one scenario each, for every client.

use std::error::Error;
use std::io::Write;
use std::net::Shutdown;
use std::os::unix::fs::PermissionsExt;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use cln_bindings::DelpayError;
use cln_runtime::RpcError;
use cln_runtime::client::{
    CallError, ConnectErrorKind, ConnectionError, NoAnswerError, NotSentError, Received, Settings,
};

use crate::front::{Front, invalid_request, label, request, result};
use crate::node::{Node, PATIENCE, Peer, nowhere};

/// Long enough for a busy machine to do what comes before, short enough to be waited for.
pub(crate) const SOON: Duration = Duration::from_secs(1);

/// What a call gives on a thread of its own.
pub(crate) fn spawn<T: Send + 'static>(call: impl FnOnce() -> T + Send + 'static) -> mpsc::Receiver<T> {
    let (sender, receiver) = mpsc::channel();
    let task: Box<dyn FnOnce() + Send> = Box::new(move || drop(sender.send(call())));
    thread::spawn(task);
    receiver
}

/// What a call gives that was begun before, unless it hangs.
pub(crate) fn get<T>(receiver: &mpsc::Receiver<T>) -> T {
    receiver.recv_timeout(PATIENCE).expect("a call hangs")
}

pub(crate) fn an_answer_is_typed<F: Front>() {
    let node = Node::once(|mut peer| {
        let asked = peer.request();
        assert_eq!(asked.id(), "\"cln-runtime:delpay#0\"");
        peer.send(asked.result(&result("one")));
    });
    let response = F::on(&node.path()).delpay(&request()).unwrap();
    assert_eq!(label(&response), "one");
}

pub(crate) fn an_error_is_typed_with_its_data<F: Front>() {
    let node = Node::once(|mut peer| {
        let asked = peer.request();
        peer.send(asked.error(r#"{"code":208,"message":"Unknown payment","data":{"id":1}}"#));
    });
    let error = F::on(&node.path()).delpay(&request()).unwrap_err();
    assert!(!error.is_safe_to_retry());
    let CallError::Node(DelpayError::PayNoSuchPayment(detail)) = &error else { panic!("{error:?}") };
    assert_eq!(detail.data.as_ref().unwrap().as_str(), r#"{"id":1}"#);
    assert_eq!(format!("{error:#}"), "the node answered with an error: Unknown payment (code 208)");
    assert_eq!((error.code(), error.message()), (Some(208), Some("Unknown payment")));
    assert_eq!(error.data().unwrap().as_str(), r#"{"id":1}"#);
    let CallError::Node(error) = CallError::<RpcError>::from(error) else { panic!("it is the node's") };
    assert_eq!(error, RpcError::new(208, "Unknown payment").with_data(r#"{"id":1}"#.parse().unwrap()));
}

pub(crate) fn answers_out_of_order<F: Front>() {
    let node = Node::once(|mut peer| {
        let mut asked: Vec<_> = (0..8).map(|_| peer.request()).collect();
        asked.reverse();
        for asked in &asked {
            peer.send(asked.echo());
        }
    });
    let client = F::on(&node.path());
    let calls: Vec<_> = (0..8)
        .map(|number| {
            let client = client.clone();
            spawn(move || client.raw("echo", &format!("[{number}]")).unwrap())
        })
        .collect();
    for (number, call) in calls.iter().enumerate() {
        assert_eq!(get(call).as_str(), format!(r#"{{"method":"echo","params":[{number}]}}"#));
    }
}

pub(crate) fn an_answer_one_byte_at_a_time<F: Front>() {
    let node = Node::once(|mut peer| {
        let asked = peer.request();
        for byte in asked.result(&result("slow")).bytes() {
            peer.send([byte]);
        }
    });
    let client = F::on(&node.path());
    assert_eq!(label(&client.delpay(&request()).unwrap()), "slow");
    drop(node); // It still writes the line breaks after the answer.
}

pub(crate) fn two_answers_in_one_write<F: Front>() {
    let node = Node::once(|mut peer| {
        let (one, other) = (peer.request(), peer.request());
        peer.send(other.echo() + &one.echo());
    });
    let client = F::on(&node.path());
    let other = client.clone();
    let call = spawn(move || other.raw("a", "{}").unwrap());
    assert_eq!(client.raw("b", "{}").unwrap().as_str(), r#"{"method":"b","params":{}}"#);
    assert_eq!(get(&call).as_str(), r#"{"method":"a","params":{}}"#);
}

pub(crate) fn a_notification_before_the_answer<F: Front>() {
    let node = Node::once(|mut peer| {
        let asked = peer.request();
        let id = asked.id();
        peer.send(format!(
            r#"{{"jsonrpc":"2.0","method":"message","params":{{"id":{id},"level":"info","message":"x","result":{{}}}}}}"#
        ));
        peer.send("\n\n".to_owned() + &asked.echo());
        peer.wait_for_end();
    });
    let client = F::on(&node.path());
    let mut listen = client.listen();
    assert_eq!(client.raw("a", "{}").unwrap().as_str(), r#"{"method":"a","params":{}}"#);
    let Received::Message(message) = listen(PATIENCE) else { panic!("there was a notification") };
    assert_eq!(message.decode().unwrap().method, "message");
    assert!(matches!(listen(SOON), Received::TimedOut));
}

pub(crate) fn an_answer_with_an_unknown_id<F: Front>() {
    let node = Node::once(|mut peer| {
        let asked = peer.request();
        peer.send("{\"jsonrpc\":\"2.0\",\"id\":\"cln-runtime:a#77\",\"result\":{\"wrong\":1}}\n\n");
        peer.send("{\"jsonrpc\":\"2.0\",\"id\":\"somebody else's\",\"result\":{\"wrong\":2}}\n\n");
        peer.send(asked.echo());
    });
    assert_eq!(F::on(&node.path()).raw("a", "{}").unwrap().as_str(), r#"{"method":"a","params":{}}"#);
}

pub(crate) fn an_answer_with_an_id_of_another_type<F: Front>() {
    let node = Node::once(|mut peer| {
        let asked = peer.request();
        for id in ["0", "\"0\"", "[\"cln-runtime:a#0\"]", "{\"cln-runtime:a#0\":0}", "true"] {
            peer.send(format!("{{\"jsonrpc\":\"2.0\",\"id\":{id},\"result\":{{\"wrong\":1}}}}\n\n"));
        }
        peer.send(asked.echo());
    });
    assert_eq!(F::on(&node.path()).raw("a", "{}").unwrap().as_str(), r#"{"method":"a","params":{}}"#);
}

pub(crate) fn a_late_answer_after_a_timeout<F: Front>() {
    let node = Node::once(|mut peer| {
        let late = peer.request();
        let next = peer.request();
        peer.send(late.result(&result("late")));
        peer.send(next.result(&result("next")));
    });
    let client = F::on(&node.path());
    let start = Instant::now();
    let error = client.with_timeout(SOON).delpay(&request()).unwrap_err();
    assert!(matches!(error, CallError::MaybeExecuted(NoAnswerError::TimedOut)), "{error:?}");
    assert!(!error.is_safe_to_retry());
    assert!(start.elapsed() >= SOON);
    assert_eq!(label(&client.delpay(&request()).unwrap()), "next");
}

pub(crate) fn the_end_in_the_middle_of_an_answer<F: Front>() {
    let node = Node::once(|mut peer| {
        let asked = peer.request();
        peer.request();
        let answer = asked.result(&result("cut"));
        peer.send(&answer[..answer.len() / 2]);
    });
    let client = F::on(&node.path());
    let other = client.clone();
    let call = spawn(move || other.delpay(&request()).unwrap_err());
    for error in [client.delpay(&request()).unwrap_err(), get(&call)] {
        assert!(matches!(error, CallError::MaybeExecuted(NoAnswerError::Broken(ConnectionError::Closed))), "{error:?}");
    }
    let error = client.delpay(&request()).unwrap_err();
    assert!(matches!(error, CallError::NotSent(NotSentError::Broken(ConnectionError::Closed))), "{error:?}");
    assert!(error.is_safe_to_retry());
}

pub(crate) fn garbage<F: Front>() {
    for garbage in ["HTTP/1.1 400 Bad Request\r\n\r\n", "}", "[1]\n\n", "{\"id\" 1}", "\0"] {
        let node = Node::once(move |mut peer| {
            peer.request();
            peer.send(garbage);
            peer.wait_for_end();
        });
        let client = F::on(&node.path());
        let error = client.delpay(&request()).unwrap_err();
        let CallError::MaybeExecuted(NoAnswerError::Broken(ConnectionError::Garbage { .. })) = error else {
            panic!("{error:?}")
        };
        let error = client.delpay(&request()).unwrap_err();
        assert!(error.is_safe_to_retry(), "{error:?}");
    }
}

pub(crate) fn an_answer_that_is_garbage_inside<F: Front>() {
    let node = Node::once(|mut peer| {
        let asked = [peer.request(), peer.request()];
        let delpay = asked.iter().find(|asked| asked.method == "delpay").unwrap();
        peer.send(delpay.result(r#"{"payments":[nope]}"#));
        peer.send(asked.iter().find(|asked| asked.method == "next").unwrap().echo());
    });
    let client = F::on(&node.path());
    let other = client.clone();
    let call = spawn(move || other.delpay(&request()).unwrap_err());
    assert!(client.raw("next", "{}").is_ok(), "the connection goes on");
    let CallError::Unreadable(unreadable) = get(&call) else { panic!("it is no JSON") };
    assert!(unreadable.raw().as_bytes().ends_with(br#""result":{"payments":[nope]}}"#));
}

/// An answer to `delpay` in which something is wrong, and what is said of it.
const DAMAGED: &[(&[u8], &str)] = &[
    (br#""result":{"payments":[{"label":"a	b"}]}"#, "a control character in a string must be escaped (at byte"),
    (b"\"result\":{\"payments\":[{\"label\":\"a\nb\n\n{ c\"}]}", "a control character in a string must be escaped"),
    (b"\"result\":{\"payments\":[{\"label\":\"a\0b\x1f\"}]}", "a control character in a string must be escaped"),
    (br#""result":{"payments":[{"label":"\x"}]}"#, "unknown escape sequence in a string (at byte"),
    (br#""result":{"payments":[{"label":"\ud800"}]}"#, "half a surrogate pair in a string (at byte"),
    (b"\"result\":{\"payments\":[{\"label\":\"\xff\"}]}", "the bytes are not UTF-8 (at byte"),
    (br#""result":{"payments":[{"partid":01}]}"#, "not a number as JSON writes it (at byte"),
    (br#""result":{"payments":[],}"#, "expected"),
    (br#""result":{"payments":[{},]}"#, "expected"),
    (br#""result":{"payments":[NaN]}"#, "expected"),
    (br#""result":{"payments":[{"partid":"one"}]}"#, "/payments/0/partid: expected an integer"),
    (br#""result":{"payments":[{"partid":1,"partid":2}]}"#, "/payments/0/partid: expected each name once"),
    (br#""result":[]"#, "expected an object"),
    (br#""result":{"payments":[]},"#, "expected the name of a member of a message, found '}' (at byte"),
    (br#""result":{"payments":[]} "x":1"#, "expected a comma or the end of a message, found '\"' (at byte"),
    (br#""result":{"payments":[]},"error":NaN"#, "expected the value of a member, found 'N' (at byte"),
    (br#""result":,"x":1"#, "expected the value of a member, found ',' (at byte"),
    (br#""result":{"payments":[]},"result":{"payments":[]}"#, "/result: the answer has it twice [duplicate]"),
    (br#""error":{"code":1,"message":"x"},"error":{}"#, "/error: the answer has it twice [duplicate]"),
    (br#""result":{"payments":[]},"error":{"code":1,"message":"x"}"#, "found neither or both"),
    (b"\"error\":{\"code\":1,\"message\":\"a\nb\"}", "a control character in a string must be escaped"),
    (br#""error":{"code":"1","message":"x"}"#, "/code: expected an integer"),
    (b"\n\n\"result\":\n\n{\"payments\":\n\n[\n\n{\"partid\":1,},\n\n{}]\n\n}\n\n", "expected"),
];

/// Whatever is wrong inside an answer whose end and id can be found, other calls do not feel it.
pub(crate) fn a_damaged_answer_costs_only_its_own_call<F: Front>() {
    for (members, said) in DAMAGED {
        let node = Node::once(move |mut peer| {
            let asked: Vec<_> = (0..4).map(|_| peer.request()).collect();
            let (damaged, others): (Vec<_>, Vec<_>) = asked.iter().partition(|asked| asked.method == "delpay");
            let head = format!("{{\"jsonrpc\":\"2.0\",\"id\":{},", damaged[0].id());
            peer.send(others[0].echo());
            peer.send([head.as_bytes(), members, b"}\n\n", others[1].echo().as_bytes()].concat());
            peer.send(others[2].echo());
            peer.echo();
        });
        let client = F::on(&node.path());
        let others: Vec<_> = (0..3)
            .map(|number| {
                let client = client.clone();
                spawn(move || client.raw("echo", &format!("[{number}]")).unwrap())
            })
            .collect();
        let error = client.delpay(&request()).unwrap_err();
        let shown = String::from_utf8_lossy(members);
        let CallError::Unreadable(unreadable) = &error else { panic!("{shown}: {error:?}") };
        assert!(unreadable.mismatch().unwrap().to_string().contains(said), "{shown}: {unreadable}");
        assert!(unreadable.raw().as_bytes().ends_with(&[members, &b"}"[..]].concat()), "{shown}");
        assert!(!error.is_safe_to_retry());
        for (number, other) in others.iter().enumerate() {
            assert_eq!(get(other).as_str(), format!(r#"{{"method":"echo","params":[{number}]}}"#), "{shown}");
        }
        assert!(client.raw("after", "{}").is_ok(), "{shown}: the connection goes on");
    }
}

/// Any method's answer is read so, also one of which nothing is known.
pub(crate) fn a_damaged_answer_to_a_call_by_name_is_told<F: Front>() {
    for (damaged, said) in [
        (&b"{\"a\":\"\t\"}"[..], "the whole value: a control character in a string must be escaped (at byte 6)"),
        (b"{\"a\":\"\xff\"}", "the whole value: invalid utf-8"),
        (b"[01]", "the whole value: not a number as JSON writes it (at byte"),
        (b"[1,]", "the whole value: expected"),
    ] {
        let node = Node::once(move |mut peer| {
            let asked = peer.request();
            peer.send([format!("{{\"id\":{},\"result\":", asked.id()).as_bytes(), damaged, b"}\n\n"].concat());
            peer.echo();
        });
        let client = F::on(&node.path());
        let error = client.raw("x", "{}").unwrap_err();
        let CallError::Unreadable(unreadable) = &error else { panic!("{error:?}") };
        assert!(unreadable.to_string().starts_with(said), "{unreadable}");
        assert!(client.raw("after", "{}").is_ok(), "the connection goes on");
    }
}

/// An answer whose end or id cannot be told might be anybody's, or hold another's.
pub(crate) fn an_answer_without_end_or_id_ends_the_connection<F: Front>() {
    for damaged in [
        r#"{"jsonrpc":"2.0","id":ID,"id":"cln-runtime:echo#77","result":{}}"#,
        r#"{"jsonrpc":"2.0","result":{}}"#,
        r#"{"jsonrpc":"2.0","error":{"code":1,"message":"x"}}"#,
        r#"{"jsonrpc":"2.0","id" ID,"result":{}}"#,
        r#"{"jsonrpc":"2.0","id":ID,"result":{"a":"never closed}}"#,
        r#"{"jsonrpc":"2.0","id":ID,"result":{"a":"one " too many"}}"#,
        r#"{"jsonrpc":"2.0","id":ID,"result":{"a":[{"b":1}}}"#,
        r#"{"jsonrpc":"2.0","id":ID,"result":{"a":{"b":1}"#,
        r#"{"jsonrpc":"2.0","id":ID,"result":{"a":1}"#,
        r#"{"jsonrpc":"2.0","id":ID]"#,
        r#"{"jsonrpc":"2.0","result":{"a":[}],"id":ID},"id":"x"}"#,
    ] {
        let node = Node::once(move |mut peer| {
            let asked: Vec<_> = (0..3).map(|_| peer.request()).collect();
            peer.send(damaged.replace("ID", asked[0].id()) + "\n\n");
            for asked in &asked {
                // The client may have gone by now.
                let _ = peer.stream.write_all(asked.echo().as_bytes());
            }
            peer.wait_for_end();
        });
        let client = F::on(&node.path());
        let calls: Vec<_> = (0..3)
            .map(|number| {
                let client = client.clone();
                spawn(move || client.raw("echo", &format!("[{number}]")).unwrap_err())
            })
            .collect();
        for error in calls.iter().map(get) {
            let CallError::MaybeExecuted(NoAnswerError::Broken(ConnectionError::Garbage { .. })) = error else {
                panic!("{damaged}: {error:?}")
            };
        }
        assert!(client.raw("after", "{}").unwrap_err().is_safe_to_retry(), "{damaged}");
    }
}

pub(crate) fn an_answer_that_does_not_fit<F: Front>() {
    let node = Node::once(|mut peer| {
        let asked = peer.request();
        peer.send(asked.result(&result("x").replace("\"created_at\":1", "\"payment_preimage\":\"hunter2\"")));
    });
    let error = F::on(&node.path()).delpay(&request()).unwrap_err();
    let CallError::Unreadable(unreadable) = &error else { panic!("{error:?}") };
    assert_eq!(unreadable.mismatch().unwrap().pointer(), "/payments/0/payment_preimage");
    assert!(!error.is_safe_to_retry());
    assert!(String::from_utf8_lossy(unreadable.raw().as_bytes()).contains("hunter2"));
    let mut shown = format!("{error} {error:?}");
    let mut source = error.source();
    while let Some(error) = source {
        shown.push_str(&format!("{error} {error:?}"));
        source = error.source();
    }
    assert!(!shown.contains("hunter2"), "{shown}");
}

pub(crate) fn an_error_message_that_is_not_utf8<F: Front>() {
    let node = Node::once(|mut peer| {
        let asked = peer.request();
        let (head, tail) = asked
            .error(r#"{"code":-32602,"message":"bad: @"}"#)
            .split_once('@')
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .unwrap();
        peer.send([head.as_bytes(), b"\xff\xfe", tail.as_bytes()].concat());
    });
    let error = F::on(&node.path()).delpay(&request()).unwrap_err();
    let CallError::Node(DelpayError::InvalidParams(detail)) = error else { panic!("{error:?}") };
    assert_eq!(detail.message, "bad: \u{fffd}\u{fffd}");
}

pub(crate) fn a_gigabyte_without_a_terminator<F: Front>() {
    let node = Node::once(|mut peer| {
        let asked = peer.request();
        let answer = asked.result("\"");
        peer.send(answer.trim_end().trim_end_matches('}'));
        let piece = vec![b'x'; 1 << 20];
        for _ in 0..1 << 10 {
            peer.send(&piece);
        }
        peer.send("\"}\n\n");
        peer.echo();
    });
    let client = F::connect(&node.path(), Settings::new().max_answer(1 << 24)).unwrap();
    let error = client.delpay(&request()).unwrap_err();
    let CallError::Unreadable(unreadable) = &error else { panic!("{error:?}") };
    assert!(unreadable.is_too_long(), "{error}");
    assert!(client.raw("after", "{}").is_ok(), "the connection goes on");
}

pub(crate) fn silence<F: Front>() {
    let node = Node::once(|mut peer| peer.wait_for_end());
    let client = F::on(&node.path()).with_timeout(SOON);
    let calls: Vec<_> = (0..4)
        .map(|_| {
            let client = client.clone();
            spawn(move || client.delpay(&request()).unwrap_err())
        })
        .collect();
    for call in &calls {
        let error = get(call);
        assert!(matches!(error, CallError::MaybeExecuted(NoAnswerError::TimedOut)), "{error:?}");
    }
}

pub(crate) fn the_node_stops_reading_requests_it_cannot_read<F: Front>() {
    let node = Node::once(|mut peer| {
        let asked = peer.request();
        let complaint = format!(
            r#"{{"jsonrpc":"2.0","id":null,"error":{{"code":-32600,"message":"Failed to parse RPC JSON response '{}'"}}}}"#,
            asked.text.replace('"', "\\\"")
        );
        peer.send(complaint + "\n\n");
        // It neither answers nor closes, but sees that the client does.
        peer.wait_for_end();
    });
    let client = F::on(&node.path());
    let error = client.raw("x", "[\"hunter2\"]").unwrap_err();
    let CallError::MaybeExecuted(NoAnswerError::Broken(ConnectionError::Rejected(text))) = &error else {
        panic!("{error:?}")
    };
    assert!(String::from_utf8_lossy(text.as_bytes()).contains("hunter2"));
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
    assert!(client.raw("x", "[]").unwrap_err().is_safe_to_retry());
    drop(node);
}

pub(crate) fn no_socket_a_stopped_node_and_no_permission<F: Front>() {
    let node = Node::once(|mut peer| peer.wait_for_end());
    let path = node.path();
    drop(F::on(&path));
    let folder = node.join();
    let missing = nowhere(folder.path());
    let error = F::connect(&missing, Settings::new()).err().unwrap();
    assert_eq!((error.kind(), error.endpoint()), (ConnectErrorKind::NotFound, missing.to_str().unwrap()));

    assert!(path.exists(), "the socket of a stopped node stays");
    let error = F::connect(&path, Settings::new()).err().unwrap();
    assert_eq!((error.kind(), error.endpoint()), (ConnectErrorKind::Refused, path.to_str().unwrap()));
    assert!(error.to_string().ends_with("nobody listens there; has the node stopped?"));

    let error = F::connect(folder.path(), Settings::new()).err().unwrap();
    assert_eq!((error.kind(), error.endpoint()), (ConnectErrorKind::NotASocket, folder.path().to_str().unwrap()));
    assert!(error.to_string().contains("it is a folder, not a socket"), "{error}");
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let error = F::connect(&file, Settings::new()).err().unwrap();
    assert_eq!((error.kind(), error.endpoint()), (ConnectErrorKind::NotASocket, file.to_str().unwrap()));
    assert!(error.to_string().contains("it is a file, not a socket"), "{error}");

    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    let error = F::connect(&path, Settings::new()).err().unwrap();
    // Root may open anything.
    assert!(matches!(error.kind(), ConnectErrorKind::PermissionDenied | ConnectErrorKind::Refused), "{error:?}");
}

pub(crate) fn an_invalid_request_is_not_sent<F: Front>() {
    let node = Node::once(|mut peer| {
        let asked = peer.request();
        assert_eq!(asked.method, "ping", "the invalid request was sent");
        peer.send(asked.echo());
        let asked = peer.request();
        assert_eq!(asked.params["partid"], 1);
        peer.send(asked.error(r#"{"code":-32602,"message":"Must set both partid and groupid, or neither"}"#));
    });
    let client = F::on(&node.path());
    let error = client.delpay(&invalid_request()).unwrap_err();
    assert!(error.is_safe_to_retry());
    let CallError::NotSent(NotSentError::Invalid(violations)) = error else { panic!("{error:?}") };
    assert_eq!(violations.iter().next().unwrap().pointer(), "/groupid");
    client.raw("ping", "{}").unwrap();
    let error = client.unchecked().delpay(&invalid_request()).unwrap_err();
    assert!(matches!(error, CallError::Node(DelpayError::InvalidParams(_))), "{error:?}");
}

pub(crate) fn answers_that_came_before_the_end_are_delivered<F: Front>() {
    let node = Node::once(|mut peer| {
        let asked = peer.request();
        peer.send(asked.result(&result("last")));
        peer.stream.shutdown(Shutdown::Both).unwrap();
    });
    let client = F::on(&node.path());
    let call = spawn({
        let client = client.clone();
        move || client.delpay(&request())
    });
    drop(node.join());
    assert_eq!(label(&get(&call).unwrap()), "last");
    let error = client.delpay(&request()).unwrap_err();
    assert!(error.is_safe_to_retry(), "{error:?}");
}

pub(crate) fn reconnects_for_calls_that_were_not_sent<F: Front>() {
    let (sender, gone) = mpsc::channel();
    let first = move |mut peer: Peer| {
        let asked = peer.request();
        peer.send(asked.result(&result("first")));
        drop(peer);
        sender.send(()).unwrap();
    };
    let second = |mut peer: Peer| {
        let asked = peer.request();
        peer.send(asked.result(&result("second")));
        peer.request(); // and no answer: this one must not be sent again
    };
    let node = Node::new([Box::new(first), Box::new(second)]);
    let client = F::connect(&node.path(), Settings::new().reconnect(true)).unwrap();
    assert_eq!(label(&client.delpay(&request()).unwrap()), "first");
    gone.recv_timeout(PATIENCE).unwrap();
    assert_eq!(label(&client.delpay(&request()).unwrap()), "second");
    let error = client.delpay(&request()).unwrap_err();
    assert!(matches!(error, CallError::MaybeExecuted(NoAnswerError::Broken(ConnectionError::Closed))), "{error:?}");
    let node = node.join();
    let error = client.delpay(&request()).unwrap_err();
    let CallError::NotSent(NotSentError::Connect(error)) = error else { panic!("{error:?}") };
    assert_eq!(error.kind(), ConnectErrorKind::Refused);
    drop(node);
}

pub(crate) fn listening_ends_with_the_connection<F: Front>() {
    let node = Node::once(|mut peer| {
        peer.send("{\"jsonrpc\":\"2.0\",\"method\":\"shutdown\",\"params\":{}}\n\n");
        thread::sleep(SOON);
    });
    let client = F::on(&node.path());
    let mut listen = client.listen();
    let first = spawn(move || (listen(PATIENCE), listen(PATIENCE)));
    let (message, end) = get(&first);
    // What came before there was a listener is not kept.
    match message {
        Received::Message(message) => assert_eq!(message.decode().unwrap().method, "shutdown"),
        other => assert!(matches!(other, Received::Closed)),
    }
    assert!(matches!(end, Received::Closed));
}

/// Each loses its answer, some in the middle of it, and those after the end were certainly not sent.
pub(crate) fn an_end_among_many_calls_ends_them_all<F: Front>() {
    for last in 0..8 {
        let node = Node::once(move |mut peer| {
            for _ in 0..last {
                let asked = peer.request();
                peer.send(asked.echo());
            }
        });
        let client = F::on(&node.path());
        let calls: Vec<_> = (0..8)
            .map(|_| {
                let client = client.clone();
                spawn(move || client.raw("x", "{}"))
            })
            .collect();
        let answered = calls.iter().filter(|call| get(call).is_ok()).count();
        assert_eq!(answered, last);
        assert!(client.raw("x", "{}").unwrap_err().is_safe_to_retry());
    }
}

pub(crate) fn an_answer_with_neither_result_nor_error<F: Front>() {
    for members in ["", ",\"result\":{},\"error\":{\"code\":1,\"message\":\"x\"}", ",\"error\":{}"] {
        let node = Node::once(move |mut peer| {
            let asked = peer.request();
            peer.send(format!("{{\"jsonrpc\":\"2.0\",\"id\":{}{members}}}\n\n", asked.id()));
        });
        let error: CallError<RpcError> = F::on(&node.path()).raw("x", "{}").unwrap_err();
        assert!(matches!(error, CallError::Unreadable(_)), "{error:?}");
    }
}
