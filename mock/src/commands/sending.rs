//! What becomes of parts of payments that are on their way, and what is said of them.

use cln_bindings::DelpayPayments;
use cln_runtime::json::Tree;
use cln_runtime::{Json, Msat, PublicKey, Record};
use rusqlite::Transaction;

use super::own_invoice;
use crate::payment::{DESTINATION_PERM_FAIL, End, FailCode, PaymentFailure, RAW_MESSAGE, refused_here};
use crate::state::State;
use crate::store::{Part, Refusal, complete, fail, parts};
use crate::wire::Failure;

/// Ends a part that has just been sent. A destination takes parts once it has all of them.
pub(super) fn end(state: &State, transaction: &Transaction<'_>, part: &mut Part, end: &End) -> rusqlite::Result<()> {
    let (now, id) = (state.clock.seconds(), state.identity.id().into());
    match end {
        End::Open => Ok(()),
        End::Failure(failure) => {
            let why = failure.kept(part, id);
            fail(transaction, part, why, now)
        }
        End::Success(preimage) => {
            let mut arrived = arrived(transaction, part)?;
            arrived.iter_mut().try_for_each(|part| complete(transaction, part, preimage, now))
        }
        End::Own { secret, comes_in } => {
            let mut arrived = arrived(transaction, part)?;
            if arrived.is_empty() {
                return Ok(());
            }
            let amount = arrived.iter().map(Part::amount).sum::<Option<Msat>>().unwrap_or(Msat::MAX);
            let hash = part.payment.payment_hash;
            let paid = own_invoice::pay(transaction, hash, amount, secret.as_ref(), *comes_in, now)?;
            arrived.iter_mut().try_for_each(|part| match &paid {
                Ok(preimage) => complete(transaction, part, preimage, now),
                Err(why) => fail(transaction, part, refused(part, why, id, *comes_in), now),
            })
        }
    }
}

/// The parts that a destination has got, once it has all of them; none before.
fn arrived(transaction: &Transaction<'_>, part: &Part) -> rusqlite::Result<Vec<Part>> {
    let mut all = parts(transaction, part.payment.payment_hash)?;
    all.retain(|other| other.is_pending() && other.groupid() == part.groupid());
    let sum = all.iter().map(Part::amount).sum::<Option<Msat>>();
    Ok(if sum.is_none_or(|sum| sum >= part.total) { all } else { Vec::new() })
}

/// The node refuses to be paid: what comes in is refused as by any other destination.
fn refused(part: &Part, why: &str, id: PublicKey, comes_in: bool) -> Refusal {
    let details = FailCode::IncorrectOrUnknownPaymentDetails;
    if comes_in {
        return PaymentFailure::by_destination(details).kept(part, id);
    }
    refused_here(DESTINATION_PERM_FAIL, details, why.to_owned(), id, None)
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
