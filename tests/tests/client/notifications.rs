//! Notifications, and the types that bindings have for them.

use std::collections::BTreeMap;

use cln_runtime::client::{CallError, CallUpdate, NotSentError, Received, Settings};
use cln_runtime::jsonrpc::Id;
use cln_tests::transcript;

use crate::front::{Front, Listen, invalid_request, request, result};
use crate::generated::Notification;
use crate::node::{Node, PATIENCE};

pub(crate) fn a_notification_becomes_its_type<F: Front>() {
    let hash = "684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52";
    let node = Node::once(move |mut peer| {
        let asked = peer.request();
        peer.send(format!(
            r#"{{"jsonrpc":"2.0","method":"block_added","params":{{"block_added":{{"hash":"{hash}","height":753304}}}}}}"#
        ));
        peer.send("{\"jsonrpc\":\"2.0\",\"method\":\"log\",\"params\":{\"text\":\"");
        peer.send(b"\xff\xfe");
        peer.send("\"}}".to_owned() + &asked.echo());
        peer.wait_for_end();
    });
    let client = F::on(&node.path());
    let (mut one, mut other) = (client.listen(), client.listen());
    client.raw("notifications", "{\"enable\":true}").unwrap();
    for listen in [&mut one, &mut other] {
        let Received::Message(message) = listen(PATIENCE) else { panic!("there was a notification") };
        let Notification::BlockAdded(payload) = Notification::parse(message.as_bytes()).unwrap() else {
            panic!("it was block_added")
        };
        assert_eq!(payload.height, 753_304);
        let Received::Message(message) = listen(PATIENCE) else { panic!("there was another") };
        assert!(!format!("{message:?}").contains("text"), "{message:?}");
        let Notification::Other(other) = Notification::parse(message.as_bytes()).unwrap() else {
            panic!("no type is made for it")
        };
        assert_eq!(other.params.as_str(), "{\"text\":\"\u{fffd}\u{fffd}\"}");
    }
}

/// The next update.
#[track_caller]
fn update(listen: &mut Listen) -> CallUpdate {
    let Received::Message(message) = listen(PATIENCE) else { panic!("there is one") };
    message.update().unwrap()
}

pub(crate) fn what_is_told_of_a_call_leads_to_it<F: Front>() {
    let node = Node::once(move |mut peer| {
        let asked = peer.request();
        let id = asked.id();
        for (method, params) in [
            ("message", format!(r#"{{"id":{id},"level":"info","message":"preimage=77"}}"#)),
            ("message", format!(r#"{{"level":"zork","extra":1,"id":{id}}}"#)),
            ("progress", format!(r#"{{"id":{id},"num":1,"total":3,"stage":{{"num":0,"total":2}}}}"#)),
            ("progress", format!(r#"{{"id":{id},"num":2}}"#)),
            ("message", r#"{"level":7,"message":"no id"}"#.to_owned()),
            ("brand_new", "[1]".to_owned()),
        ] {
            peer.send(format!(r#"{{"jsonrpc":"2.0","method":"{method}","params":{params}}}"#));
        }
        peer.send(asked.result(&result("told")));
        peer.wait_for_end();
    });
    let client = F::on(&node.path());
    let mut listen = client.listen();
    let mut known = Id::Null;
    client.prepared(&request(), |id| known = id).unwrap();
    assert_eq!(known, Id::from("cln-runtime:delpay#0"));

    let CallUpdate::Message(told) = update(&mut listen) else { panic!("it was a message") };
    assert_eq!((&told.id, told.level.as_deref(), told.message.as_deref()), (&known, Some("info"), Some("preimage=77")));
    assert!(!format!("{told:?}").contains("77"), "{told:?}");
    let CallUpdate::Message(told) = update(&mut listen) else { panic!("it was a message") };
    assert_eq!((&told.id, told.level.as_deref(), told.message), (&known, Some("zork"), None));

    let CallUpdate::Progress(progress) = update(&mut listen) else { panic!("it was progress") };
    let shown = |number: Option<cln_runtime::Number>| number.map(|number| number.to_string());
    let stage = progress.stage.unwrap();
    let numbers = [progress.num, progress.total, stage.num, stage.total].map(shown);
    assert_eq!((progress.id, numbers), (known.clone(), ["1", "3", "0", "2"].map(|number| Some(number.to_owned()))));
    let progress = update(&mut listen);
    assert_eq!(progress.id(), Some(&known));
    let CallUpdate::Progress(progress) = progress else { panic!("it was progress") };
    assert_eq!((shown(progress.num).as_deref(), progress.total, progress.stage), (Some("2"), None, None));

    for (method, params) in [("message", r#"{"level":7,"message":"no id"}"#), ("brand_new", "[1]")] {
        let CallUpdate::Other(other) = update(&mut listen) else { panic!("it has no type") };
        assert_eq!((other.method.as_str(), other.params.as_str()), (method, params));
    }
}

pub(crate) fn a_call_keeps_its_id_on_a_new_connection<F: Front>() {
    let first = Box::new(|mut peer: crate::node::Peer| {
        let asked = peer.request();
        peer.send(asked.result("{}"));
    });
    let second = Box::new(|mut peer: crate::node::Peer| {
        for id in [r#""cln-runtime:b#1""#, r#""cln-runtime:c#2""#] {
            let asked = peer.request();
            assert_eq!(asked.id(), id);
            peer.send(asked.result("{}"));
        }
        peer.wait_for_end();
    });
    let node = Node::new([first, second]);
    let client = F::connect(&node.path(), Settings::new().reconnect(true)).unwrap();
    let mut listen = client.listen();
    client.raw("a", "{}").unwrap();
    while !matches!(listen(PATIENCE), Received::Closed) {}
    for (method, id) in [("b", "cln-runtime:b#1"), ("c", "cln-runtime:c#2")] {
        client.prepared_raw(method, "{}", |known| assert_eq!(known, Id::from(id))).unwrap();
    }
}

pub(crate) fn an_invalid_request_is_not_prepared<F: Front>() {
    let node = Node::once(|mut peer| peer.wait_for_end());
    let client = F::on(&node.path());
    let prepared = client.prepared(&invalid_request(), |id| panic!("{id} is never sent"));
    assert!(matches!(prepared, Err(CallError::NotSent(NotSentError::Invalid(_)))), "{prepared:?}");
}

/// Each exchange of the recording once more, with the ids that the client gives its calls.
pub(crate) fn recorded_notifications_lead_to_their_calls<F: Front>() {
    let Some(answers) = transcript::answers("client_notifications") else { return };
    let count = answers.len();
    let calls: Vec<String> = answers.iter().map(|answers| answers.method.clone()).collect();
    let node = Node::once(move |mut peer| {
        for answers in answers {
            let asked = peer.request();
            assert_eq!(asked.method, answers.method);
            answers.texts.iter().for_each(|text| peer.send(text.replace(&answers.id, asked.id())));
        }
        peer.wait_for_end();
    });
    let client = F::on(&node.path());
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for method in &calls {
        let (mut listen, mut known) = (client.listen(), Id::Null);
        // An error of the node is an answer, too.
        let outcome = client.prepared_raw(method, "{}", |id| known = id);
        assert!(matches!(outcome, Ok(_) | Err(CallError::Node(_))), "{outcome:?}");
        while let Received::Message(message) = listen(std::time::Duration::ZERO) {
            let update = message.update().unwrap();
            assert_eq!(update.id(), Some(&known), "{update:?}");
            *told.entry(method).or_default() += 1;
        }
    }
    println!("{count} calls, told of: {told:?}");
    assert!(told.len() >= 3, "{told:?}");
}
