//! Finding invoices.

use cln_runtime::Hash;
use rusqlite::{Connection, OptionalExtension, ToSql, params_from_iter};

use super::invoice::Invoice;
use super::row::{self, columns};
use crate::store::counters::{Change, Subsystem, last};
use crate::store::payments::Order;
use crate::store::unsigned::Unsigned;

/// Which invoices are listed; all that are not limited.
#[derive(Clone, Debug, Default)]
pub(crate) struct Listing {
    pub(crate) label: Option<String>,
    pub(crate) payment_hash: Option<Hash>,
    /// The invoice itself, of either kind.
    pub(crate) text: Option<String>,
    pub(crate) offer_id: Option<Hash>,
    pub(crate) order: Order,
    /// The first index.
    pub(crate) start: u64,
    pub(crate) limit: Option<u32>,
}

/// Hands the invoices to `take`, one by one.
pub(crate) fn list(db: &Connection, listing: &Listing, mut take: impl FnMut(&Invoice)) -> rusqlite::Result<()> {
    let (sql, values) = query(listing);
    let mut select = db.prepare_cached(&sql)?;
    let mut rows = select.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        take(&row::read(row)?);
    }
    Ok(())
}

/// A condition for each limit, so that the right index is used.
fn query(listing: &Listing) -> (String, Vec<Box<dyn ToSql>>) {
    let mut sql = concat!("SELECT ", columns!(), " FROM invoices WHERE TRUE").to_owned();
    let mut values: Vec<Box<dyn ToSql>> = Vec::new();
    let mut limit = |condition: &str, value: Box<dyn ToSql>| {
        sql.push_str(condition);
        values.push(value);
    };
    if let Some(label) = &listing.label {
        limit(" AND label = ?", Box::new(label.clone()));
    }
    if let Some(hash) = listing.payment_hash {
        limit(" AND payment_hash = ?", Box::new(hash.as_bytes().to_vec()));
    }
    if let Some(text) = &listing.text {
        limit(" AND ifnull(bolt11, bolt12) = ?", Box::new(text.clone()));
    }
    if let Some(id) = listing.offer_id {
        limit(" AND local_offer_id = ?", Box::new(id.as_bytes().to_vec()));
    }
    let by = if listing.order == Order::Updated { "updated_index" } else { "created_index" };
    if listing.start > 0 {
        limit(&format!(" AND {by} >= ?"), Box::new(Unsigned(listing.start)));
    }
    limit(&format!(" ORDER BY {by}, created_index LIMIT ?"), Box::new(listing.limit.map_or(-1, i64::from)));
    (sql, values)
}

/// The invoice of this label.
pub(crate) fn find(db: &Connection, label: &str) -> rusqlite::Result<Option<Invoice>> {
    let mut select = db.prepare_cached(concat!("SELECT ", columns!(), " FROM invoices WHERE label = ?1"))?;
    select.query_row([label], row::read).optional()
}

/// The invoice of this hash.
pub(crate) fn find_by_hash(db: &Connection, hash: Hash) -> rusqlite::Result<Option<Invoice>> {
    let mut select = db.prepare_cached(concat!("SELECT ", columns!(), " FROM invoices WHERE payment_hash = ?1"))?;
    select.query_row([hash.as_bytes().as_slice()], row::read).optional()
}

/// The first invoice that was paid after so many.
pub(crate) fn next_paid(db: &Connection, after: u64) -> rusqlite::Result<Option<Invoice>> {
    let select = concat!("SELECT ", columns!(), " FROM invoices WHERE pay_index > ?1 ORDER BY pay_index LIMIT 1");
    db.prepare_cached(select)?.query_row([Unsigned(after)], row::read).optional()
}

/// When the next invoice expires, in seconds since 1970.
pub(crate) fn next_expiry(db: &Connection) -> rusqlite::Result<Option<u64>> {
    let mut select = db.prepare_cached("SELECT min(expires_at) FROM invoices WHERE status = 'unpaid'")?;
    select.query_row([], |row| Ok(row.get::<_, Option<Unsigned>>(0)?.map(|time| time.0)))
}

/// Whether there is, or was, any invoice.
pub(crate) fn is_any(db: &Connection) -> rusqlite::Result<bool> {
    Ok(last(db, Subsystem::Invoices, Change::Created)? > 0)
}
