//! Parts of payments that the node has sent: arrived, or failed.

use cln_bindings::DelpayPaymentsStatus;
use cln_runtime::json::Tree;

use crate::payment::{failed, fields};
use crate::state::State;
use crate::store::Part;
use crate::wire::{object, text};

/// These have ended.
pub(crate) fn payments_ended(state: &State, parts: &[Part]) {
    for part in parts {
        if part.is_complete() {
            state.plugins.tell("sendpay_success", || Tree::Object(ordered(fields(&part.payment))).to_string());
        } else if part.failure.is_some() {
            state.plugins.tell("sendpay_failure", || why(part));
        }
    }
}

/// Why one has failed, and what it was before: a node tells so before it stores what has become of it.
fn why(part: &Part) -> String {
    let mut before = part.payment.clone();
    before.status = DelpayPaymentsStatus::Pending;
    (before.completed_at, before.updated_index) = (None, None);
    let failure = failed(part, Some(&before));
    let data = match failure.data.and_then(|data| Tree::parse(data.as_str()).ok()) {
        Some(Tree::Object(members)) => ordered(members),
        _ => Vec::new(),
    };
    let members = [
        ("code", Tree::Plain(failure.code.to_string())),
        ("message", text(String::from_utf8_lossy(&failure.message).into_owned())),
        ("data", Tree::Object(data)),
    ];
    object(members).to_string()
}

/// The members of a payment, in the order in which a node tells them; behind these comes why it has failed.
const ORDER: [&str; 17] = [
    "created_index",
    "id",
    "payment_hash",
    "groupid",
    "updated_index",
    "partid",
    "destination",
    "amount_msat",
    "amount_sent_msat",
    "created_at",
    "completed_at",
    "status",
    "payment_preimage",
    "label",
    "bolt11",
    "bolt12",
    "description",
];

fn ordered(mut members: Vec<(String, Tree)>) -> Vec<(String, Tree)> {
    members.sort_by_key(|(name, _)| ORDER.iter().position(|known| known == name).unwrap_or(ORDER.len()));
    members
}
