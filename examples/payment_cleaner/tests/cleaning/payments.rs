//! The payments of the node, by short names.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use cln_bindings::{DelpayPayments, DelpayPaymentsRequired, DelpayPaymentsStatus};
use cln_mock::MockNode;
use cln_runtime::{Hash, Msat};

use DelpayPaymentsStatus::{Complete, Failed, Pending};

/// A part: the byte that its payment's hash is made of, its group, its number.
pub(crate) type Key = (u8, u64, u64);

/// In seconds since 1970.
pub(crate) const OLD: u64 = 1_700_000_000;

/// Yesterday.
pub(crate) fn young() -> u64 {
    let day = Duration::from_secs(24 * 60 * 60);
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().saturating_sub(day).as_secs()
}

/// Payments of every kind. Those that [`MAY_GO`] are old; all others have a part that is young or pending.
pub(crate) fn all() -> Vec<DelpayPayments> {
    let mut all = Vec::new();
    let mut part = |(hash, group, number): Key, status, created_at, completed_at| {
        let created_index = all.len() as u64 + 1;
        let mut row = DelpayPayments::new(DelpayPaymentsRequired {
            created_index,
            id: created_index,
            payment_hash: Hash::from([hash; 32]),
            status,
            amount_sent_msat: Msat(1_000),
            created_at,
        });
        (row.groupid, row.partid, row.completed_at) = (Some(group), Some(number), completed_at);
        all.push(row);
    };
    part((1, 1, 1), Failed, OLD, Some(OLD));
    part((1, 1, 2), Failed, OLD, None);
    part((2, 1, 0), Failed, OLD, Some(OLD));
    part((2, 2, 0), Complete, OLD, Some(OLD));
    // Somebody is paying it at the moment.
    part((3, 1, 0), Failed, OLD, Some(OLD));
    part((3, 2, 0), Pending, OLD, None);
    // It was paid at last.
    part((4, 1, 0), Failed, OLD, Some(OLD));
    part((4, 2, 0), Complete, young(), Some(young()));
    // It took long.
    part((5, 1, 0), Complete, OLD, Some(young()));
    part((6, 1, 0), Complete, OLD, Some(OLD));
    all
}

pub(crate) const MAY_GO: [Key; 5] = [(1, 1, 1), (1, 1, 2), (2, 1, 0), (2, 2, 0), (6, 1, 0)];

pub(crate) const STAYS: [Key; 5] = [(3, 1, 0), (3, 2, 0), (4, 1, 0), (4, 2, 0), (5, 1, 0)];

/// What the node still has, in the order in which it was sent.
pub(crate) fn left(node: &MockNode) -> Vec<Key> {
    let mut rows = node.payments().unwrap();
    rows.sort_by_key(|row| row.created_index);
    let key = |row: &DelpayPayments| (row.payment_hash.as_bytes()[0], row.groupid.unwrap(), row.partid.unwrap_or(0));
    rows.iter().map(key).collect()
}
