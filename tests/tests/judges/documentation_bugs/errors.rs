//! The documented errors: the enum of a command has the codes that nodes return.

use std::collections::BTreeSet;

use cln_codegen::model::{ErrorVariant, Method};

use crate::documentation_bugs::applied::applied;
use crate::documentation_bugs::releases::{releases, samples};
use crate::documentation_bugs::table::rows;

/// A command, and its variants that come with the corrections, go with them, and say something else.
type Change = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

const CHANGES: &[Change] = &[
    // A code of JSON-RPC has its sign whatever the page says; what it says is another sentence.
    ("clnrest-register-path", &[], &[], &["CodeMinus32700"]),
    ("createinvoice", &["InvoiceOfferInactive"], &[], &[]),
    ("delpay", &[], &[], &["PayNoSuchPayment", "PayStatusUnexpected"]),
    ("enableoffer", &["Lightningd", "OfferUsedSingleUse"], &[], &[]),
    ("fundchannel", &["InvalidParams"], &[], &[]),
    ("fundchannel_start", &[], &["FundingStillSyncingBitcoin"], &[]),
    ("fundpsbt", &["FundCannotAffordWithEmergency", "FundingStillSyncingBitcoin"], &[], &[]),
    ("getroutes", &["PayUserError"], &[], &["PayRouteTooExpensive"]),
    ("help", &["MethodNotFound"], &[], &[]),
    ("injectpaymentonion", &["PayInProgress", "PayInvoiceRequestInvalid", "PayRhashAlreadyUsed"], &[], &[]),
    ("multifundchannel", &["InvalidParams"], &[], &[]),
    ("openchannel_init", &[], &["FundingStillSyncingBitcoin"], &[]),
    ("ping", &["Lightningd"], &[], &["InvalidParams"]),
    ("sendinvoice", &[], &["OfferExpired"], &[]),
    ("sendonion", &["PayInProgress", "PayInvoiceRequestInvalid", "PayRhashAlreadyUsed", "PayTryOtherRoute"], &[], &[]),
    ("sendpay", &["PayInProgress"], &[], &[]),
    ("setchannel", &[], &[], &["InvalidParams", "Lightningd"]),
    ("txdiscard", &["InvalidParams"], &["Lightningd"], &[]),
    ("txprepare", &[], &["FundOutputIsDust"], &[]),
    ("utxopsbt", &["FundCannotAffordWithEmergency"], &[], &[]),
    ("withdraw", &[], &["FundOutputIsDust"], &[]),
];

/// The variants of a command's errors that are in one of the two, or differ in what they say.
fn change(corrected: &Method, written: &Method) -> [BTreeSet<String>; 3] {
    let (new, old) = (&corrected.errors.variants, &written.errors.variants);
    let is_of = |variant: &ErrorVariant, all: &[ErrorVariant]| all.iter().any(|other| other.ident == variant.ident);
    // Why a correction was made is beside what the variant says.
    let said = |variant: &ErrorVariant| variant.docs.first().cloned();
    let is_same =
        |variant: &ErrorVariant| old.iter().all(|other| other.ident != variant.ident || said(other) == said(variant));
    let named = |variants: &[ErrorVariant], is_meant: &dyn Fn(&ErrorVariant) -> bool| {
        variants.iter().filter(|variant| is_meant(variant)).map(|variant| variant.ident.clone()).collect()
    };
    [
        named(new, &|variant| !is_of(variant, old)),
        named(old, &|variant| !is_of(variant, new)),
        named(new, &|variant| !is_same(variant)),
    ]
}

#[test]
fn the_errors_of_a_command_are_those_that_nodes_return() {
    let mut seen = BTreeSet::new();
    for mut release in std::iter::once(samples()).chain(releases()) {
        let tag = release.tag;
        let made = applied(&release).into_iter().filter(|made| made.change == "errors");
        let methods: BTreeSet<String> = made.map(|made| made.method).collect();
        for &(method, come, go, differ) in CHANGES.iter().filter(|(method, ..)| methods.contains(*method)) {
            seen.insert(method);
            // One file of v24.11 is refused as it is written.
            let [Some(written), corrected] = release.methods(method) else { continue };
            let expected = [come, go, differ].map(|names| names.iter().map(|&name| name.to_owned()).collect());
            assert_eq!(change(corrected.as_ref().unwrap(), written), expected, "{tag}: {method}");
        }
    }
    println!("seen: {seen:?}");
    assert!(seen.len() >= 4);
}

#[test]
fn every_row_about_errors_is_tested() {
    let rows = rows();
    let wanted: BTreeSet<&str> = rows.iter().filter(|row| row.kind == "error-code").map(|row| row.method).collect();
    assert_eq!(CHANGES.iter().map(|(method, ..)| *method).collect::<BTreeSet<_>>(), wanted);
}
