//! Listing payments.

use cln_bindings::{DelpayPayments, DelpayPaymentsStatus};
use cln_runtime::Hash;
use rusqlite::{Connection, Row, ToSql, params_from_iter};

use super::row::{self, columns};
use super::sent::{self, Part, part_columns};
use crate::store::unsigned::Unsigned;

/// By which index a list is ordered and cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Order {
    #[default]
    Created,
    Updated,
}

/// Which payments are listed; all that are not limited.
#[derive(Clone, Debug, Default)]
pub(crate) struct Listing {
    pub(crate) payment_hash: Option<Hash>,
    pub(crate) bolt11: Option<String>,
    pub(crate) status: Option<DelpayPaymentsStatus>,
    pub(crate) order: Order,
    /// The first index.
    pub(crate) start: u64,
    pub(crate) limit: Option<u32>,
}

/// Hands the payments to `take`, one by one.
pub(crate) fn list(db: &Connection, listing: &Listing, mut take: impl FnMut(&DelpayPayments)) -> rusqlite::Result<()> {
    each(db, columns!(), listing, |row| {
        take(&row::read(row)?);
        Ok(())
    })
}

/// The same with what a node keeps of each beside that.
pub(crate) fn list_parts(db: &Connection, listing: &Listing, mut take: impl FnMut(Part)) -> rusqlite::Result<()> {
    each(db, part_columns!(), listing, |row| {
        take(sent::read(row)?);
        Ok(())
    })
}

fn each(
    db: &Connection,
    columns: &str,
    listing: &Listing,
    mut take: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let (sql, values) = query(columns, listing);
    let mut select = db.prepare_cached(&sql)?;
    let mut rows = select.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        take(row)?;
    }
    Ok(())
}

/// A condition for each limit, so that the right index is used. What was never changed has the index zero.
fn query(columns: &str, listing: &Listing) -> (String, Vec<Box<dyn ToSql>>) {
    let mut sql = format!("SELECT {columns} FROM payments WHERE TRUE");
    let mut values: Vec<Box<dyn ToSql>> = Vec::new();
    let mut limit = |condition: &str, value: Box<dyn ToSql>| {
        sql.push_str(condition);
        values.push(value);
    };
    if let Some(hash) = listing.payment_hash {
        limit(" AND payment_hash = ?", Box::new(hash.as_bytes().to_vec()));
    }
    if let Some(bolt11) = &listing.bolt11 {
        limit(" AND bolt11 = ?", Box::new(bolt11.clone()));
    }
    if let Some(status) = &listing.status {
        limit(" AND status = ?", Box::new(status.to_string()));
    }
    let by = if listing.order == Order::Updated { "updated_index" } else { "created_index" };
    if listing.start > 0 {
        limit(&format!(" AND {by} >= ?"), Box::new(Unsigned(listing.start)));
    }
    limit(&format!(" ORDER BY {by}, rowid LIMIT ?"), Box::new(listing.limit.map_or(-1, i64::from)));
    (sql, values)
}
