//! The payments: rows of an SQLite database, in a file or in memory.

mod delete;
mod list;
mod row;
mod schema;
mod seed;
mod unsigned;

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, TransactionBehavior};

pub(crate) use delete::{NotDeleted, Parts};
pub(crate) use list::{Listing, Order};
pub(crate) use seed::Seeds;
pub use seed::read_payments;

use crate::error::Error;

/// The store. Whoever has it is alone with the database.
#[derive(Debug)]
pub(crate) struct Payments {
    db: Connection,
    file: Option<PathBuf>,
}

impl Payments {
    /// In the file, which is made if there is none; in memory without one.
    pub(crate) fn open(file: Option<&Path>, durable: bool) -> Result<Self, Error> {
        let failed = |error| Error::database(file, error);
        let db = match file {
            Some(file) => {
                make_private(file);
                Connection::open(file)
            }
            None => Connection::open_in_memory(),
        };
        let mut db = db.map_err(failed)?;
        schema::prepare(&mut db, durable).map_err(failed)?;
        Ok(Self { db, file: file.map(Path::to_owned) })
    }

    /// Adds payments: all, or none if one of them is there already, or if what comes before that is made final fails.
    pub(crate) fn seed<T>(
        &mut self,
        seeds: &[Seeds],
        before_commit: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        let file = self.file.as_deref();
        let failed = |error| Error::database(file, error);
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        for Seeds { source, payments, may_be_there } in seeds {
            let mut insert = transaction.prepare_cached(row::INSERT).map_err(failed)?;
            for payment in payments {
                match row::insert(&mut insert, payment) {
                    Err(error) if is_duplicate(&error) && *may_be_there => {}
                    Err(error) if is_duplicate(&error) => return Err(Error::duplicate(source.as_deref(), payment)),
                    inserted => inserted.map_err(failed)?,
                }
            }
        }
        let done = before_commit()?;
        transaction.commit().map_err(failed)?;
        Ok(done)
    }
}

/// Makes the file, if there is none, for this user alone: it holds preimages. What SQLite puts beside it has its mode.
/// One that is there is not even opened: closing it would undo the locks that another node of this process has.
fn make_private(file: &Path) {
    // If it cannot be made, SQLite says so.
    let _ = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
}

/// Whether the payment is there already. Of the statement that says so, nothing is left; its transaction goes on.
fn is_duplicate(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation)
}
