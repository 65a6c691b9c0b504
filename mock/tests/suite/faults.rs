//! Faults on purpose, as clients see them.

use std::collections::HashSet;
use std::time::Duration;

use cln_bindings::DelpayPaymentsStatus::Failed;
use cln_bindings::{DelpayError, DelpayPaymentsStatus, DelpayRequest, DelpayResponse, DelpayStatus};
use cln_mock::{Fault, MockNode};
use cln_runtime::client::CallError;
use cln_runtime::client::blocking::Client;
use cln_runtime::{Hash, Record, RpcError, Rule};
use serde_json::{Value, json};

use crate::peer::Peer;
use crate::rows::part;

const LIST: &str = r#"{"jsonrpc":"2.0","id":1,"method":"listsendpays","params":{}}"#;

/// Far longer than any test takes.
const FOR_EVER: Duration = Duration::from_secs(3600);

fn node(fault: Fault) -> MockNode {
    MockNode::builder().payments([part(1, 1, 1, Failed, 1), part(1, 2, 1, Failed, 2)]).fault(fault).start().unwrap()
}

fn list(id: u64) -> String {
    LIST.replace("\"id\":1", &format!("\"id\":{id}"))
}

fn delpay(node: &MockNode) -> Result<DelpayResponse, CallError<DelpayError>> {
    let client = Client::connect(node.socket()).unwrap();
    client.call(&DelpayRequest::new(Hash::from([1; 32]), DelpayStatus::Failed))
}

fn ids(peer: &mut Peer, count: usize) -> Vec<u64> {
    let id = |line: String| serde_json::from_str::<Value>(&line).unwrap()["id"].as_u64().unwrap();
    (0..count).map(|_| id(peer.line())).collect()
}

#[test]
fn a_delayed_answer_is_overtaken() {
    let node = node(Fault::delay(Duration::from_millis(20)).times(1));
    let mut peer = Peer::connect(node.socket());
    peer.send(list(1) + &list(2) + &list(3));
    assert_eq!(ids(&mut peer, 3), [2, 3, 1]);
}

/// One such answer takes all the room there is, so the requests behind it wait for its time.
#[test]
fn delayed_answers_that_take_all_room_hold_nothing_up_for_ever() {
    let node = node(Fault::delay(Duration::from_millis(20)).on("listsendpays"));
    node.inject(Fault::huge_list(2000).on("listsendpays"));
    let mut peer = Peer::connect(node.socket());
    peer.send(list(1) + &list(2) + &list(3));
    assert_eq!(ids(&mut peer, 3), [1, 2, 3]);
}

#[test]
fn answers_are_reordered() {
    let node = node(Fault::reorder(FOR_EVER).after(1).times(1));
    let mut peer = Peer::connect(node.socket());
    peer.send(list(1) + &list(2));
    assert_eq!(ids(&mut peer, 1), [1]);
    peer.send(list(3) + &list(4));
    assert_eq!(ids(&mut peer, 3), [3, 2, 4]);
}

#[test]
fn an_answer_that_waits_for_another_comes_alone_in_the_end() {
    let node = node(Fault::reorder(Duration::from_millis(5)));
    let mut peer = Peer::connect(node.socket());
    peer.send(list(1));
    assert_eq!(ids(&mut peer, 1), [1]);
}

