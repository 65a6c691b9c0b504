//! What a v26.06.6 node was asked to compare it with this one, asked again: each answer has to be the same.

use cln_mock::MockNode;
use cln_tests::transcript::{self, Exchange};
use serde_json::{Value, json};

use crate::peer::Peer;

/// Requests to each of which the recorded node gave one answer.
const COUNT: usize = 115;

/// Members of rows that vary from node to node.
const VARYING: [&str; 6] = ["id", "created_index", "updated_index", "created_at", "completed_at", "groupid"];

/// The rows of the answer to this request, which asks for all of them.
fn listing(exchanges: &[Exchange], method: &str, name: &str) -> Value {
    let all = |exchange: &&Exchange| exchange.method().as_deref() == Some(method) && exchange.params() == Some("{}");
    let result = exchanges.iter().find(all).and_then(Exchange::result).expect("the transcript lists all");
    serde_json::from_str::<Value>(result).unwrap()[name].clone()
}

/// The answer, without what varies: ids and times, and what a node says of a token.
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

#[test]
fn all_that_was_compared_is_answered_alike() {
    let (Some(exchanges), Some(release)) =
        (transcript::read("compared_with_mock"), cln_tests::folders::shared("releases/v26.06.6"))
    else {
        return;
    };
    let payments = json!({"payments": listing(&exchanges, "listsendpays", "payments")}).to_string();
    let builder = MockNode::builder().schemas(release).behave_like("v26.06.6").payments_json(payments);
    let node = builder.start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let mut wrong = Vec::new();
    for exchange in &exchanges {
        peer.send(&exchange.request);
        let (got, wanted) = (compared(&peer.line()), compared(&exchange.response));
        if got != wanted {
            wrong.push(format!("{}\n  node: {wanted}\n  mock: {got}", exchange.request.trim()));
        }
    }
    println!("{} of {} answers are the same", exchanges.len() - wrong.len(), exchanges.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(exchanges.len(), COUNT, "the transcript has so many requests");
}
