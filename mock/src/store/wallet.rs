//! The wallet: outputs on the chain, and the addresses that were given out.

use cln_runtime::json::Tree;
use rusqlite::{Connection, Transaction, params};

use super::duplicate::is_duplicate;
use super::not_added::NotAdded;
use super::row::{required, text};

pub(super) const TABLE: &str = "
    CREATE TABLE outputs (
        number INTEGER PRIMARY KEY,
        txid TEXT NOT NULL,
        output INTEGER NOT NULL,
        status TEXT NOT NULL,
        row TEXT NOT NULL,
        UNIQUE (txid, output)
    ) STRICT;
    CREATE TABLE addresses (
        keyidx INTEGER PRIMARY KEY,
        bech32 TEXT,
        p2tr TEXT
    ) STRICT;
";

/// Hands outputs to `take`, as `listfunds` has them, in the order in which they were added.
pub(crate) fn outputs(db: &Connection, with_spent: bool, mut take: impl FnMut(&str)) -> rusqlite::Result<()> {
    let mut select = db.prepare_cached("SELECT row FROM outputs WHERE ?1 OR status <> 'spent' ORDER BY number")?;
    let mut rows = select.query([with_spent])?;
    while let Some(row) = rows.next()? {
        take(row.get_ref(0)?.as_str()?);
    }
    Ok(())
}

/// An address, of one kind or of both, and the number of its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Issued {
    pub(crate) keyidx: i64,
    pub(crate) bech32: Option<String>,
    pub(crate) p2tr: Option<String>,
}

/// The number of the next key: the first is 1.
pub(crate) fn next_key(db: &Connection) -> rusqlite::Result<i64> {
    db.query_row("SELECT ifnull(max(keyidx), 0) + 1 FROM addresses", [], |row| row.get(0))
}

/// Gives an address out.
pub(crate) fn issue(transaction: &Transaction<'_>, issued: &Issued) -> rusqlite::Result<()> {
    let insert = "INSERT INTO addresses (keyidx, bech32, p2tr) VALUES (?1, ?2, ?3)";
    let values = params![issued.keyidx, issued.bech32, issued.p2tr];
    transaction.prepare_cached(insert)?.execute(values).map(drop)
}

/// Hands addresses to `take`, from a key on, so many; with an address, only that one.
pub(crate) fn issued(
    db: &Connection,
    start: i64,
    limit: Option<u32>,
    address: Option<&str>,
    mut take: impl FnMut(Issued),
) -> rusqlite::Result<()> {
    let select = "SELECT keyidx, bech32, p2tr FROM (SELECT * FROM addresses WHERE keyidx >= ?1 ORDER BY keyidx LIMIT ?2) \
                  WHERE ?3 ISNULL OR ?3 IN (bech32, p2tr) ORDER BY keyidx";
    let mut select = db.prepare_cached(select)?;
    let mut rows = select.query(params![start, limit.map_or(-1, i64::from), address])?;
    while let Some(row) = rows.next()? {
        take(Issued { keyidx: row.get(0)?, bech32: row.get(1)?, p2tr: row.get(2)? });
    }
    Ok(())
}

/// Adds an output as `listfunds` has it.
pub(super) fn insert_output(transaction: &Transaction<'_>, row: &Tree) -> Result<(), NotAdded> {
    let values = params![required(row, "txid")?, number(row, "output")?, required(row, "status")?, row.to_string()];
    let insert = "INSERT INTO outputs (txid, output, status, row) VALUES (?1, ?2, ?3, ?4)";
    added(transaction.prepare_cached(insert)?.execute(values), "an output of this \"txid\" and \"output\"")
}

/// Adds an address as `listaddresses` has it.
pub(super) fn insert_address(transaction: &Transaction<'_>, row: &Tree) -> Result<(), NotAdded> {
    let issued = Issued { keyidx: number(row, "keyidx")?, bech32: text(row, "bech32")?, p2tr: text(row, "p2tr")? };
    added(issue(transaction, &issued), "an address of this \"keyidx\"")
}

fn added<T>(inserted: rusqlite::Result<T>, what: &str) -> Result<(), NotAdded> {
    match inserted {
        Err(error) if is_duplicate(&error) => Err(NotAdded::Wrong(format!("{what} is there already"))),
        inserted => Ok(inserted.map(drop)?),
    }
}

fn number(row: &Tree, name: &str) -> Result<i64, NotAdded> {
    let number = match row.at(&format!("/{name}")) {
        Some(Tree::Plain(number)) => number.parse::<u32>().ok(),
        _ => None,
    };
    number.map(i64::from).ok_or_else(|| NotAdded::Wrong(format!("expected a number as {name}")))
}