#[test]
fn a_dropped_answer_never_comes_but_the_request_is_executed() {
    let node = node(Fault::drop_answer().on("delpay"));
    let mut peer = Peer::connect(node.socket());
    let hash = "01".repeat(32);
    peer.send(format!(r#"{{"jsonrpc":"2.0","id":7,"method":"delpay","params":["{hash}","failed"]}}"#));
    peer.send(list(8));
    assert_eq!(ids(&mut peer, 1), [8]);
    assert!(node.payments().unwrap().is_empty());
}

#[test]
fn a_cut_answer_is_cut_and_the_connection_closed() {
    for seed in 0..50 {
        let parts = [part(1, 1, 1, Failed, 1)];
        let node = MockNode::builder().payments(parts).seed(seed).fault(Fault::cut_answer().times(1)).start().unwrap();
        let mut peer = Peer::connect(node.socket());
        peer.send(LIST);
        let cut = peer.rest();
        let whole = Peer::connect(node.socket()).call("listsendpays", "{}").to_string();
        assert!(!cut.is_empty() && cut.len() < whole.len(), "{seed}: {} of {}", cut.len(), whole.len());
        assert!(serde_json::from_slice::<Value>(&cut).is_err(), "{seed}");
    }
    let node = node(Fault::cut_answer());
    assert!(matches!(delpay(&node), Err(CallError::MaybeExecuted(_))));
}

#[test]
fn an_unknown_value_is_where_a_few_words_are_expected() {
    let node = node(Fault::unknown_enum_value());
    let answer = delpay(&node).unwrap();
    let unknown = |part: &&cln_bindings::DelpayPayments| matches!(&part.status, DelpayPaymentsStatus::Unknown(value) if value == "a_value_of_tomorrow");
    assert_eq!(answer.payments.iter().filter(unknown).count(), 1);
}

/// What the answer to `delpay` looks like with a fault: the violations of its schema.
fn violations(fault: Fault) -> Vec<(String, Rule)> {
    let node = node(fault);
    let hash = "01".repeat(32);
    let result = Peer::connect(node.socket()).result("delpay", &format!(r#"["{hash}","failed"]"#)).to_string();
    let found = DelpayResponse::validate_json(result.as_bytes()).err();
    found.iter().flatten().map(|violation| (violation.pointer().to_owned(), violation.rule())).collect()
}

#[test]
fn a_field_that_must_be_there_is_missing() {
    let missing = violations(Fault::missing_field());
    assert!(missing.len() == 1 && missing[0].1 == Rule::Required, "{missing:?}");
    assert_eq!(violations(Fault::unknown_enum_value())[0].1, Rule::Enum);
    assert_eq!(violations(Fault::delay(Duration::ZERO)), []);
}

#[test]
fn an_extra_field_is_there_and_does_no_harm() {
    let node = node(Fault::extra_field());
    let text = Peer::connect(node.socket()).result("listsendpays", "{}").to_string();
    assert!(text.contains("a_field_of_tomorrow"), "{text}");
    assert_eq!(delpay(&node).unwrap().payments.len(), 2);
}

#[test]
fn an_error_with_data_is_answered_and_nothing_executed() {
    let error = RpcError::new(205, "no way").with_data(r#"{"erring_index":3}"#.parse().unwrap());
    let node = node(Fault::error(error).times(1));
    match delpay(&node) {
        Err(CallError::Node(DelpayError::Other(error))) => {
            assert_eq!((error.code, error.data.unwrap().as_str()), (205, r#"{"erring_index":3}"#));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(delpay(&node).unwrap().payments.len(), 2);
}

#[test]
fn a_notification_comes_in_between() {
    let progress = Fault::notification_of("progress", r#"{"num":1,"total":9}"#.parse().unwrap());
    let node = node(progress);
    node.inject(Fault::notification());
    let mut peer = Peer::connect(node.socket());
    peer.send(LIST);
    assert_eq!(peer.line(), "{\"jsonrpc\":\"2.0\",\"method\":\"progress\",\"params\":{\"num\":1,\"total\":9}}\n\n");
    let message: Value = serde_json::from_str(&peer.line()).unwrap();
    assert_eq!((&message["method"], &message["params"]["id"]), (&"message".into(), &1.into()));
    assert!(peer.line().starts_with(r#"{"jsonrpc":"2.0","id":1,"result""#));
    assert_eq!(delpay(&node).unwrap().payments.len(), 2);
}

#[test]
fn a_list_grows_huge() {
    let node = node(Fault::huge_list(20_000));
    let answer = delpay(&node).unwrap();
    assert_eq!(answer.payments.len(), 20_000);
    assert_eq!((answer.payments[0].partid, answer.payments[19_999].partid), (Some(1), Some(2)));
}

#[test]
fn faults_of_documented_commands_follow_their_schema() {
    let answer = |fault: Fault, seed: u64| {
        let builder = MockNode::builder().schemas(crate::documented::schema("frob.json")).seed(seed);
        let node = builder.fault(fault).start().unwrap();
        Peer::connect(node.socket()).result("frob", "[10000,true]")
    };
    let (n, items) = (|n: u64| json!({"n": n}), json!([{"n": 1}, {"n": 2}]));
    let unknown = answer(Fault::unknown_enum_value(), 0);
    assert_eq!(unknown, json!({"state": "a_value_of_tomorrow", "items": items}));
    let huge = answer(Fault::huge_list(5), 0);
    assert_eq!(huge, json!({"state": "on", "items": [n(1), n(2), n(1), n(2), n(1)]}));
    // Each place that there is, by chance: of so many seeds each is hit by some.
    let places = |fault: &Fault| -> HashSet<Value> { (0..60).map(|seed| answer(fault.clone(), seed)).collect() };
    let nothing = json!({});
    let missing = [
        json!({"state": "on"}),
        json!({"items": items}),
        json!({"state": "on", "items": [nothing, n(2)]}),
        json!({"state": "on", "items": [n(1), nothing]}),
    ];
    assert_eq!(places(&Fault::missing_field()), HashSet::from(missing));
    let extra = |n: u64| json!({"n": n, "a_field_of_tomorrow": "7"});
    let extra = [
        json!({"state": "on", "items": items, "a_field_of_tomorrow": "7"}),
        json!({"state": "on", "items": [extra(1), n(2)]}),
        json!({"state": "on", "items": [n(1), extra(2)]}),
    ];
    assert_eq!(places(&Fault::extra_field()), HashSet::from(extra));
}

/// A test with such a fault would pass and show nothing.
#[test]
fn a_fault_that_needs_a_schema_is_refused_without_one() {
    let says = "a fault on frob needs the schema of frob: no schema that was named describes it";
    for fault in [Fault::unknown_enum_value(), Fault::missing_field()] {
        let fault = fault.on("frob");
        assert_eq!(MockNode::builder().fault(fault.clone()).start().unwrap_err().to_string(), says);

        let node = MockNode::builder().start().unwrap();
        let injected = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| node.inject(fault.clone())));
        assert_eq!(injected.unwrap_err().downcast_ref(), Some(&says.to_owned()));

        // The others need none, and with the schema all is well.
        node.inject(Fault::extra_field().on("frob"));
        node.inject(fault.clone().on("listsendpays"));
        MockNode::builder().schemas(crate::documented::schema("frob.json")).start().unwrap().inject(fault);
    }
}

/// What a schema says of an answer counts, also of payments.
#[test]
fn a_field_of_payments_is_missing_as_their_schema_says() {
    let folder = tempfile::tempdir().unwrap();
    let schema = json!({"rpc": "listsendpays", "request": {"properties": {}}, "response": {
        "required": ["payments"],
        "properties": {"payments": {"type": "array", "items": {
            "type": "object", "additionalProperties": false, "required": [], "properties": {"id": {"type": "u64"}}
        }}}
    }});
    std::fs::write(folder.path().join("listsendpays.json"), schema.to_string()).unwrap();
    for seed in 0..5 {
        let builder = MockNode::builder().payments([part(1, 1, 1, Failed, 1)]).schemas(folder.path()).seed(seed);
        let node = builder.fault(Fault::missing_field().on("listsendpays")).start().unwrap();
        assert_eq!(Peer::connect(node.socket()).result("listsendpays", "{}"), json!({}));
    }
}

/// Which of many calls go wrong depends on the seed and on nothing else.
#[test]
fn chance_is_the_same_in_every_run() {
    let outcome = |seed: u64| -> Vec<bool> {
        let fault = Fault::error(RpcError::new(-1, "bad luck")).percent(30).on("listsendpays");
        let node = MockNode::builder().seed(seed).fault(fault).start().unwrap();
        (0..100)
            .map(|_| {
                let mut peer = Peer::connect(node.socket());
                // What is not meant does not count.
                peer.call("delpay", "{}");
                peer.call("listsendpays", "{}")["error"].is_object()
            })
            .collect()
    };
    let first = outcome(7);
    assert_eq!(first, outcome(7));
    assert_ne!(first, outcome(8));
    let hits = first.iter().filter(|hit| **hit).count();
    assert!((15..50).contains(&hits), "{hits} of 100");
}

/// Those of other parameters do not count, nor does what is no request.
#[test]
fn faults_choose_their_calls() {
    let node = MockNode::builder().start().unwrap();
    let error = |code| Fault::error(RpcError::new(code, "chosen"));
    node.inject(error(-5).when(|request: &DelpayRequest| request.partid == Some(5)).on_call(2));
    node.inject(error(-1).on("listsendpays").on_call(1));
    node.inject(error(-3).on("listsendpays").on_call(3));
    let mut peer = Peer::connect(node.socket());
    let hash = "01".repeat(32);
    let mut delpay = |part: u64| peer.error("delpay", &format!(r#"["{hash}","failed",{part},1]"#)).0;
    assert_eq!([5, 6, 5, 6, 5].map(&mut delpay), [208, 208, -5, 208, 208]);
    assert_eq!(peer.error("delpay", r#"{"partid":5}"#).0, -32602);
    let codes = [(); 5].map(|()| peer.call("listsendpays", "{}")["error"]["code"].as_i64());
    assert_eq!(codes, [Some(-1), None, Some(-3), None, None]);
}

#[test]
fn a_file_has_faults_and_a_seed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("faults.json");
    std::fs::write(
        &file,
        r#"{"seed":3,"faults":[{"fault":"error","code":-3,"message":"no","on":"delpay","times":1}]}"#,
    )
    .unwrap();
    let node = MockNode::builder().faults_file(&file).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    assert_eq!(peer.error("delpay", "{}"), (-3, "no".to_owned()));
    assert_eq!(peer.error("delpay", "{}").0, -32602);
    std::fs::write(&file, r#"{"faults":[{"fault":"explode"}]}"#).unwrap();
    let error = MockNode::builder().faults_file(&file).start().unwrap_err().to_string();
    assert!(error.contains("/faults/0: there is no fault \"explode\""), "{error}");
}
