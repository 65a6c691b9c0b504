//! The datastore: bytes under keys that are paths.

use std::str::FromStr;

use cln_runtime::Hex;
use cln_runtime::json::Tree;
use rusqlite::{Connection, OptionalExtension, Row, Transaction};

use super::duplicate::is_duplicate;
use super::not_added::NotAdded;
use super::unsigned::Unsigned;

/// A key is its words with a zero byte between them, as nodes store it; so is the order in which they list. What was
/// deleted leaves its key behind, without data: that it was there is known.
pub(super) const TABLE: &str = "
    CREATE TABLE datastore (
        key BLOB PRIMARY KEY,
        generation INTEGER NOT NULL,
        data BLOB
    ) STRICT, WITHOUT ROWID;
";

/// A path of words.
pub(crate) type Key = Vec<String>;

/// An entry. What it holds may be a secret, so it cannot be shown.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) key: Key,
    pub(crate) generation: u64,
    pub(crate) data: Vec<u8>,
}

/// The entry of a key.
pub(crate) fn get(db: &Connection, key: &[String]) -> rusqlite::Result<Option<Entry>> {
    let select = "SELECT key, generation, data FROM datastore WHERE key = ?1 AND data NOTNULL";
    db.prepare_cached(select)?.query_row([stored(key)], read).optional()
}

/// Hands the entries of a key and of all below it to `take`, in a node's order; without a key, all entries.
pub(crate) fn each(db: &Connection, key: Option<&[String]>, mut take: impl FnMut(Entry)) -> rusqlite::Result<()> {
    let from = key.map(stored).unwrap_or_default();
    let select = "SELECT key, generation, data FROM datastore WHERE key >= ?1 AND data NOTNULL ORDER BY key";
    let mut select = db.prepare_cached(select)?;
    let mut rows = select.query([from])?;
    while let Some(row) = rows.next()? {
        let entry = read(row)?;
        if key.is_some_and(|key| !entry.key.starts_with(key)) {
            break;
        }
        take(entry);
    }
    Ok(())
}

/// Whether there is, or was, an entry whose path begins with the same word.
pub(crate) fn is_known(db: &Connection, key: &[String]) -> rusqlite::Result<bool> {
    let first = key.first().map(|word| word.as_bytes().to_vec()).unwrap_or_default();
    let (below, end) = ([&first[..], &[0]].concat(), [&first[..], &[1]].concat());
    let exists = "SELECT EXISTS (SELECT 1 FROM datastore WHERE key = ?1 OR (key >= ?2 AND key < ?3))";
    db.prepare_cached(exists)?.query_row([first, below, end], |row| row.get(0))
}

/// Puts an entry in the place of what is there.
pub(crate) fn put(transaction: &Transaction<'_>, entry: &Entry) -> rusqlite::Result<()> {
    let replace = "INSERT OR REPLACE INTO datastore (key, generation, data) VALUES (?1, ?2, ?3)";
    let values = (stored(&entry.key), Unsigned(entry.generation), &entry.data);
    transaction.prepare_cached(replace)?.execute(values).map(drop)
}

/// Takes an entry out.
pub(crate) fn remove(transaction: &Transaction<'_>, key: &[String]) -> rusqlite::Result<()> {
    transaction.prepare_cached("UPDATE datastore SET data = NULL WHERE key = ?1")?.execute([stored(key)]).map(drop)
}

/// Adds an entry as `listdatastore` has it. One without data only says that there are some below it.
pub(super) fn insert(transaction: &Transaction<'_>, row: &Tree) -> Result<(), NotAdded> {
    let wrong = |what: &str| Err(NotAdded::Wrong(what.to_owned()));
    let key = match row.at("/key") {
        Some(Tree::Text(word)) => vec![word.clone()],
        Some(Tree::Array(words)) if !words.is_empty() => match words.iter().map(word).collect() {
            Some(words) => words,
            None => return wrong("key: expected texts"),
        },
        _ => return wrong("expected a \"key\", a text or an array of texts"),
    };
    let data = match (row.at("/hex"), row.at("/string")) {
        (Some(Tree::Text(hex)), _) => Hex::from_str(hex).ok().map(|hex| hex.as_bytes().to_vec()),
        (None, Some(Tree::Text(string))) => Some(string.clone().into_bytes()),
        (None, None) => return Ok(()),
        _ => None,
    };
    let Some(data) = data else { return wrong("expected \"hex\" to be hex digits, or a text as \"string\"") };
    let generation = match row.at("/generation") {
        None => Some(0),
        Some(Tree::Plain(number)) => number.parse().ok(),
        Some(_) => None,
    };
    let Some(generation) = generation else { return wrong("generation: expected a number") };
    let values = (stored(&key), Unsigned(generation), data);
    let insert = "INSERT INTO datastore (key, generation, data) VALUES (?1, ?2, ?3)";
    match transaction.prepare_cached(insert)?.execute(values) {
        Err(error) if is_duplicate(&error) => wrong("this \"key\" is there already"),
        inserted => Ok(inserted.map(drop)?),
    }
}

fn word(word: &Tree) -> Option<String> {
    match word {
        Tree::Text(word) => Some(word.clone()),
        _ => None,
    }
}

fn stored(key: &[String]) -> Vec<u8> {
    key.join("\0").into_bytes()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let key: Vec<u8> = row.get("key")?;
    let words = key.split(|byte| *byte == 0).map(|word| String::from_utf8_lossy(word).into_owned());
    Ok(Entry { key: words.collect(), generation: row.get::<_, Unsigned>("generation")?.0, data: row.get("data")? })
}
