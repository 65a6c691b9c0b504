//! What becomes of parts of payments that are on their way, and what is said of them.

use cln_bindings::DelpayPayments;
use cln_runtime::json::Tree;
use cln_runtime::{Json, Record};
use rusqlite::Transaction;

use crate::payment::{End, RAW_MESSAGE};
use crate::state::State;
use crate::store::{Part, Refusal, complete, fail, parts};
use crate::wire::Failure;

/// Ends a part that has just been sent as a test has said. A destination takes parts once it has all of them.
pub(super) fn end(state: &State, transaction: &Transaction<'_>, part: &mut Part, end: &End) -> rusqlite::Result<()> {
    let now = state.clock.seconds();
    let preimage = match end {
        End::Open => return Ok(()),
        End::Failure(failure) => {
            let why = failure.kept(part, state.identity.id().into());
            return fail(transaction, part, why, now);
        }
        End::Success(preimage) => preimage,
    };
    let mut all = parts(transaction, part.payment.payment_hash)?;
    all.retain(|other| other.is_pending() && other.groupid() == part.groupid());
    let arrived = all.iter().map(Part::amount).sum::<Option<_>>();
    if arrived.is_none_or(|arrived| arrived >= part.total) {
        for other in &mut all {
            complete(transaction, other, preimage, now)?;
        }
    }
    Ok(())
}

/// A part as nodes write it.
pub(super) fn fields(payment: &DelpayPayments) -> Vec<(String, Tree)> {
    match Tree::parse(&String::from_utf8_lossy(&payment.to_json())) {
        Ok(Tree::Object(members)) => members,
        // It is an object.
        _ => Vec::new(),
    }
}

/// What is said of a part that has failed: to who has waited for it, with what it was before, and all that came back.
pub(super) fn failed(part: &Part, before: Option<&DelpayPayments>) -> Failure {
    let Some(why) = &part.failure else {
        return Failure::new(UNSPECIFIED, "Payment failure reason unknown");
    };
    let mut data = fields(before.unwrap_or(&part.payment));
    data.extend(why.data.iter().filter(|(name, _)| before.is_some() || name != RAW_MESSAGE).cloned());
    refusal(why, data)
}

/// `PAY_UNSPECIFIED_ERROR`
pub(super) const UNSPECIFIED: i64 = 209;

/// A refusal as an error.
pub(super) fn refusal(why: &Refusal, data: Vec<(String, Tree)>) -> Failure {
    let mut failure = Failure::new(why.code, why.message.clone());
    failure.data = Tree::Object(data).to_string().parse::<Json>().ok();
    failure
}
