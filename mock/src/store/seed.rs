//! Rows to begin with, as JSON in the form in which nodes list them.

use std::path::PathBuf;

use cln_bindings::{DelpayPayments, DelpayResponse};
use cln_runtime::json::Tree;
use cln_runtime::{Record, Violations};
use rusqlite::Transaction;

use super::counters::{Change, Subsystem, raise};
use super::duplicate::is_duplicate;
use super::not_added::NotAdded;
use super::{Store, channels, datastore, invoices, own, payments, peers, wallet};
use crate::error::Error;

/// Reads `{"payments": [...]}`, the form in which nodes answer `delpay` and `listsendpays`.
///
/// # Errors
/// Everything that breaks the response's schema: a payment that a node would not write is no use in a test by mistake.
pub fn read_payments(json: &str) -> Result<Vec<DelpayPayments>, Violations> {
    DelpayResponse::from_json_strict(json.as_bytes()).map(|response| response.payments)
}

/// Rows to begin with.
#[derive(Debug, Default)]
pub(crate) struct Seeds {
    /// The file that they come from.
    pub(crate) source: Option<PathBuf>,
    pub(crate) payments: Vec<DelpayPayments>,
    /// Other lists, by their names.
    pub(crate) lists: Vec<(String, Vec<Tree>)>,
    /// Whether those that are there already are left out, and no mistake.
    pub(crate) may_be_there: bool,
}

impl Seeds {
    /// Reads an object of lists: what nodes answer to `listsendpays`, `listinvoices` and the like, and several of these
    /// answers put into one object.
    pub(crate) fn read(source: Option<PathBuf>, json: &str) -> Result<Self, Error> {
        let wrong = |why: String| Error::Listings(source.clone(), why);
        let tree = Tree::parse(json).map_err(|error| wrong(error.to_string()))?;
        let Tree::Object(members) = tree else { return Err(wrong("expected an object of lists".to_owned())) };
        let (mut payments, mut lists) = (Vec::new(), Vec::new());
        for (name, value) in members {
            let Tree::Array(rows) = value else { return Err(wrong(format!("expected a list of {name}"))) };
            if name == "payments" {
                let json = Tree::Object(vec![(name, Tree::Array(rows))]).to_string();
                payments = read_payments(&json).map_err(|violations| Error::Payments(source.clone(), violations))?;
            } else {
                lists.push((name, rows));
            }
        }
        Ok(Self { source, payments, lists, may_be_there: false })
    }
}

/// Adds rows: all, or none if one of them is there already, or if what comes before that is made final fails.
pub(crate) fn seed<T>(
    store: &mut Store,
    seeds: &[Seeds],
    before_commit: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    let added = store.change(|transaction| {
        for seeds in seeds {
            add_payments(transaction, seeds)?;
            for (name, rows) in &seeds.lists {
                add(transaction, name, rows).map_err(|why| why.error(seeds.source.clone(), name))?;
            }
        }
        before_commit()
    });
    added.map_err(|error| error.of_database(store.file()))
}

fn add_payments(transaction: &Transaction<'_>, seeds: &Seeds) -> Result<(), Error> {
    let (mut created, mut updated) = (0, 0);
    for payment in &seeds.payments {
        match payments::insert(transaction, payment) {
            Err(error) if is_duplicate(&error) && seeds.may_be_there => continue,
            Err(error) if is_duplicate(&error) => return Err(Error::duplicate(seeds.source.as_deref(), payment)),
            inserted => inserted?,
        }
        created = created.max(payment.created_index);
        updated = updated.max(payment.updated_index.unwrap_or(0));
    }
    if !seeds.may_be_there && !seeds.payments.is_empty() {
        own::mark(transaction, own::PAYMENTS)?;
    }
    raise(transaction, Subsystem::Sendpays, Change::Created, created)?;
    raise(transaction, Subsystem::Sendpays, Change::Updated, updated)?;
    Ok(())
}

/// The lists that can be added, beside `payments`.
const LISTS: &[(&str, Add)] = &[
    ("addresses", wallet::insert_address),
    ("channels", channels::insert),
    ("closedchannels", channels::insert_closed),
    ("datastore", datastore::insert),
    ("invoices", invoices::insert),
    ("outputs", wallet::insert_output),
    ("peers", peers::insert),
];

/// Adds a row of a list.
type Add = fn(&Transaction<'_>, &Tree) -> Result<(), NotAdded>;

fn add(transaction: &Transaction<'_>, name: &str, rows: &[Tree]) -> Result<(), NotAdded> {
    let Some((_, add)) = LISTS.iter().find(|(list, _)| *list == name) else {
        let known: Vec<&str> = std::iter::once("payments").chain(LISTS.iter().map(|(list, _)| *list)).collect();
        return Err(NotAdded::Wrong(format!("this node keeps no such list; it keeps {}", known.join(", "))));
    };
    rows.iter().enumerate().try_for_each(|(index, row)| {
        add(transaction, row).map_err(|why| match why {
            NotAdded::Wrong(why) => NotAdded::Wrong(format!("[{index}]: {why}")),
            database => database,
        })
    })
}
