//! The tables, and how SQLite keeps them.

use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::{channels, counters, datastore, invoices, own, payments, peers, wallet};

/// What tells our files from other people's: `clnm`.
const APPLICATION: i64 = 0x636c_6e6d;

/// What has been added to the tables with each version of the layout, the first of which is 1. A file says which it has.
const STEPS: &[&str] = &[
    payments::TABLE,
    counters::TABLE,
    channels::TABLE,
    peers::TABLE,
    datastore::TABLE,
    wallet::TABLE,
    invoices::TABLE,
    payments::COLUMNS,
    own::TABLE,
    invoices::INDEXES,
];

/// Makes the tables, or those that a file of an older layout lacks.
///
/// A commit is in the log, which is a file, before it is answered: that is enough if the process is killed, whenever
/// that is. `durable`, the log is on the disk, too, in case the machine fails; each commit then waits for the disk. The
/// process keeps the file to itself, so that two mock nodes never serve the same one.
pub(super) fn prepare(db: &mut Connection, durable: bool) -> rusqlite::Result<()> {
    db.set_prepared_statement_cache_capacity(32);
    // Whoever has the file keeps it, so there is nothing to wait for.
    db.busy_timeout(Duration::ZERO)?;
    db.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    db.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    db.pragma_update(None, "synchronous", if durable { "FULL" } else { "NORMAL" })?;
    db.execute_batch(counters::EVENTS)?;
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = steps_done(&transaction)?;
    for step in STEPS.iter().skip(done) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", STEPS.len())?;
    transaction.commit()
}

/// How many of the steps a database has seen.
fn steps_done(transaction: &Transaction<'_>) -> rusqlite::Result<usize> {
    let number = |name: &str| transaction.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let objects: i64 = transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let wrong = |why: &str| Err(rusqlite::Error::InvalidPath(why.into()));
    match (number("application_id")?, usize::try_from(number("user_version")?)) {
        (0, Ok(0)) if objects == 0 => Ok(0),
        (APPLICATION, Ok(layout)) if layout <= STEPS.len() => Ok(layout),
        (APPLICATION, _) => wrong("it was made by a newer cln-mock: use that one, or begin with another file"),
        _ => wrong("it is not a database of cln-mock"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::*;
    use crate::store::unsigned::Unsigned;

    /// Files of the first layout are in use.
    #[test]
    fn an_older_layout_gets_what_it_lacks() {
        let mut db = Connection::open_in_memory().unwrap();
        db.execute_batch(STEPS[0]).unwrap();
        let row = "INSERT INTO payments VALUES (x'01', 0, 0, ?1, 0, 'failed', 0, NULL, NULL, 0, ?2, NULL, NULL, NULL, NULL, NULL, NULL)";
        db.execute(row, (Unsigned(7), Unsigned(3))).unwrap();
        db.pragma_update(None, "application_id", APPLICATION).unwrap();
        db.pragma_update(None, "user_version", 1).unwrap();
        for _ in 0..2 {
            prepare(&mut db, false).unwrap();
            let last = |change| counters::last(&db, counters::Subsystem::Sendpays, change).unwrap();
            assert_eq!((last(counters::Change::Created), last(counters::Change::Updated)), (7, 3));
            // Of a payment that was sent otherwise, nothing else is known; but it is no example.
            let kept = "SELECT count(*) FROM payments WHERE coalesce(total_msat, description, route, failure) IS NULL";
            assert_eq!(db.query_row(kept, [], |row| row.get::<_, u32>(0)).unwrap(), 1);
            assert!(own::has_own(&db, own::PAYMENTS).unwrap());
        }
        let layout: usize = db.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        assert_eq!(layout, STEPS.len());
    }

    #[test]
    fn other_files_are_left_alone() {
        let refused = |application: i64, layout: i64| {
            let mut db = Connection::open_in_memory().unwrap();
            db.execute_batch("CREATE TABLE x (y)").unwrap();
            db.pragma_update(None, "application_id", application).unwrap();
            db.pragma_update(None, "user_version", layout).unwrap();
            prepare(&mut db, false).unwrap_err().to_string()
        };
        assert!(refused(0, 0).contains("it is not a database of cln-mock"));
        assert!(refused(APPLICATION, 1000).contains("it was made by a newer cln-mock"));
    }

    #[test]
    fn nobody_waits_for_a_file_that_is_taken() {
        let mut db = Connection::open_in_memory().unwrap();
        prepare(&mut db, false).unwrap();
        let patience: i64 = db.pragma_query_value(None, "busy_timeout", |row| row.get(0)).unwrap();
        assert_eq!(patience, 0);
    }

    #[test]
    fn who_wants_it_waits_for_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        for (durable, synchronous) in [(false, 1), (true, 2)] {
            let mut db = Connection::open(folder.path().join("db")).unwrap();
            prepare(&mut db, durable).unwrap();
            let pragma =
                |name| db.pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0)).unwrap();
            assert_eq!(pragma("synchronous"), rusqlite::types::Value::Integer(synchronous));
            assert_eq!(pragma("journal_mode"), rusqlite::types::Value::Text("wal".to_owned()));
        }
    }
}
