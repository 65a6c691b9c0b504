//! Parts of payments.

use std::fmt;

use cln_bindings::DelpayStatus;
use cln_runtime::{Hash, Msat};

use crate::node::{ListsendpaysPayments, ListsendpaysPaymentsStatus};

/// A part of a payment that has come to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The payment that it belongs to.
    pub payment_hash: Hash,
    /// Which attempt at the payment it belongs to.
    pub groupid: u64,
    /// Its number in that.
    pub partid: u64,
    /// Whether it arrived.
    pub status: DelpayStatus,
    /// When that was known, in seconds since 1970.
    pub ended_at: u64,
    /// What was sent, with fees.
    pub amount_sent_msat: Msat,
    /// The node never gives this number to another part.
    pub created_index: u64,
}

impl Part {
    /// A row of the node's; `None` if it is pending, or has a status of a newer node.
    pub(crate) fn ended(row: &ListsendpaysPayments) -> Option<Self> {
        let status = match row.status {
            ListsendpaysPaymentsStatus::Complete => DelpayStatus::Complete,
            ListsendpaysPaymentsStatus::Failed => DelpayStatus::Failed,
            _ => return None,
        };
        Some(Self {
            payment_hash: row.payment_hash,
            groupid: row.groupid.unwrap_or(0),
            partid: row.partid.unwrap_or(0),
            status,
            ended_at: row.completed_at.unwrap_or(row.created_at),
            amount_sent_msat: row.amount_sent_msat,
            created_index: row.created_index,
        })
    }
}

/// On one line.
impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { payment_hash, groupid, partid, status, amount_sent_msat, .. } = self;
        write!(f, "{payment_hash} group {groupid} part {partid}: {status}, {amount_sent_msat}")
    }
}
