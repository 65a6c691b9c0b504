//! What tests expect of the node, and what they are told when it has not come.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;
use std::sync::mpsc;

use cln_bindings::DelpayPaymentsStatus::Failed;
use cln_bindings::{DelpayError, DelpayRequest, DelpayResponse, DelpayStatus};
use cln_mock::{Fault, MockNode};
use cln_runtime::client::CallError;
use cln_runtime::client::blocking::Client;
use cln_runtime::rules::{Field, KeyIndex, Kind, ScalarKind, Shape, key_index};
use cln_runtime::{Hash, RpcError};

use crate::peer::{PATIENCE, Peer};
use crate::rows::{documented, part};

/// A second command, as bindings of a release have it.
#[derive(Clone, Debug, PartialEq)]
struct ListsendpaysRequest {
    status: Option<String>,
}

static FIELDS: &[Field<'static>] = &[Field::optional("status", Kind::Scalar(ScalarKind::String))];
static LISTSENDPAYS: Shape<'static> = Shape {
    fields: FIELDS,
    index: KeyIndex::new(&key_index::<2>(FIELDS), FIELDS),
    closed: true,
    params: true,
    groups: &[],
    clauses: &[],
};

cln_runtime::record!(ListsendpaysRequest from Client by LISTSENDPAYS { status });
cln_runtime::request!(ListsendpaysRequest calls "listsendpays": DelpayResponse or DelpayError);

const LIST: ListsendpaysRequest = ListsendpaysRequest { status: None };

fn start() -> (MockNode, Client) {
    let node = MockNode::builder().payments([part(1, 0, 1, Failed, 1)]).start().unwrap();
    let client = Client::connect(node.socket()).unwrap();
    (node, client)
}

fn request(byte: u8) -> DelpayRequest {
    DelpayRequest::new(Hash::from([byte; 32]), DelpayStatus::Failed)
}

/// An answer that can be told from others, and is none of the node's.
fn answer(count: usize) -> DelpayResponse {
    DelpayResponse::new(documented().into_iter().take(count).collect::<Vec<_>>())
}

/// What comes of a call: how many payments are answered, or the code of an error.
fn outcome(client: &Client, request: &DelpayRequest) -> Result<usize, i64> {
    match client.call(request) {
        Ok(response) => Ok(response.payments.len()),
        Err(CallError::Node(error)) => Err(error.code()),
        Err(other) => panic!("{other}"),
    }
}

/// The complaints, and none when the node is dropped.
fn unmet(node: MockNode) -> String {
    let unmet = node.verify().unwrap_err().to_string();
    let told = catch_unwind(AssertUnwindSafe(|| drop(node))).unwrap_err();
    let told = told.downcast_ref::<String>().unwrap();
    assert_eq!(*told, format!("the mock node was not called as expected:\n{unmet}"));
    unmet
}

/// How an expectation is called that stands so many lines above.
macro_rules! above {
    ($command:literal, $lines:literal) => {
        format!("{} ({}:{})", $command, file!(), line!() - $lines)
    };
}

