//! Which tables have, or have had, rows other than the documented examples: there is more to go by than documentation.

use rusqlite::{Connection, Transaction};

/// Rows of an older file may have come from anywhere.
pub(super) const TABLE: &str = "
    CREATE TABLE own (name TEXT PRIMARY KEY) WITHOUT ROWID;
    INSERT INTO own SELECT 'payments' WHERE EXISTS (SELECT 1 FROM counters WHERE subsystem = 'sendpays');
";

pub(crate) const PAYMENTS: &str = "payments";

/// It has some now.
pub(super) fn mark(transaction: &Transaction<'_>, name: &str) -> rusqlite::Result<()> {
    transaction.prepare_cached("INSERT OR IGNORE INTO own VALUES (?1)")?.execute([name]).map(drop)
}

/// Whether it has, or has had, any.
pub(crate) fn has_own(db: &Connection, name: &str) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT EXISTS (SELECT 1 FROM own WHERE name = ?1)")?.query_row([name], |row| row.get(0))
}
