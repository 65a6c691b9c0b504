//! Amounts that a program has rounded which keeps numbers as floating point: refused, and told from other mistakes.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use std::fs;
use std::sync::Arc;

use cln_bindings::DelpayResponse;
use cln_codegen::Diagnostics;
use cln_codegen::model::{Options, lower, with_rules};
use cln_codegen::schema::{Side, parse};
use cln_codegen::source::Source;
use cln_runtime::walk::validate;
use cln_runtime::{Record, Rule};
use cln_tests::folders::shared;

const ROUNDED: &str = "found the number 18446744073709552000, above 18446744073709551615 and rounded, it seems, by a \
                       program that keeps numbers as floating point";

/// A payment of this amount.
fn payment(amount: &str) -> String {
    let hash = "684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52";
    format!(
        r#"{{"payments": [{{"created_index": 1, "id": 1, "payment_hash": "{hash}", "created_at": 1722303670,
            "status": "complete", "amount_sent_msat": {amount}}}]}}"#
    )
}

/// Nobody can tell which amount was meant, so none is made up. The field is named.
#[test]
fn a_rounded_amount_is_refused_by_both_ways_of_reading() {
    let json = payment("18446744073709552000");
    let error = DelpayResponse::from_json(json.as_bytes()).unwrap_err();
    assert_eq!((error.pointer(), error.rule()), ("/payments/0/amount_sent_msat", Rule::Range));
    assert!(error.message().starts_with("expected an amount: ") && error.message().ends_with(ROUNDED), "{error}");
    let violations = DelpayResponse::from_json_strict(json.as_bytes()).unwrap_err();
    assert_eq!(violations.iter().map(cln_runtime::Violation::message).collect::<Vec<_>>(), [error.message()]);
}

#[test]
fn the_largest_amount_and_other_large_numbers_are_what_they_are() {
    let largest = DelpayResponse::from_json(payment("18446744073709551615").as_bytes()).unwrap();
    assert_eq!(largest.payments[0].amount_sent_msat, cln_runtime::Msat(u64::MAX));
    let error = DelpayResponse::from_json(payment("18446744073709551616").as_bytes()).unwrap_err();
    assert!(error.message().ends_with("found the number 18446744073709551616"), "{error}");
}

#[test]
fn the_answer_of_the_report_is_refused_by_the_name_of_its_field() {
    let (Some(schema), Some(answer)) =
        (shared("corpus/listpeerchannels.json"), shared("reports/js-rounded-amount/res.json"))
    else {
        return;
    };
    let mut diagnostics = Diagnostics::new();
    let document = parse(Arc::new(Source::read(&schema).unwrap()), &mut diagnostics).unwrap();
    let method = lower(&document, "schema.json", &Options::default(), &mut diagnostics).unwrap();
    let answer = fs::read(answer).unwrap();
    let violations = with_rules(&method, Side::Response, |rules| validate(&answer, rules)).unwrap().unwrap_err();
    let found = violations.iter().find(|violation| violation.rule() == Rule::Range).unwrap();
    assert_eq!(found.pointer(), "/channels/0/our_max_htlc_value_in_flight_msat");
    assert!(found.message().ends_with(ROUNDED), "{found}");
}
