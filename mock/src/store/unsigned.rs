//! Numbers up to 2^64-1 in a database whose integers are signed.

use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlResult, ToSqlOutput, ValueRef};

/// A `u64`, stored as the signed integer that is 2^63 less: 0 as -2^63, 2^64-1 as 2^63-1. No two numbers become the
/// same, and their order stays, so that SQLite compares and sorts them as it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unsigned(pub(super) u64);

const HALF: u64 = 1 << 63;

impl ToSql for Unsigned {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok((self.0 ^ HALF).cast_signed().into())
    }
}

impl FromSql for Unsigned {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_i64().map(|stored| Self(stored.cast_unsigned() ^ HALF))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use rusqlite::Connection;

    use super::Unsigned;

    #[test]
    fn numbers_come_back_in_order_and_as_they_were() {
        let numbers = [0, 1, 1 << 53, (1 << 53) + 1, (1 << 63) - 1, 1 << 63, (1 << 63) + 1, u64::MAX - 1, u64::MAX];
        let db = Connection::open_in_memory().unwrap();
        db.execute("CREATE TABLE numbers (n INTEGER UNIQUE)", []).unwrap();
        for number in numbers.iter().rev() {
            db.execute("INSERT INTO numbers VALUES (?1)", [Unsigned(*number)]).unwrap();
        }
        let mut sorted = db.prepare("SELECT n FROM numbers ORDER BY n").unwrap();
        let found: Vec<Unsigned> = sorted.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        assert_eq!(found, numbers.map(Unsigned));
        for number in numbers {
            let mut from = db.prepare("SELECT count(*) FROM numbers WHERE n >= ?1").unwrap();
            let count: usize = from.query_row([Unsigned(number)], |row| row.get(0)).unwrap();
            assert_eq!(count, numbers.iter().filter(|other| **other >= number).count());
        }
    }
}
