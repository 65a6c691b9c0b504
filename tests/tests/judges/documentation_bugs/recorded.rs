//! What nodes were really asked: the corrections move no recorded verdict away from the node's.

use cln_codegen::model::Method;
use cln_codegen::schema::Side;
use cln_tests::edit;
use cln_tests::transcript::{Exchange, read};

use crate::documentation_bugs::releases::{Release, releases, violations};

/// Where requests to a node of v26.06.6 and its answers were recorded.
const TRANSCRIPTS: [&str; 7] =
    ["compared_with_mock", "delpay", "documented_wrongly", "invoices", "payments_setup", "pays", "read_commands"];

/// Requests that are valid and that the node refuses all the same, by how its message begins, and why.
const ONLY_THE_NODE_KNOWS: &[(&str, &str)] = &[
    ("invreq: Unparsable invoice_request", "an invoice request is a string; what is in it, only the node reads"),
    ("offer: Unparsable offer", "the same of an offer"),
    ("Invalid bolt11 invoice", "the same of an invoice"),
    ("string: Offer does not contain", "the same of an offer"),
    ("psbt: Expected a PSBT", "the same of a PSBT"),
    ("Could not decode the TLV object from extratlvs", "the name of each field is a number, which no schema says"),
];

/// Plugins' commands for which `check` asks no plugin: the node says yes to everything.
const CHECKED_BY_NOBODY: [&str; 1] = ["fundchannel"];

/// A command and its parameters; of `check`, those that it is to check. `None` if the answer says nothing of them.
fn asked(exchange: &Exchange) -> Option<(String, String)> {
    let (method, params) = (exchange.method()?, exchange.params()?);
    if method != "check" {
        return Some((method, params.to_owned()));
    }
    let place = if params.starts_with('[') { "/0" } else { "/command_to_check" };
    let checked = edit::get(params, place)?.trim_matches('"').to_owned();
    let params = edit::remove(params, place)?;
    (!CHECKED_BY_NOBODY.contains(&checked.as_str())).then_some((checked, params))
}

/// Whether the node refuses what the schema cannot tell from what it takes.
fn is_known_to_the_node_only(exchange: &Exchange) -> bool {
    let message = edit::get(&exchange.response, "/error/message").unwrap_or_default().trim_start_matches('"');
    ONLY_THE_NODE_KNOWS.iter().any(|(start, _)| message.starts_with(start))
}

/// The release that was recorded.
fn recorded() -> Option<Release> {
    releases().into_iter().find(|release| release.tag == "v26.06.6")
}

/// Whether parameters are valid, as the schema is written and as it is corrected.
fn are_valid(release: &mut Release, method: &str, params: &str) -> Option<[bool; 2]> {
    let [written, corrected] = release.methods(method);
    let is_valid = |method: &Method| violations(method, Side::Request, params).is_ok();
    Some([is_valid(written.as_ref()?), is_valid(corrected.as_ref()?)])
}

#[test]
fn what_the_node_took_and_refused_is_valid_and_is_not() {
    let (Some(mut release), Some(exchanges)) = (recorded(), read("documented_wrongly")) else { return };
    let (mut taken, mut refused, mut known) = (0, 0, 0);
    for exchange in &exchanges {
        let Some((method, params)) = asked(exchange) else { continue };
        let [_, is_valid] = are_valid(&mut release, &method, &params).unwrap();
        if exchange.is_accepted() {
            assert!(is_valid, "{method} {params}");
            taken += 1;
        } else if is_known_to_the_node_only(exchange) {
            known += 1;
        } else {
            assert!(!is_valid, "{method} {params}: {}", exchange.response);
            refused += 1;
        }
    }
    println!("{taken} taken, {refused} refused, {known} refused for what only the node knows");
    assert_eq!(taken + refused + known, 27);
}

#[test]
fn no_recorded_verdict_moves_away_from_the_node() {
    let Some(mut release) = recorded() else { return };
    let mut moved = Vec::new();
    let mut seen = 0;
    for exchange in TRANSCRIPTS.iter().flat_map(|name| read(name).unwrap()) {
        let Some((method, params)) = asked(&exchange) else { continue };
        let Some([written, corrected]) = are_valid(&mut release, &method, &params) else { continue };
        seen += 1;
        if written != corrected && !is_known_to_the_node_only(&exchange) {
            assert_eq!(corrected, exchange.is_accepted(), "{method} {params}: {}", exchange.response);
            moved.push(method);
        }
    }
    println!("{seen} requests, of which moved: {moved:?}");
    assert!(seen > 300 && moved.len() >= 10, "{seen} {moved:?}");
}
