//! What the node has: rows of an SQLite database, in a file or in memory.

pub(crate) mod channels;
mod counters;
pub(crate) mod datastore;
mod duplicate;
pub(crate) mod invoices;
mod layout;
pub(crate) mod made;
mod not_added;
mod own;
mod payments;
pub(crate) mod peers;
mod row;
mod seed;
#[cfg(test)]
mod steps;
mod unsigned;
pub(crate) mod wallet;

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, Transaction, TransactionBehavior};

pub(crate) use counters::{Change, Subsystem, details, is_any, last};
pub(crate) use own::{PAYMENTS, has_own};
pub(crate) use payments::{
    Hop, Listing, NotDeleted, Order, Part, Parts, Refusal, Sending, begin, complete, delete, fail, hold, last_group,
    list, list_parts, part, parts,
};
pub use seed::read_payments;
pub(crate) use seed::{Seeds, seed};

use crate::bell::Bell;
use crate::error::Error;

/// The store. Whoever has it is alone with the database.
#[derive(Debug)]
pub(crate) struct Store {
    db: Connection,
    file: Option<PathBuf>,
    bell: Arc<Bell>,
}

impl Store {
    /// In the file, which is made if there is none; in memory without one. The bell rings whenever something has changed.
    pub(crate) fn open(file: Option<&Path>, durable: bool, bell: Arc<Bell>) -> Result<Self, Error> {
        let failed = |error| Error::database(file, error);
        let db = match file {
            Some(file) => {
                make_private(file);
                Connection::open(file)
            }
            None => Connection::open_in_memory(),
        };
        let mut db = db.map_err(failed)?;
        layout::prepare(&mut db, durable).map_err(failed)?;
        Ok(Self { db, file: file.map(Path::to_owned), bell })
    }

    /// What is there, to be read.
    pub(crate) const fn db(&self) -> &Connection {
        &self.db
    }

    /// The file, if it is in one.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Changes what is there: all of it, or nothing if that fails. Who waits for something hears of it.
    pub(crate) fn change<T, E: From<rusqlite::Error>>(
        &mut self,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = change(&transaction)?;
        transaction.commit()?;
        self.bell.ring();
        Ok(done)
    }

    /// What a change would come to, which is not made.
    pub(crate) fn try_out<T, E: From<rusqlite::Error>>(
        &mut self,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = change(&transaction)?;
        transaction.rollback()?;
        Ok(done)
    }
}

/// Makes the file, if there is none, for this user alone: it holds preimages. What SQLite puts beside it has its mode.
/// One that is there is not even opened: closing it would undo the locks that another node of this process has.
fn make_private(file: &Path) {
    // If it cannot be made, SQLite says so.
    let _ = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
}
