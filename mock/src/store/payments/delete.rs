//! Deleting the parts of a payment, in one transaction.

use cln_bindings::{DelpayPayments, DelpayPaymentsStatus, DelpayStatus};
use cln_runtime::Hash;
use rusqlite::Transaction;

use super::row::{self, columns, details};
use crate::store::counters::{Change, Subsystem, happen};

/// Which parts of a payment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts {
    pub(crate) payment_hash: Hash,
    pub(crate) status: DelpayStatus,
    /// The part and its group; all of them without.
    pub(crate) one: Option<(u64, u64)>,
}

/// What came of it.
pub(crate) type Deletion = Result<Vec<DelpayPayments>, NotDeleted>;

/// Why nothing was deleted.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum NotDeleted {
    UnknownPayment,
    /// The payment has no such part in that group.
    UnknownPart,
    /// None has the status; this one has the last of those that might have been meant.
    Status(DelpayPaymentsStatus),
}

/// The parts of a payment in the order of their creation.
const PARTS: &str =
    concat!("SELECT rowid, ", columns!(), " FROM payments WHERE payment_hash = ?1 ORDER BY created_index, rowid");

/// Deletes the parts that are meant, and gives them back; only finds them if `only_check`.
pub(crate) fn delete(transaction: &Transaction<'_>, parts: &Parts, only_check: bool) -> rusqlite::Result<Deletion> {
    let rows = match choose(parts_of(transaction, parts.payment_hash)?, parts) {
        Ok(rows) => rows,
        Err(why) => return Ok(Err(why)),
    };
    if !only_check {
        let mut delete = transaction.prepare_cached("DELETE FROM payments WHERE rowid = ?1")?;
        for (rowid, payment) in &rows {
            delete.execute([rowid])?;
            happen(transaction, Subsystem::Sendpays, Change::Deleted, &details(payment))?;
        }
    }
    Ok(Ok(rows.into_iter().map(|(_, payment)| payment).collect()))
}

type Found = Vec<(i64, DelpayPayments)>;

fn parts_of(transaction: &Transaction<'_>, hash: Hash) -> rusqlite::Result<Found> {
    let mut select = transaction.prepare_cached(PARTS)?;
    let rows = select.query_map([hash.as_bytes().as_slice()], |row| Ok((row.get(0)?, row::read(row)?)))?;
    rows.collect()
}

/// Those that are meant, or what a node says of the others.
fn choose(mut found: Found, parts: &Parts) -> Result<Found, NotDeleted> {
    if found.is_empty() {
        return Err(NotDeleted::UnknownPayment);
    }
    if let Some((partid, groupid)) = parts.one {
        found.retain(|(_, part)| (part.partid.unwrap_or(0), part.groupid.unwrap_or(0)) == (partid, groupid));
    }
    let Some(last) = found.last().map(|(_, part)| part.status.clone()) else { return Err(NotDeleted::UnknownPart) };
    let wanted = row::status(parts.status.as_str());
    found.retain(|(_, part)| part.status == wanted);
    if found.is_empty() { Err(NotDeleted::Status(last)) } else { Ok(found) }
}
