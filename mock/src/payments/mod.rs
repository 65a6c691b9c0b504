//! The payments: rows of an SQLite database, in a file or in memory.

mod delete;
mod list;
mod row;
mod schema;
mod seed;
mod unsigned;

use std::path::Path;

use cln_bindings::DelpayPayments;
use rusqlite::{Connection, ErrorCode, TransactionBehavior};

pub(crate) use delete::{NotDeleted, Parts};
pub(crate) use list::{Listing, Order};
pub use seed::read_payments;

use crate::error::Error;

/// The store. Whoever has it is alone with the database.
#[derive(Debug)]
pub(crate) struct Payments {
    db: Connection,
}

impl Payments {
    /// In the file, which is made if there is none; in memory without one.
    pub(crate) fn open(file: Option<&Path>, durable: bool) -> Result<Self, Error> {
        let failed = |error| Error::database(file, error);
        let db = match file {
            Some(file) => Connection::open(file),
            None => Connection::open_in_memory(),
        };
        let mut db = db.map_err(failed)?;
        schema::prepare(&mut db, durable).map_err(failed)?;
        Ok(Self { db })
    }

    /// Adds payments: all, or none if one of them is there already.
    pub(crate) fn insert<'p>(
        &mut self,
        payments: impl IntoIterator<Item = &'p DelpayPayments>,
    ) -> rusqlite::Result<()> {
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        {
            let mut insert = transaction.prepare_cached(row::INSERT)?;
            for payment in payments {
                row::insert(&mut insert, payment)?;
            }
        }
        transaction.commit()
    }

    /// Adds those payments that are not there.
    pub(crate) fn insert_missing(&mut self, payments: &[DelpayPayments]) -> rusqlite::Result<()> {
        for payment in payments {
            let inserted = self.insert([payment]);
            let is_there =
                matches!(&inserted, Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation));
            if !is_there {
                inserted?;
            }
        }
        Ok(())
    }
}
