//! What happens to invoices, one transaction each. Who waits for it hears of it in a node's words.

use std::fmt;

use cln_runtime::json::Tree;
use cln_runtime::{Hash, Msat};
use rusqlite::Transaction;

use super::invoice::{Invoice, InvoicePayment, InvoiceStatus};
use super::list::find_by_hash;
use super::row::{self, columns};
use crate::store::channels;
use crate::store::counters::{Change, Subsystem, happen, next};
use crate::store::unsigned::Unsigned;
use crate::wire::{object, text};

/// Why an invoice is not paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotPaid {
    Unknown,
    /// It is paid already.
    Paid,
    /// When it has expired, in seconds since 1970.
    Expired(u64),
    /// So much was asked for.
    TooLittle(Msat),
    /// So much was asked for, of which a node takes twice.
    TooMuch(Msat),
    /// It was listed by a node that has not shown it.
    NoPreimage,
    /// The channels cannot take in so much.
    NoRoom,
}

impl fmt::Display for NotPaid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("there is none with this label or hash"),
            Self::Paid => f.write_str("it is paid already"),
            Self::Expired(at) => write!(f, "it expired at {at}"),
            Self::TooLittle(asked) => write!(f, "it asks for {asked}"),
            Self::TooMuch(asked) => write!(f, "it asks for {asked}, and a node takes no more than twice as much"),
            Self::NoPreimage => {
                f.write_str("its preimage is not known: give the row that it comes from a `payment_preimage`")
            }
            Self::NoRoom => f.write_str("the channels cannot take in so much"),
        }
    }
}

/// Adds an invoice, and gives its number. No other one may have its label or hash.
pub(crate) fn create(transaction: &Transaction<'_>, mut invoice: Invoice) -> rusqlite::Result<Invoice> {
    let details = details(&invoice, &["status", "label", "bolt11", "bolt12"]);
    invoice.created_index = happen(transaction, Subsystem::Invoices, Change::Created, &details)?;
    row::insert(transaction, &invoice)?;
    Ok(invoice)
}

/// Marks those as expired whose time has come, in the order in which it has.
pub(crate) fn expire(transaction: &Transaction<'_>, now: u64) -> rusqlite::Result<()> {
    let select = concat!(
        "SELECT ",
        columns!(),
        " FROM invoices WHERE status = 'unpaid' AND expires_at <= ?1 ORDER BY expires_at, created_index"
    );
    let mut select = transaction.prepare_cached(select)?;
    let due = select.query_map([Unsigned(now)], row::read)?.collect::<rusqlite::Result<Vec<_>>>()?;
    for mut invoice in due {
        invoice.status = InvoiceStatus::Expired;
        update(transaction, &mut invoice, &["status", "label"])?;
    }
    Ok(())
}

/// An invoice is paid with money that does not come through a channel: the node pays its own.
pub(crate) fn settle(
    transaction: &Transaction<'_>,
    payment_hash: Hash,
    amount: Msat,
    now: u64,
) -> rusqlite::Result<Result<Invoice, NotPaid>> {
    let Some(mut invoice) = find_by_hash(transaction, payment_hash)? else { return Ok(Err(NotPaid::Unknown)) };
    if let Err(why) = is_payable(&invoice, amount, now) {
        return Ok(Err(why));
    }
    invoice.status = InvoiceStatus::Paid;
    invoice.payment = Some(InvoicePayment {
        pay_index: next(transaction, Subsystem::Receipts, Change::Created)?,
        amount_received_msat: amount,
        paid_at: now,
        outpoint: None,
    });
    update(transaction, &mut invoice, &["status", "label"])?;
    Ok(Ok(invoice))
}

/// An invoice is paid by somebody else. If the node has channels, the money comes in through them.
pub(crate) fn pay(
    transaction: &Transaction<'_>,
    payment_hash: Hash,
    amount: Msat,
    now: u64,
) -> rusqlite::Result<Result<Invoice, NotPaid>> {
    let invoice = match settle(transaction, payment_hash, amount, now)? {
        Ok(invoice) => invoice,
        Err(why) => return Ok(Err(why)),
    };
    Ok(channels::receive(transaction, amount.0)?.map(|()| invoice).map_err(|_| NotPaid::NoRoom))
}

/// In a node's order, which takes up to twice of what is asked for, as BOLT 4 has it.
fn is_payable(invoice: &Invoice, amount: Msat, now: u64) -> Result<(), NotPaid> {
    match (invoice.status, invoice.amount_msat) {
        (InvoiceStatus::Paid, _) => Err(NotPaid::Paid),
        (InvoiceStatus::Expired, _) => Err(NotPaid::Expired(invoice.expires_at)),
        _ if invoice.expires_at <= now => Err(NotPaid::Expired(invoice.expires_at)),
        (_, Some(asked)) if amount < asked => Err(NotPaid::TooLittle(asked)),
        (_, None) if amount == Msat(0) => Err(NotPaid::TooLittle(Msat(1))),
        (_, Some(asked)) if asked.0.checked_mul(2).is_some_and(|twice| amount.0 > twice) => {
            Err(NotPaid::TooMuch(asked))
        }
        _ if invoice.preimage.is_none() => Err(NotPaid::NoPreimage),
        _ => Ok(()),
    }
}

/// Deletes an invoice.
pub(crate) fn delete(transaction: &Transaction<'_>, invoice: &Invoice) -> rusqlite::Result<()> {
    transaction.prepare_cached("DELETE FROM invoices WHERE label = ?1")?.execute([&invoice.label])?;
    let details = details(invoice, &["status", "label", "bolt11", "bolt12"]);
    happen(transaction, Subsystem::Invoices, Change::Deleted, &details).map(drop)
}

/// Deletes the description of an invoice.
pub(crate) fn forget_description(transaction: &Transaction<'_>, invoice: &Invoice) -> rusqlite::Result<()> {
    let mut forgotten = invoice.clone();
    let details = details(invoice, &["label", "description"]);
    forgotten.description = None;
    forgotten.updated_index = happen(transaction, Subsystem::Invoices, Change::Updated, &details)?;
    write(transaction, &forgotten)
}

/// An invoice has changed, of which these members are told.
fn update(transaction: &Transaction<'_>, invoice: &mut Invoice, told: &[&str]) -> rusqlite::Result<()> {
    invoice.updated_index = happen(transaction, Subsystem::Invoices, Change::Updated, &details(invoice, told))?;
    write(transaction, invoice)
}

/// Replaces the row of an invoice.
fn write(transaction: &Transaction<'_>, invoice: &Invoice) -> rusqlite::Result<()> {
    transaction.prepare_cached("DELETE FROM invoices WHERE label = ?1")?.execute([&invoice.label])?;
    row::insert(transaction, invoice)
}

/// What is told to who waits for something to happen to an invoice.
fn details(invoice: &Invoice, told: &[&str]) -> Tree {
    let members = [
        ("status", Some(invoice.status.as_str().to_owned())),
        ("label", Some(invoice.label.clone())),
        ("bolt11", invoice.bolt11.clone()),
        ("bolt12", invoice.bolt12.clone()),
        ("description", invoice.description.clone()),
    ];
    let told = members.into_iter().filter(|(name, _)| told.contains(name));
    object(told.filter_map(|(name, value)| Some((name, text(value?)))))
}
