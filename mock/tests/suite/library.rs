//! The library, as tests of others use it.

use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::sync::mpsc;
use std::time::Duration;
use std::{fs, thread};

use cln_bindings::DelpayPaymentsStatus::Failed;
use cln_bindings::{DelpayRequest, DelpayResponse, DelpayStatus};
use cln_mock::{Builder, Error, Fault, MockNode, read_payments};
use cln_runtime::client::blocking::Client;
use cln_runtime::{Hash, Record, Rule};

use crate::peer::{PATIENCE, Peer};
use crate::rows::{documented, part};

fn request(byte: u8) -> DelpayRequest {
    DelpayRequest::new(Hash::from([byte; 32]), DelpayStatus::Failed)
}

#[test]
fn requests_are_received_raw_and_typed() {
    let node = MockNode::builder().start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let raw = format!(r#"{{"jsonrpc":"2.0", "id":1,"method":"delpay","params":["{}","failed",1,2]}}"#, "01".repeat(32));
    peer.send(&raw);
    peer.line();
    peer.error("delpay", r#"{"status":"pending"}"#);
    peer.error("nonsense", "{}");
    let received = node.received();
    let methods: Vec<&str> = received.iter().map(cln_mock::Received::method).collect();
    assert_eq!(methods, ["delpay", "delpay", "nonsense"]);
    assert_eq!((received[0].raw(), received[0].connection()), (raw.as_bytes(), 1));
    assert_eq!(received[0].typed(), Ok(request(1).with_partid_and_groupid(1, 2)));
    let violations = received[1].typed::<DelpayRequest>().unwrap_err();
    assert_eq!(violations.iter().map(|found| found.rule()).collect::<Vec<_>>(), [Rule::Enum, Rule::Required]);
    assert_eq!(received[1].params(), br#"{"status":"pending"}"#);
}

#[test]
fn what_was_received_shows_no_secrets() {
    let node = MockNode::builder().start().unwrap();
    Peer::connect(node.socket()).error("x", r#"{"preimage":"hidden","a":{"rune":"hidden"}}"#);
    let shown = format!("{:?}", node.received());
    assert!(shown.contains("<redacted>") && !shown.contains("hidden"), "{shown}");
}

#[test]
fn nodes_do_not_meet_and_leave_nothing() {
    let threads: Vec<_> = (0..8)
        .map(|byte| {
            thread::spawn(move || {
                let node = MockNode::builder().payments([part(byte, 0, 1, Failed, 1)]).start().unwrap();
                let client = Client::connect(node.socket()).unwrap();
                assert_eq!(client.call(&request(byte)).unwrap().payments.len(), 1);
                node.socket().to_owned()
            })
        })
        .collect();
    for socket in threads.into_iter().map(|thread| thread.join().unwrap()) {
        assert!(!socket.exists() && !socket.parent().unwrap().exists(), "{}", socket.display());
    }
}

/// It is executed, whether anybody hears of that or not.
#[test]
fn stop_stops_although_its_answer_is_not_written() {
    const STOP: &str = r#"{"jsonrpc":"2.0","id":1,"method":"stop","params":{}}"#;
    const HOUR: Duration = Duration::from_secs(3600);
    for fault in [None, Some(Fault::delay(HOUR)), Some(Fault::drop_answer()), Some(Fault::cut_answer())] {
        for leave in ["wholly", "half", "not at all"] {
            if leave == "not at all" && fault.as_ref().is_some_and(|fault| *fault == Fault::delay(HOUR)) {
                continue;
            }
            let node = fault.iter().cloned().fold(MockNode::builder(), Builder::fault).start().unwrap();
            let mut peer = Some(Peer::connect(node.socket()));
            peer.iter_mut().for_each(|peer| peer.send(STOP));
            match leave {
                "wholly" => peer = None,
                "half" => peer.iter_mut().for_each(Peer::close_half),
                _ => {}
            }
            let (tell, told) = mpsc::channel();
            thread::spawn(move || {
                node.wait();
                let _ = tell.send(());
            });
            assert!(told.recv_timeout(PATIENCE).is_ok(), "{fault:?}, left {leave}: the node goes on");
            drop(peer);
        }
    }
}

#[test]
fn a_node_tells_whether_it_was_stopped() {
    let node = MockNode::builder().start().unwrap();
    assert!(!node.is_stopped());
    node.stopper().stop();
    assert!(node.is_stopped());
}

#[test]
fn the_socket_is_for_this_user_alone() {
    let node = MockNode::builder().start().unwrap();
    let mode = fs::metadata(node.socket()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

/// It holds preimages.
#[test]
fn the_database_is_for_this_user_alone() {
    let folder = tempfile::tempdir().unwrap();
    let _node = MockNode::builder().database(folder.path().join("db")).example().start().unwrap();
    let files: Vec<_> = fs::read_dir(folder.path()).unwrap().map(Result::unwrap).collect();
    assert!(files.iter().any(|file| file.file_name() == "db"));
    for file in files {
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.path().display());
    }
}

#[test]
fn a_socket_is_replaced_only_if_nobody_listens() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("lightning-rpc");
    let start = || MockNode::builder().socket(&socket).start();
    // Nobody listens any more: what `listen` has made stays.
    drop(UnixListener::bind(&socket).unwrap());
    let node = start().unwrap();
    assert!(matches!(start(), Err(Error::InUse(_))));
    Peer::connect(&socket).result("listsendpays", "{}");
    node.stop();
    assert!(socket.exists());
    start().unwrap().stop();
    fs::remove_file(&socket).unwrap();
    fs::write(&socket, "precious").unwrap();
    assert!(matches!(start(), Err(Error::NotASocket(_))));
    assert_eq!(fs::read_to_string(&socket).unwrap(), "precious");
    let nowhere = MockNode::builder().socket(folder.path().join("no/such/folder")).start();
    assert!(matches!(nowhere, Err(Error::Socket(..))));
}

#[test]
fn a_file_keeps_the_payments_for_one_node_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("payments.db");
    let start = || MockNode::builder().database(&file).start();
    let node = MockNode::builder().database(&file).example().start().unwrap();
    let taken = start().unwrap_err();
    assert!(matches!(&taken, Error::Database(Some(_), _)), "{taken}");
    assert_eq!(taken.to_string(), format!("the database {} is in use: another node has this file", file.display()));
    Client::connect(node.socket()).unwrap().call(&request(9)).unwrap_err();
    let mut kept = node.payments().unwrap();
    assert_eq!(kept.len(), 3);
    let first = kept.remove(0);
    let params = format!(r#"["{}","{}"]"#, first.payment_hash, first.status);
    Peer::connect(node.socket()).result("delpay", &params);
    node.stop();
    assert_eq!(start().unwrap().payments().unwrap(), kept);
    // What is there is not added again.
    let again = MockNode::builder().database(&file).example().start().unwrap();
    assert_eq!(again.payments().unwrap().len(), 3);
    drop(again);
    let twice = MockNode::builder().database(&file).payments(kept).start();
    assert!(matches!(twice, Err(Error::Duplicate { .. })));
    fs::write(folder.path().join("other.db"), "something else, long enough to be no database at all").unwrap();
    let other = MockNode::builder().database(folder.path().join("other.db")).start();
    assert!(matches!(other, Err(Error::Database(..))));
}

/// Whoever mends what was wrong can start again.
#[test]
fn a_start_that_fails_leaves_the_file_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let seed = |name: &str, parts: &[u64]| {
        let parts = parts.iter().map(|partid| part(1, *partid, 7, Failed, *partid));
        fs::write(path(name), DelpayResponse::new(parts.collect::<Vec<_>>()).to_json()).unwrap();
        path(name)
    };
    let (one, two) = (seed("one", &[1, 2]), seed("two", &[3, 2]));
    fs::write(path("broken"), r#"{"payments":[{}]}"#).unwrap();
    let _listens = UnixListener::bind(path("taken")).unwrap();
    let builder = || MockNode::builder().database(path("db")).socket(path("rpc")).payments_file(&one);
    let told = |builder: Builder| builder.start().unwrap_err().to_string();
    told(builder().schemas(path("nothing")));
    told(builder().faults_file(path("nothing")));
    told(builder().behave_like("soon"));
    told(builder().socket(path("taken")));
    let broken = told(builder().payments_file(path("broken")));
    assert!(broken.contains(path("broken").to_str().unwrap()), "{broken}");
    let twice = told(builder().payments_file(&two));
    let hash = "01".repeat(32);
    let expected = format!("the payment {hash} of {} with partid 2 and groupid 7 is there already", two.display());
    assert!(twice.starts_with(&expected), "{twice}");
    assert!(!path("rpc").exists());
    let node = builder().start().unwrap();
    assert_eq!(node.payments().unwrap().len(), 2);
    assert!(matches!(
        node.add_payments(&[part(1, 3, 7, Failed, 9), part(1, 1, 7, Failed, 9)]),
        Err(Error::Duplicate { .. })
    ));
    assert_eq!(node.payments().unwrap().len(), 2);
}

#[test]
fn every_field_of_a_payment_is_kept() {
    let mut all = documented();
    all[0].label = Some("a \"label\" with \u{1f600}".to_owned());
    all[0].bolt12 = Some("lni1".to_owned());
    all[0].erroronion = Some(vec![0, 1, 255].into());
    all[1].updated_index = None;
    all[1].completed_at = Some(u64::MAX);
    all[1].amount_msat = Some(cln_runtime::Msat(u64::MAX));
    all[2].groupid = Some(u64::MAX);
    all[2].partid = Some(1 << 63);
    let node = MockNode::builder().payments(all.clone()).start().unwrap();
    all.sort_by_key(|payment| payment.created_index);
    assert_eq!(node.payments().unwrap(), all);
}

#[test]
fn seeds_are_held_against_the_schema() {
    let json = |status: &str| {
        format!(
            r#"{{"payments":[{{"created_index":1,"id":1,"payment_hash":"{}","status":"{status}","amount_sent_msat":1,"created_at":1}}]}}"#,
            "01".repeat(32)
        )
    };
    assert_eq!(read_payments(&json("failed")).unwrap().len(), 1);
    let node = MockNode::builder().payments_json(json("expired")).start();
    assert!(
        matches!(node, Err(Error::Payments(None, violations)) if violations.iter().all(|found| found.rule() == Rule::Enum))
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("payments.json");
    assert!(matches!(MockNode::builder().payments_file(&file).start(), Err(Error::Unreadable(..))));
    fs::write(&file, json("failed")).unwrap();
    assert_eq!(MockNode::builder().payments_file(&file).start().unwrap().payments().unwrap().len(), 1);
    assert!(matches!(MockNode::builder().behave_like("soon").start(), Err(Error::Version(_))));
    assert!(matches!(MockNode::builder().schemas(folder.path()).start(), Err(Error::Schemas(_))));
}

#[test]
fn the_example_is_what_is_documented() {
    let schema = fs::read_to_string(cln_tests::folders::workspace().join("schemas/delpay.json")).unwrap();
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let examples = schema["examples"].as_array().unwrap().iter();
    let rows: Vec<&serde_json::Value> =
        examples.flat_map(|example| example["response"]["payments"].as_array().unwrap()).collect();
    let example: serde_json::Value = serde_json::from_str(include_str!("../../example.json")).unwrap();
    assert_eq!(serde_json::json!({ "payments": rows }), example);
}
