//! The numbers that a node gives to rows, one after another. None is given twice, whatever was deleted in between.

use cln_runtime::json::Tree;
use rusqlite::{Connection, OptionalExtension, Transaction};

use super::unsigned::Unsigned;

/// What is counted, by the names that the command `wait` has for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subsystem {
    Forwards,
    Sendpays,
    Invoices,
    Htlcs,
    Chainmoves,
    Channelmoves,
    Networkevents,
    /// Payments of invoices, by their `pay_index`. `wait` does not know them.
    Receipts,
}

/// What has happened to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Created,
    Updated,
    Deleted,
}

/// The last number of each. A new table begins with the payments that a file of the first layout has.
pub(super) const TABLE: &str = "
    CREATE TABLE counters (
        subsystem TEXT NOT NULL,
        change TEXT NOT NULL,
        last INTEGER NOT NULL,
        PRIMARY KEY (subsystem, change)
    ) WITHOUT ROWID;
    INSERT INTO counters
        SELECT 'sendpays', 'created', max(created_index) FROM payments HAVING max(created_index) IS NOT NULL;
    INSERT INTO counters
        SELECT 'sendpays', 'updated', max(updated_index) FROM payments HAVING max(updated_index) IS NOT NULL;
";

/// What has lately happened, for who waits for it. A request that waits does not outlive the process, so this need not,
/// either; but what a transaction that fails has done has not happened.
pub(super) const EVENTS: &str = "
    CREATE TEMP TABLE IF NOT EXISTS events (
        subsystem TEXT NOT NULL,
        change TEXT NOT NULL,
        number INTEGER NOT NULL,
        details TEXT NOT NULL,
        PRIMARY KEY (subsystem, change, number)
    ) WITHOUT ROWID;
";

/// How many events of each kind are remembered: far more than happen before a request that waits is tried again.
const REMEMBERED: u64 = 1000;

impl Subsystem {
    const ALL: [Self; 7] = [
        Self::Forwards,
        Self::Sendpays,
        Self::Invoices,
        Self::Htlcs,
        Self::Chainmoves,
        Self::Channelmoves,
        Self::Networkevents,
    ];

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subsystem| subsystem.name() == name)
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Forwards => "forwards",
            Self::Sendpays => "sendpays",
            Self::Invoices => "invoices",
            Self::Htlcs => "htlcs",
            Self::Chainmoves => "chainmoves",
            Self::Channelmoves => "channelmoves",
            Self::Networkevents => "networkevents",
            Self::Receipts => "receipts",
        }
    }
}

impl Change {
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Created, Self::Updated, Self::Deleted].into_iter().find(|change| change.name() == name)
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Deleted => "deleted",
        }
    }
}

/// The last number that was given; 0 before the first.
pub(crate) fn last(db: &Connection, of: Subsystem, change: Change) -> rusqlite::Result<u64> {
    let mut select = db.prepare_cached("SELECT last FROM counters WHERE subsystem = ?1 AND change = ?2")?;
    let last = select.query_row((of.name(), change.name()), |row| row.get::<_, Unsigned>(0)).optional()?;
    Ok(last.map_or(0, |last| last.0))
}

/// Whether any number was ever given.
pub(crate) fn is_any(db: &Connection) -> rusqlite::Result<bool> {
    db.query_row("SELECT EXISTS (SELECT 1 FROM counters)", [], |row| row.get(0))
}

/// The next number, which is given now.
pub(crate) fn next(transaction: &Transaction<'_>, of: Subsystem, change: Change) -> rusqlite::Result<u64> {
    let next = last(transaction, of, change)?.saturating_add(1);
    raise(transaction, of, change, next)?;
    Ok(next)
}

/// Something has happened to a row, which gets the next number of the kind. Who waits for that number hears the details.
pub(crate) fn happen(
    transaction: &Transaction<'_>,
    of: Subsystem,
    change: Change,
    details: &Tree,
) -> rusqlite::Result<u64> {
    let number = next(transaction, of, change)?;
    let (subsystem, kind) = (of.name(), change.name());
    let mut forget =
        transaction.prepare_cached("DELETE FROM events WHERE subsystem = ?1 AND change = ?2 AND number <= ?3")?;
    if let Some(old) = number.checked_sub(REMEMBERED) {
        forget.execute((subsystem, kind, Unsigned(old)))?;
    }
    let mut remember = transaction.prepare_cached("INSERT OR REPLACE INTO events VALUES (?1, ?2, ?3, ?4)")?;
    remember.execute((subsystem, kind, Unsigned(number), details.to_string()))?;
    Ok(number)
}

/// What has happened under a number, if it is remembered.
pub(crate) fn details(db: &Connection, of: Subsystem, change: Change, number: u64) -> rusqlite::Result<Option<Tree>> {
    let select = "SELECT details FROM events WHERE subsystem = ?1 AND change = ?2 AND number = ?3";
    let mut select = db.prepare_cached(select)?;
    let found = select.query_row((of.name(), change.name(), Unsigned(number)), |row| row.get::<_, String>(0));
    Ok(found.optional()?.and_then(|details| Tree::parse(&details).ok()))
}

/// A row has this number already, so that later ones get higher ones. 0 is none.
pub(crate) fn raise(transaction: &Transaction<'_>, of: Subsystem, change: Change, to: u64) -> rusqlite::Result<()> {
    if to == 0 {
        return Ok(());
    }
    let raise = "INSERT INTO counters VALUES (?1, ?2, ?3) \
                 ON CONFLICT DO UPDATE SET last = max(last, excluded.last)";
    transaction.prepare_cached(raise)?.execute((of.name(), change.name(), Unsigned(to))).map(drop)
}
