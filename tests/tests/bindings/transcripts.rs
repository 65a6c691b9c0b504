//! What a real node was asked and answered, through the bindings.
//!
//! The transcripts lie in the folder that `CLN_SHARED` names; without it the tests say what they skip.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a failing test may panic")]

use cln_bindings::{DelpayError, DelpayRequest, DelpayResponse};
use cln_runtime::json::Tree;
use cln_runtime::jsonrpc::Response;
use cln_runtime::{Record, Request, RpcError};
use cln_tests::edit;
use cln_tests::transcript::{self, Exchange};

/// The exchanges about `delpay`; `None`, saying so, if there is no shared material on this machine.
fn delpay() -> Option<Vec<Exchange>> {
    let exchanges = transcript::read("delpay")?.into_iter();
    Some(exchanges.filter(|exchange| exchange.method().as_deref() == Some(DelpayRequest::METHOD)).collect())
}

#[track_caller]
fn assert_same(json: &[u8], expected: &str) {
    let json = Tree::parse(std::str::from_utf8(json).unwrap()).unwrap();
    assert_eq!(json, Tree::parse(expected).unwrap());
}

#[test]
fn every_result_decodes_and_encodes_to_the_same_json() {
    let Some(exchanges) = delpay() else { return };
    let results: Vec<_> = exchanges.iter().filter_map(|exchange| Some((exchange, exchange.result()?))).collect();
    assert_eq!(results.len(), 12);
    for (exchange, result) in results {
        let direct = DelpayResponse::from_json(result.as_bytes()).unwrap();
        assert_same(&direct.to_json(), result);
        assert_eq!(direct.validate(), Ok(()), "{}", exchange.note);

        let enveloped = Response::<DelpayResponse>::from_json(exchange.response.as_bytes()).unwrap();
        assert_eq!(enveloped.outcome.as_ref(), Ok(&direct));
        assert_same(&enveloped.to_json(), &exchange.response);

        let through_serde: DelpayResponse = serde_json::from_str(result).unwrap();
        assert_eq!(through_serde, direct);
        assert_same(&serde_json::to_vec(&through_serde).unwrap(), result);
    }
}

/// Those that answer `check` as well: it runs the checks of `delpay`.
#[test]
fn every_error_becomes_the_variant_of_its_code() {
    let Some(exchanges) = transcript::read("delpay") else { return };
    let (mut invalid_params, mut no_such_payment) = (0, 0);
    for exchange in &exchanges {
        let Some(text) = exchange.error() else { continue };
        let part = |pointer| edit::get(text, pointer).unwrap();
        let error = Response::<DelpayResponse>::from_json(exchange.response.as_bytes()).unwrap().outcome.unwrap_err();
        assert_eq!(RpcError::from_json(text.as_bytes()).unwrap(), error);
        assert_eq!(serde_json::from_str::<RpcError>(text).unwrap(), error);
        assert_same(&error.to_json(), text);

        let error = DelpayError::from(error);
        assert_eq!(error.code().to_string(), part("/code"));
        assert_same(&serde_json::to_vec(error.message()).unwrap(), part("/message"));
        assert_eq!(error.data().is_some(), edit::get(text, "/data").is_some(), "{}", exchange.note);
        match (part("/code"), &error) {
            ("-32602", DelpayError::InvalidParams(_)) => invalid_params += 1,
            ("208", DelpayError::PayNoSuchPayment(_)) => no_such_payment += 1,
            (code, _) => panic!("{code} becomes {error:?}"),
        }
    }
    assert_eq!((invalid_params, no_such_payment), (38, 25));
}

/// No recorded error has details, so one is made up here, after what `pay` answers.
#[test]
fn an_error_keeps_its_details_and_an_unlisted_code() {
    let detailed = br#"{"code": 211, "message": "has pending status", "data": {"id": 1.0, "status": "pending"}}"#;
    let error = DelpayError::from(RpcError::from_json(detailed).unwrap());
    let DelpayError::PayStatusUnexpected(detail) = &error else { panic!("{error:?}") };
    assert_eq!(detail.message, "has pending status");
    assert_eq!(error.data().unwrap().to_string(), r#"{"id":1.0,"status":"pending"}"#);

    let unlisted = RpcError::new(-32601, "Unknown command 'delpay'");
    assert_eq!(DelpayError::from(unlisted.clone()), DelpayError::Other(unlisted));
}

/// A node reads parameters more laxly than the schema describes them.
#[test]
fn what_is_wrong_with_parameters_that_a_node_takes_is_as_reviewed() {
    let Some(exchanges) = delpay() else { return };
    let accepted: Vec<_> = exchanges.iter().filter(|exchange| exchange.is_accepted()).collect();
    assert_eq!(accepted.len(), 36);
    let verdicts = accepted.into_iter().map(|exchange| format!("{}: {}\n", exchange.note, verdict(exchange)));
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("accepted_by_a_node", verdicts.collect::<String>());
    });
}

#[test]
fn parameters_that_a_node_refuses_break_a_rule() {
    let Some(exchanges) = delpay() else { return };
    let refused: Vec<_> = exchanges.iter().filter(|exchange| !exchange.is_accepted()).collect();
    assert_eq!(refused.len(), 36);
    for exchange in refused {
        assert_ne!(verdict(exchange), "ok", "{}", exchange.note);
    }
}

/// What strict validation says of an exchange's parameters.
fn verdict(exchange: &Exchange) -> String {
    let info = cln_bindings::method(DelpayRequest::METHOD).unwrap();
    match info.validate_request(exchange.params().unwrap().as_bytes()) {
        Ok(()) => "ok".to_owned(),
        Err(violations) => {
            let found = violations.iter().map(|violation| format!("{} at {:?}", violation.rule(), violation.pointer()));
            found.collect::<Vec<_>>().join(", ")
        }
    }
}
