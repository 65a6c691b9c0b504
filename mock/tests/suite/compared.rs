//! What a v26.06.6 node was asked, asked again: each answer has to be the same.

use cln_mock::{Builder, MockNode};
use cln_tests::folders::shared;
use cln_tests::transcript::{self, Exchange};
use serde_json::{Value, json};

use crate::peer::Peer;

/// Requests that were sent to a node and an earlier state of this one, to compare them.
const COMPARED: usize = 115;

/// Members of rows that vary from node to node: none, as the rows are those of the recorded node.
const VARYING: [&str; 0] = [];

/// Recordings that hold errors about parameters, among other things.
const OTHERS: [&str; 5] = ["delpay", "documented_wrongly", "invoices", "pays", "payments_setup"];

/// So many.
const REFUSED: usize = 90;

/// Errors that take more than looking at parameters: texts that are decoded, and a key that is not on the curve.
const BEYOND: [&str; 3] =
    ["Offer does not contain an issuer_id or paths", "Description greater than 639 bytes", "route: bad node_id"];

fn like_the_recorded_node() -> Option<Builder> {
    Some(MockNode::builder().schemas(shared("releases/v26.06.6")?).behave_like("v26.06.6"))
}

/// The rows of the answer to the request for all of them.
fn listing(exchanges: &[Exchange], method: &str, name: &str) -> Value {
    let all = |exchange: &&Exchange| exchange.method().as_deref() == Some(method) && exchange.params() == Some("{}");
    let result = exchanges.iter().find(all).and_then(Exchange::result).expect("the transcript lists all");
    serde_json::from_str::<Value>(result).unwrap()[name].clone()
}

/// The answer, without what varies, and what a node says of a token.
fn compared(answer: &str) -> Value {
    let mut answer: Value = serde_json::from_str(answer).unwrap();
    if let Some(message) = answer.pointer_mut("/error/message") {
        let text = message.as_str().unwrap().to_owned();
        *message = text.split(": invalid token").next().unwrap().into();
    }
    let rows = answer.get_mut("result").and_then(|result| result.as_object_mut()?.values_mut().next());
    for row in rows.and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(row) = row.as_object_mut() {
            row.retain(|name, _| !VARYING.contains(&name.as_str()));
        }
    }
    answer
}

/// Asks again, and tells which answers differ.
fn differences(node: &MockNode, exchanges: &[&Exchange]) -> Vec<String> {
    let mut peer = Peer::connect(node.socket());
    let mut differences = Vec::new();
    for exchange in exchanges {
        peer.send(&exchange.request);
        let (got, wanted) = (compared(&peer.line()), compared(&exchange.response));
        if got != wanted {
            differences.push(format!("{}\n  node: {wanted}\n  mock: {got}", exchange.request.trim()));
        }
    }
    println!("{} of {} answers are the same", exchanges.len() - differences.len(), exchanges.len());
    differences
}

#[test]
fn all_that_was_compared_is_answered_alike() {
    let (Some(exchanges), Some(builder)) = (transcript::read("compared_with_mock"), like_the_recorded_node()) else {
        return;
    };
    let payments = json!({"payments": listing(&exchanges, "listsendpays", "payments")}).to_string();
    let node = builder.payments_json(payments).start().unwrap();
    let differences = differences(&node, &exchanges.iter().collect::<Vec<_>>());
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert_eq!(exchanges.len(), COMPARED, "the transcript has so many requests");
}

#[test]
fn parameters_are_refused_as_by_the_recorded_node() {
    let Some(builder) = like_the_recorded_node() else { return };
    let node = builder.start().unwrap();
    let exchanges: Vec<Exchange> = OTHERS.into_iter().flat_map(|name| transcript::read(name).unwrap()).collect();
    let is_refused = |exchange: &&Exchange| {
        let error = exchange.error().unwrap_or_default();
        let is_about_parameters = error.starts_with(r#"{"code":-32602"#) || error.starts_with(r#"{"code":-32601"#);
        is_about_parameters && !BEYOND.iter().any(|beyond| error.contains(beyond))
    };
    let refused: Vec<&Exchange> = exchanges.iter().filter(is_refused).collect();
    let differences = differences(&node, &refused);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert_eq!(refused.len(), REFUSED, "the transcripts have so many refusals");
}
