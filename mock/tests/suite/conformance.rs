//! The documented examples of `delpay`, live, through the client. With `CLN_RPC_SOCKET` a real node is asked, too: what
//! deletes nothing there.

use std::env;

use cln_bindings::{DelpayError, DelpayRequest, DelpayResponse, DelpayStatus};
use cln_mock::MockNode;
use cln_runtime::client::CallError;
use cln_runtime::client::blocking::Client;
use cln_runtime::{Hash, JsonObjectOrArray, Record};
use serde_json::Value;

use crate::rows::{documented, part};

fn examples() -> Vec<(JsonObjectOrArray, DelpayRequest, DelpayResponse)> {
    let schema = std::fs::read_to_string(cln_tests::folders::workspace().join("schemas/delpay.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let read = |example: &Value| {
        let params = example["request"]["params"].to_string();
        let response = example["response"].to_string();
        (
            params.parse().unwrap(),
            DelpayRequest::from_json_strict(params.as_bytes()).unwrap(),
            DelpayResponse::from_json_strict(response.as_bytes()).unwrap(),
        )
    };
    schema["examples"].as_array().unwrap().iter().map(read).collect()
}

#[test]
fn each_documented_example_deletes_what_it_says_and_nothing_else() {
    let examples = examples();
    assert_eq!(examples.len(), 3);
    for (params, request, documented_response) in examples {
        for typed in [true, false] {
            let status = cln_bindings::DelpayPaymentsStatus::Failed;
            let others = [part(1, 0, 1, status.clone(), 100), part(2, 7, u64::MAX, status, 101)];
            let rows: Vec<_> = documented().into_iter().chain(others).collect();
            let node = MockNode::builder().payments(rows.clone()).start().unwrap();
            let client = Client::connect(node.socket()).unwrap();
            let response = if typed {
                client.call(&request).unwrap()
            } else {
                let result = client.call_raw("delpay", &params).unwrap();
                DelpayResponse::from_json_strict(result.as_str().as_bytes()).unwrap()
            };
            assert_eq!(response, documented_response);
            let mut left = rows;
            left.retain(|row| !documented_response.payments.contains(row));
            left.sort_by_key(|row| row.created_index);
            assert_eq!(node.payments().unwrap(), left);
            let again = client.call(&request);
            assert!(matches!(again, Err(CallError::Node(DelpayError::PayNoSuchPayment(_)))), "{again:?}");
        }
    }
}

/// What a node says of requests that delete nothing, whatever payments it has.
fn reads_and_errors(client: &Client) {
    let raw = |method: &str, params: &str| client.call_raw(method, &params.parse().unwrap());
    let refused = |params: &str| match raw("delpay", params) {
        Err(CallError::Node(error)) => (error.code, error.message.split(": invalid token").next().unwrap().to_owned()),
        other => panic!("{params}: {other:?}"),
    };
    // A hash that no payment has: nobody knows what it is the hash of.
    let hash = "c1".repeat(32);
    for status in ["complete", "failed"] {
        let unknown = (208, format!("Unknown payment with payment_hash: {hash}"));
        assert_eq!(refused(&format!(r#"["{hash}","{status}"]"#)), unknown);
        assert_eq!(refused(&format!(r#"["{}","{status}","0x1",""]"#, hash.to_uppercase())), unknown);
    }
    for (params, message) in [
        ("{}".to_owned(), "missing required parameter: payment_hash".to_owned()),
        (format!(r#"["{hash}","pending"]"#), "status: Cannot delete pending status".to_owned()),
        (format!(r#"["{hash}","FAILED"]"#), "status: should be an invoice status".to_owned()),
        (r#"["c1","failed"]"#.to_owned(), "payment_hash: should be a 32 byte hex value".to_owned()),
        (format!(r#"["{hash}","failed",1]"#), "Must set both partid and groupid, or neither".to_owned()),
        (format!(r#"["{hash}","failed",1.0,1]"#), "partid: should be an unsigned 64 bit integer".to_owned()),
        (format!(r#"["{hash}","failed",1,1,1]"#), "too many parameters: got 5, expected 4".to_owned()),
    ] {
        assert_eq!(refused(&params), (-32602, message), "{params}");
    }
    let typed = client.call(&DelpayRequest::new(hash.parse::<Hash>().unwrap(), DelpayStatus::Failed));
    assert!(matches!(typed, Err(CallError::Node(DelpayError::PayNoSuchPayment(_)))), "{typed:?}");
    let listed = raw("listsendpays", &format!(r#"{{"payment_hash":"{hash}"}}"#)).unwrap();
    assert_eq!(listed.as_str(), r#"{"payments":[]}"#);
    let unknown = raw("no-such-command", "{}");
    assert!(matches!(&unknown, Err(CallError::Node(error)) if error.code == -32601), "{unknown:?}");
}

#[test]
fn reads_and_errors_of_the_mock_node() {
    let node = MockNode::builder().example().behave_like("v26.06").start().unwrap();
    reads_and_errors(&Client::connect(node.socket()).unwrap());
    assert_eq!(node.payments().unwrap().len(), 3);
}

#[test]
fn reads_and_errors_of_a_real_node() {
    match env::var_os("CLN_RPC_SOCKET") {
        Some(socket) => reads_and_errors(&Client::connect(socket).unwrap()),
        None => println!("skipped: CLN_RPC_SOCKET names no node"),
    }
}
