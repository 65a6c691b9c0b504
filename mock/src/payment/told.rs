//! What is said of parts of payments.

use cln_bindings::DelpayPayments;
use cln_runtime::json::Tree;
use cln_runtime::{Json, Record};

use super::failure::RAW_MESSAGE;
use crate::store::{Part, Refusal};
use crate::wire::Failure;

/// A part as nodes write it.
pub(crate) fn fields(payment: &DelpayPayments) -> Vec<(String, Tree)> {
    match Tree::parse(&String::from_utf8_lossy(&payment.to_json())) {
        Ok(Tree::Object(members)) => members,
        // It is an object.
        _ => Vec::new(),
    }
}

/// What is said of a part that has failed: to who has waited for it, with what it was before, and all that came back.
pub(crate) fn failed(part: &Part, before: Option<&DelpayPayments>) -> Failure {
    let Some(why) = &part.failure else {
        return Failure::new(UNSPECIFIED, "Payment failure reason unknown");
    };
    let mut data = fields(before.unwrap_or(&part.payment));
    data.extend(why.data.iter().filter(|(name, _)| before.is_some() || name != RAW_MESSAGE).cloned());
    refusal(why, data)
}

/// `PAY_UNSPECIFIED_ERROR`
pub(crate) const UNSPECIFIED: i64 = 209;

/// A refusal as an error.
pub(crate) fn refusal(why: &Refusal, data: Vec<(String, Tree)>) -> Failure {
    let mut failure = Failure::new(why.code, why.message.clone());
    failure.data = Tree::Object(data).to_string().parse::<Json>().ok();
    failure
}
