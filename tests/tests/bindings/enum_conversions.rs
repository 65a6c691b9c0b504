//! Enums that have values in common convert by what stands on the wire.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use cln_codegen::Builder;
use cln_tests::folders::{package, shared};

use crate::node::{BranchTypesDetailsState, BranchTypesStatus, DelpayPaymentsStatus, DelpayStatus};

#[test]
fn a_value_that_both_have_converts_both_ways() {
    assert_eq!(DelpayPaymentsStatus::try_from(DelpayStatus::Failed), Ok(DelpayPaymentsStatus::Failed));
    assert_eq!(DelpayStatus::try_from(DelpayPaymentsStatus::Complete), Ok(DelpayStatus::Complete));
    // Of another method.
    assert_eq!(DelpayStatus::try_from(BranchTypesDetailsState::Failed), Ok(DelpayStatus::Failed));
    assert_eq!(BranchTypesDetailsState::try_from(DelpayStatus::Failed), Ok(BranchTypesDetailsState::Failed));
}

/// What a user writes is listed as a whole.
#[test]
fn a_closed_enum_refuses_what_it_does_not_list() {
    let error = DelpayStatus::try_from(DelpayPaymentsStatus::Pending).unwrap_err();
    let expected = r#"not a DelpayStatus: expected one of the values that the schema lists, found "pending""#;
    assert_eq!(error.to_string(), expected);
    let unknown = DelpayPaymentsStatus::Unknown("expired".to_owned());
    assert_eq!(DelpayStatus::try_from(unknown).unwrap_err().type_name(), "DelpayStatus");
}

#[test]
fn an_open_enum_keeps_what_it_does_not_list() {
    let pending = BranchTypesDetailsState::try_from(DelpayPaymentsStatus::Pending);
    assert_eq!(pending, Ok(BranchTypesDetailsState::Unknown("pending".to_owned())));
    let unknown = DelpayPaymentsStatus::Unknown("expired".to_owned());
    assert_eq!(BranchTypesDetailsState::try_from(unknown), Ok(BranchTypesDetailsState::Unknown("expired".to_owned())));
    // What is unknown to one may be listed by the other.
    let settled = DelpayPaymentsStatus::Unknown("settled".to_owned());
    assert_eq!(BranchTypesDetailsState::try_from(settled), Ok(BranchTypesDetailsState::Settled));
}

/// Enums without a common value have nothing to do with each other, so there is no impl that could be chosen by mistake.
#[test]
fn only_enums_with_a_common_value_convert() {
    assert_eq!(BranchTypesStatus::VALUES, ["paid", "unpaid", "expired"]);
    let files = Builder::new().schemas(package().join("schemas/branch_types.json")).tests(false);
    let files = files.schemas(package().join("../schemas")).generate_to_memory().unwrap();
    assert_eq!(
        targets(&files["mod.rs"]),
        [
            "BranchTypesDetailsState: DelpayStatus, DelpayPaymentsStatus",
            "DelpayStatus: BranchTypesDetailsState, DelpayPaymentsStatus",
            "DelpayPaymentsStatus: BranchTypesDetailsState, DelpayStatus",
        ]
    );
}

#[test]
fn the_enums_of_a_release_convert() {
    let Some(corpus) = shared("corpus") else { return };
    let files = Builder::new().schemas(corpus).tests(false).generate_to_memory().unwrap();
    let of = |target: &str| targets(&files["mod.rs"]).into_iter().find(|line| line.starts_with(target)).unwrap();
    let payments = of("ListsendpaysPaymentsStatus: ");
    assert!(payments.contains("DelpayPaymentsStatus") && payments.contains("ListpaysPaysStatus"), "{payments}");
}

/// Each enum that others become, and these, as the index of bindings has them.
fn targets(index: &str) -> Vec<String> {
    let calls = index.split("text_enum_from!(").skip(1).map(|rest| rest.split_once(')').unwrap().0);
    calls.map(|call| call.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches(',').to_owned()).collect()
}