/// Parameters of a call of `delpay`, as they are shown.
fn shown(byte: u8) -> String {
    format!(r#"{{"payment_hash":"{}","status":"failed"}}"#, Hash::from([byte; 32]))
}

#[test]
fn calls_are_counted() {
    let (node, client) = start();
    node.expect::<DelpayRequest>().times(2);
    let first = above!("delpay", 1);
    node.expect::<DelpayRequest>().with(|request| request.partid == Some(3)).at_least(1).at_most(2);
    let second = above!("delpay", 1);
    let unmet_now = node.verify().unwrap_err().to_string();
    let nothing = "\n  nothing was called";
    let expected =
        format!("{first}: expected 2 calls, found 0{nothing}\n{second}: expected 1 to 2 calls, found 0{nothing}");
    assert_eq!(unmet_now, expected);
    assert_eq!(outcome(&client, &request(1)), Ok(1), "both look on only");
    assert_eq!(outcome(&client, &request(1).with_partid_and_groupid(3, 1)), Err(208));
    assert_eq!(node.verify(), Ok(()));
    outcome(&client, &request(2)).unwrap_err();
    let expected = format!("{first}: expected 2 calls, found 3\n  one too many: delpay {}", shown(2));
    assert_eq!(unmet(node), expected);
}

/// One call is one, in words as well.
#[test]
fn bounds_are_kept() {
    let (node, client) = start();
    node.expect::<DelpayRequest>().at_most(1);
    let most = above!("delpay", 1);
    node.expect::<DelpayRequest>();
    let any = above!("delpay", 1);
    node.expect::<ListsendpaysRequest>().never();
    let never = above!("listsendpays", 1);
    let nothing = format!("{any}: expected at least 1 call, found 0\n  nothing was called");
    assert_eq!(node.verify().unwrap_err().to_string(), nothing);
    outcome(&client, &request(1)).unwrap();
    assert_eq!(node.verify(), Ok(()));
    outcome(&client, &request(2)).unwrap_err();
    client.call(&LIST).unwrap();
    let call = shown(2);
    let expected = format!(
        "{most}: expected at most 1 call, found 2\n  one too many: delpay {call}\n\
         {never}: expected no call, found 1\n  one too many: listsendpays {{}}"
    );
    assert_eq!(unmet(node), expected);
}

#[test]
fn answers_come_in_a_row_and_the_last_again() {
    let (node, client) = start();
    let busy = RpcError::new(-7, "busy");
    node.expect::<DelpayRequest>().answer(&answer(2)).refuse(busy).answer_with(|_| Ok(answer(3))).answer(&answer(0));
    let outcomes: Vec<_> = (0..6).map(|_| outcome(&client, &request(1))).collect();
    assert_eq!(outcomes, [Ok(2), Err(-7), Ok(3), Ok(0), Ok(0), Ok(0)]);
    assert_eq!(node.payments().unwrap().len(), 1, "nothing is executed");
}

#[test]
fn what_is_one_too_many_is_done_by_the_node() {
    let (node, client) = start();
    node.expect::<DelpayRequest>().answer(&answer(2)).times(2);
    let place = above!("delpay", 1);
    let outcomes: Vec<_> = (0..4).map(|_| outcome(&client, &request(1))).collect();
    assert_eq!(outcomes, [Ok(2), Ok(2), Ok(1), Err(208)]);
    let call = shown(1);
    let expected =
        format!("{place}: expected 2 calls, found 4\n  one too many: delpay {call}\n  one too many: delpay {call}");
    assert_eq!(unmet(node), expected);
}

/// Those that answer, each as often as it may; whoever only looks on sees all of it.
#[test]
fn expectations_share_their_calls() {
    let (node, client) = start();
    node.expect::<DelpayRequest>().answer(&answer(2)).times(1);
    node.expect::<DelpayRequest>().refuse(RpcError::new(-7, "busy")).with(|request| request.partid.is_some());
    node.expect::<DelpayRequest>().answer(&answer(0)).at_most(2);
    node.expect::<DelpayRequest>().times(4);
    let outcomes = [
        outcome(&client, &request(1)),
        outcome(&client, &request(1)),
        outcome(&client, &request(1).with_partid_and_groupid(1, 1)),
        outcome(&client, &request(1)),
    ];
    assert_eq!(outcomes, [Ok(2), Ok(0), Err(-7), Ok(0)]);
    node.verify().unwrap();
}

#[test]
fn what_another_answers_is_told_to_who_forbids_it() {
    let (node, client) = start();
    node.expect::<DelpayRequest>().answer(&answer(2));
    node.expect::<DelpayRequest>().with(|request| request.partid.is_some()).never();
    let place = above!("delpay", 1);
    assert_eq!(outcome(&client, &request(1)), Ok(2));
    assert_eq!(node.verify(), Ok(()));
    assert_eq!(outcome(&client, &request(1).with_partid_and_groupid(1, 2)), Ok(2));
    let call = format!(r#"{{"payment_hash":"{}","status":"failed","partid":1,"groupid":2}}"#, Hash::from([1; 32]));
    assert_eq!(unmet(node), format!("{place}: expected no call, found 1\n  one too many: delpay {call}"));
}

#[test]
fn closures_see_the_request_and_remember() {
    let (node, client) = start();
    let mut calls = 0;
    node.expect::<DelpayRequest>().times(3).answer_with(move |request| {
        calls += 1;
        match request.partid {
            Some(part) => Err(RpcError::new(-100 - i64::try_from(part).unwrap(), "of the test")),
            None => Ok(answer(calls)),
        }
    });
    assert_eq!(outcome(&client, &request(1)), Ok(1));
    assert_eq!(outcome(&client, &request(1).with_partid_and_groupid(5, 1)), Err(-105));
    assert_eq!(outcome(&client, &request(1)), Ok(3));
    // This is no request of the type, so the node says what it is.
    assert_eq!(Peer::connect(node.socket()).error("delpay", r#"{"status":"failed"}"#).0, -32602);
    assert_eq!(node.verify(), Ok(()));
}

/// They may wait for what comes of other calls, or ask the node.
#[test]
fn closures_hold_nothing_up() {
    let node = std::sync::Arc::new(MockNode::builder().start().unwrap());
    let (tell, told) = mpsc::channel();
    let asked = std::sync::Arc::downgrade(&node);
    node.expect::<DelpayRequest>().answer_with(move |_| {
        told.recv_timeout(PATIENCE).unwrap();
        let node = asked.upgrade().unwrap();
        node.expect::<ListsendpaysRequest>().never();
        Ok(answer(node.received().len()))
    });
    let waiting = Client::connect(node.socket()).unwrap();
    let call = std::thread::spawn(move || outcome(&waiting, &request(1)));
    let client = Client::connect(node.socket()).unwrap();
    client.call(&LIST).unwrap();
    tell.send(()).unwrap();
    assert_eq!(call.join().unwrap(), Ok(2));
}

#[test]
fn a_closure_that_panics_fails_the_test() {
    let (node, client) = start();
    node.expect::<DelpayRequest>().answer_with(|_| panic!("as it is meant to"));
    let place = above!("delpay", 1);
    assert!(matches!(client.call(&request(1)), Err(CallError::MaybeExecuted(_))));
    assert_eq!(unmet(node), format!("{place}: a closure given to `answer_with` has panicked"));
    let (node, client) = start();
    node.expect::<DelpayRequest>().with(|_| panic!("as it is meant to")).at_least(0);
    assert!(matches!(client.call(&request(1)), Err(CallError::MaybeExecuted(_))));
    assert_eq!(unmet(node), "a closure given to `with` has panicked");
}

#[test]
fn both_conditions_must_hold() {
    let (node, client) = start();
    let both = node.expect::<DelpayRequest>().with(|request| request.partid == Some(1)).answer(&answer(2));
    both.with(|request| request.groupid == Some(2)).times(1);
    assert_eq!(outcome(&client, &request(1).with_partid_and_groupid(1, 7)), Err(208));
    assert_eq!(outcome(&client, &request(1).with_partid_and_groupid(7, 2)), Err(208));
    assert_eq!(outcome(&client, &request(1).with_partid_and_groupid(1, 2)), Ok(2));
}

#[test]
fn an_order_is_kept_across_commands() {
    let (node, client) = start();
    let order = node.sequence();
    node.expect::<ListsendpaysRequest>().in_order(&order).answer(&answer(1));
    node.expect::<DelpayRequest>().in_order(&order).times(2).answer(&answer(2));
    node.expect::<ListsendpaysRequest>().in_order(&order).answer(&answer(3));
    let list = || client.call(&LIST).unwrap().payments.len();
    assert_eq!((list(), list()), (1, 1));
    assert_eq!([outcome(&client, &request(1)), outcome(&client, &request(1))], [Ok(2), Ok(2)]);
    assert_eq!((list(), list()), (3, 3));
    assert_eq!(node.verify(), Ok(()));
}

/// The first breach of each sequence is told; the calls are answered as if they had come in time.
#[test]
fn a_broken_order_is_told() {
    let list = |client: &Client| client.call(&LIST).unwrap().payments.len();
    let it_was = |call: &str| format!("\n  it was: {call}");

    let (node, client) = start();
    let order = node.sequence();
    node.expect::<ListsendpaysRequest>().in_order(&order).answer(&answer(3)).times(2);
    let first = above!("listsendpays", 1);
    node.expect::<DelpayRequest>().in_order(&order).answer(&answer(2)).times(1);
    let second = above!("delpay", 1);
    assert_eq!((outcome(&client, &request(1)), list(&client), list(&client)), (Ok(2), 3, 3));
    let call = it_was(&format!("delpay {}", shown(1)));
    assert_eq!(unmet(node), format!("out of order: {second} was called before {first}{call}"));

    let (node, client) = start();
    let order = node.sequence();
    node.expect::<ListsendpaysRequest>().in_order(&order).times(2);
    let first = above!("listsendpays", 1);
    node.expect::<DelpayRequest>().in_order(&order);
    let second = above!("delpay", 1);
    assert_eq!((list(&client), outcome(&client, &request(1)), list(&client)), (1, Ok(1), 0));
    assert_eq!(unmet(node), format!("out of order: {second} was called before the last call of {first}{call}"));

    let (node, client) = start();
    let (order, another) = (node.sequence(), node.sequence());
    node.expect::<ListsendpaysRequest>().in_order(&order);
    let first = above!("listsendpays", 1);
    node.expect::<DelpayRequest>().in_order(&another).at_most(0);
    node.expect::<DelpayRequest>().in_order(&order);
    let second = above!("delpay", 1);
    assert_eq!((list(&client), outcome(&client, &request(1)), list(&client)), (1, Ok(1), 0));
    let call = it_was("listsendpays {}");
    assert_eq!(unmet(node), format!("out of order: {first} was called after {second}{call}"));
}

#[test]
fn sequences_do_not_meet() {
    let (node, client) = start();
    let (one, another) = (node.sequence(), node.sequence());
    node.expect::<ListsendpaysRequest>().in_order(&one);
    node.expect::<DelpayRequest>().in_order(&another);
    node.expect::<ListsendpaysRequest>().at_least(2);
    assert_eq!(outcome(&client, &request(1)), Ok(1));
    client.call(&LIST).unwrap();
    client.call(&LIST).unwrap();
    assert_eq!(node.verify(), Ok(()));
}

#[test]
fn what_came_instead_is_told_without_secrets() {
    let (node, client) = start();
    let mut peer = Peer::connect(node.socket());
    peer.call("before", "{}");
    let taker = node.expect::<DelpayRequest>().answer(&answer(0));
    let place = above!("delpay", 1);
    taker.with(|request| request.partid == Some(1));
    node.expect::<DelpayRequest>().with(|request| request.partid == Some(1)).refuse(RpcError::new(-1, "never"));
    let late = above!("delpay", 1);
    peer.call("delpay", r#"{"preimage":"hidden","a":{"rune":"hidden"}}"#);
    for byte in 1..5 {
        client.call(&request(byte)).ok();
    }
    for name in ["getinfo", "getinfo", "\\u001b[2J"] {
        peer.call(name, r#"{"preimage":"hidden"}"#);
    }
    let unlike = [
        r#"delpay {"preimage":"<redacted>","a":{"rune":"<redacted>"}}"#.to_owned(),
        format!("delpay {}", shown(1)),
        format!("delpay {}", shown(2)),
        "2 more".to_owned(),
    ];
    let unlike: String = unlike.iter().map(|call| format!("\n  is not such a call: {call}")).collect();
    let others = r"also called: \u{1b}[2J, getinfo (2 times)";
    let told = |place: &str, found: &str| format!("{place}: expected at least 1 call, found 0{found}\n  {others}");
    let expected = format!("{}\n{}", told(&place, &unlike), told(&late, &unlike));
    assert_eq!(node.verify().unwrap_err().to_string(), expected);
    outcome(&client, &request(1).with_partid_and_groupid(1, 1)).unwrap();
    let call = format!(r#"{{"payment_hash":"{}","status":"failed","partid":1,"groupid":1}}"#, Hash::from([1; 32]));
    let taken = format!("{unlike}\n  another expectation took: delpay {call}");
    assert_eq!(unmet(node), told(&late, &taken));
}

#[test]
fn many_other_commands_are_not_all_named() {
    let (node, _) = start();
    node.expect::<DelpayRequest>();
    let place = above!("delpay", 1);
    let mut peer = Peer::connect(node.socket());
    for number in 0..24 {
        peer.call(&format!("c{:02}", number % 12), "{}");
    }
    let names: Vec<String> = (0..10).map(|number| format!("c{number:02} (2 times)")).collect();
    let also = format!("also called: {}, 2 more", names.join(", "));
    assert_eq!(unmet(node), format!("{place}: expected at least 1 call, found 0\n  {also}"));
}

/// Of what is not recorded nothing is claimed.
#[test]
fn what_is_not_recorded_is_not_shown() {
    for builder in [MockNode::builder().record(false), MockNode::builder().max_recorded(10)] {
        let node = builder.start().unwrap();
        node.expect::<DelpayRequest>().with(|_| false);
        let wanted = above!("delpay", 1);
        node.expect::<DelpayRequest>().never();
        let never = above!("delpay", 1);
        Client::connect(node.socket()).unwrap().call(&request(1)).unwrap_err();
        let expected = format!(
            "{wanted}: expected at least 1 call, found 0\n  is not such a call: 1 not recorded\n\
             {never}: expected no call, found 1\n  one too many: 1 not recorded"
        );
        assert_eq!(unmet(node), expected);
    }
}

/// Such a call counts, and no closure hears of it.
#[test]
fn a_fault_comes_before_an_answer() {
    let (node, client) = start();
    node.inject(Fault::error(RpcError::new(-9, "broken")).times(1));
    let mut asked = 0;
    let expectation = node.expect::<DelpayRequest>().times(2);
    expectation.answer_with(move |_| {
        asked += 1;
        Ok(answer(asked))
    });
    assert_eq!([outcome(&client, &request(1)), outcome(&client, &request(1))], [Err(-9), Ok(1)]);
}

/// Its own panic is often the result of what the node has to say. The test runs itself, and reads what it has printed.
#[test]
fn a_test_that_panics_first_is_told_too() {
    const PANICS: &str = "CLN_MOCK_TEST_PANICS";
    if std::env::var_os(PANICS).is_some() {
        let (node, client) = start();
        node.expect::<DelpayRequest>().with(|request| request.partid == Some(1)).answer(&answer(1));
        client.call(&request(9)).expect("it is meant to panic here");
    }
    let this = ["--exact", "expectations::a_test_that_panics_first_is_told_too", "--nocapture"];
    let run = Command::new(std::env::current_exe().unwrap()).args(this).env(PANICS, "1").output().unwrap();
    let printed = String::from_utf8_lossy(&run.stderr);
    assert!(!run.status.success() && printed.contains("it is meant to panic here"), "{printed}");
    assert!(printed.contains("\nthe mock node was not called as expected:\ndelpay ("), "{printed}");
    assert!(printed.contains(&format!("\n  is not such a call: delpay {}\n", shown(9))), "{printed}");
}
