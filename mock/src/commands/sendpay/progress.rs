//! What was tried before: a payment is made once, and its parts must agree.

use cln_runtime::{Msat, PublicKey};

use crate::store::Part;
use crate::wire::Failure;

/// `PAY_IN_PROGRESS`
const IN_PROGRESS: i64 = 200;

/// `PAY_RHASH_ALREADY_USED`
const ALREADY_USED: i64 = 201;

/// The part that is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    pub(super) partid: u64,
    pub(super) groupid: u64,
    pub(super) amount: Msat,
    /// What all parts deliver.
    pub(super) total: Msat,
    pub(super) destination: PublicKey,
}

/// The part if it is pending or complete already, or why it cannot be sent; in a node's order and, as far as they were
/// not recorded, in the words of its source.
pub(super) fn already<'p>(parts: &'p [Part], wanted: &Wanted) -> Result<Option<&'p Part>, Failure> {
    let (mut has_complete, mut pending) = (false, 0_u64);
    for part in parts {
        if part.is_complete() {
            has_complete = true;
            if part.partid() == wanted.partid {
                return same(part, wanted, "succeeded").map(Some);
            }
            continue;
        }
        if part.is_pending() {
            in_progress(part, wanted)?;
            if part.partid() == wanted.partid {
                return same(part, wanted, "pending").map(Some);
            }
            if part.total != wanted.total {
                let (was, now) = (part.total, wanted.total);
                return Err(Failure::invalid_params(format!("msatoshi was previously {was}, now {now}")));
            }
            pending = pending.saturating_add(part.amount().0);
        }
        if (part.partid(), part.groupid()) == (wanted.partid, wanted.groupid) {
            return Err(taken(part));
        }
    }
    if has_complete {
        return Err(Failure::new(ALREADY_USED, "Already succeeded other parts"));
    }
    if wanted.total.0 != 0 && pending >= wanted.total.0 {
        let message = format!("Already have {} of {} payments in progress", Msat(pending), wanted.total);
        return Err(Failure::new(IN_PROGRESS, message));
    }
    Ok(None)
}

/// One group may be on its way at a time, and either one payment or parts of it.
fn in_progress(part: &Part, wanted: &Wanted) -> Result<(), Failure> {
    let groupid = part.groupid();
    if groupid != wanted.groupid {
        return Err(Failure::new(
            IN_PROGRESS,
            format!("Payment with groupid={groupid} still in progress, cannot retry before that completes."),
        ));
    }
    if (part.partid() == 0) != (wanted.partid == 0) {
        let kind = if part.partid() == 0 { "non-parallel" } else { "parallel" };
        return Err(Failure::new(IN_PROGRESS, format!("Already have {kind} payment in progress")));
    }
    Ok(())
}

/// The part, if it is what is wanted.
fn same<'p>(part: &'p Part, wanted: &Wanted, done: &str) -> Result<&'p Part, Failure> {
    if part.amount() != wanted.amount {
        let (was, now) = (part.amount(), wanted.amount);
        return Err(Failure::new(ALREADY_USED, format!("Already {done} with amount {was} (not {now})")));
    }
    match part.payment.destination {
        Some(other) if other != wanted.destination => {
            Err(Failure::new(ALREADY_USED, format!("Already {done} to {other}")))
        }
        _ => Ok(part),
    }
}

/// It has failed, and stays what it is.
pub(super) fn taken(part: &Part) -> Failure {
    let (hash, groupid, partid) = (part.payment.payment_hash, part.groupid(), part.partid());
    Failure::new(
        ALREADY_USED,
        format!(
            "There already is a payment with payment_hash={hash}, groupid={groupid}, partid={partid}. Either change the \
             partid, or wait for the payment to complete and start a new group."
        ),
    )
}
