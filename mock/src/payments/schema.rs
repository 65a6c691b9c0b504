//! The tables, and how SQLite keeps them.

use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

/// What tells our files from other people's: `clnm`.
const APPLICATION: i64 = 0x636c_6e6d;

/// The layout below. A file with another is refused.
const LAYOUT: i64 = 1;

/// One row for each part. Numbers are stored 2^63 less than they are (`unsigned`), `partid` and `groupid` as zero where
/// they are not given.
const TABLES: &str = "
    CREATE TABLE payments (
        payment_hash BLOB NOT NULL,
        partid INTEGER NOT NULL,
        groupid INTEGER NOT NULL,
        created_index INTEGER NOT NULL,
        id INTEGER NOT NULL,
        status TEXT NOT NULL,
        amount_sent_msat INTEGER NOT NULL,
        destination BLOB,
        amount_msat INTEGER,
        created_at INTEGER NOT NULL,
        updated_index INTEGER,
        completed_at INTEGER,
        payment_preimage BLOB,
        label TEXT,
        bolt11 TEXT,
        bolt12 TEXT,
        erroronion BLOB,
        UNIQUE (payment_hash, partid, groupid)
    );
    CREATE INDEX payments_created ON payments (created_index);
    CREATE INDEX payments_updated ON payments (updated_index);
    CREATE INDEX payments_bolt11 ON payments (bolt11) WHERE bolt11 IS NOT NULL;
";

/// Makes the tables, unless they are there.
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
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let number = |name: &str| transaction.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let (application, layout) = (number("application_id")?, number("user_version")?);
    let objects: i64 = transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (application, layout) {
        (APPLICATION, LAYOUT) => {}
        (0, 0) if objects == 0 => {
            transaction.execute_batch(TABLES)?;
            transaction.pragma_update(None, "application_id", APPLICATION)?;
            transaction.pragma_update(None, "user_version", LAYOUT)?;
        }
        _ => return Err(rusqlite::Error::InvalidPath("not a database of cln-mock, or of another version".into())),
    }
    transaction.commit()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::*;

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
