//! Invoices of the node that it pays itself.

use cln_runtime::{Hash, Msat, Secret};
use rusqlite::Transaction;

use crate::bolt11;
use crate::store::invoices::{self, Invoice, InvoiceStatus, NotPaid};

/// What comes in for one.
#[derive(Debug)]
pub(super) struct Coming {
    pub(super) hash: Hash,
    pub(super) amount: Msat,
    pub(super) secret: Option<Secret>,
    /// Whether it does so through the channels.
    pub(super) comes_in: bool,
}

/// An invoice that is paid, and its preimage; or why it cannot be, in a node's words.
type Paid = Result<(Invoice, Secret), String>;

/// Pays one.
pub(super) fn pay(transaction: &Transaction<'_>, coming: &Coming, now: u64) -> rusqlite::Result<Paid> {
    undone_if(transaction, Paid::is_err, || try_to_pay(transaction, coming, now))
}

/// What would come of that.
pub(super) fn would_pay(transaction: &Transaction<'_>, coming: &Coming, now: u64) -> rusqlite::Result<Paid> {
    undone_if(transaction, |_| true, || try_to_pay(transaction, coming, now))
}

/// What is refused in the end has changed nothing.
fn undone_if(
    transaction: &Transaction<'_>,
    is_undone: impl FnOnce(&Paid) -> bool,
    pay: impl FnOnce() -> rusqlite::Result<Paid>,
) -> rusqlite::Result<Paid> {
    transaction.execute_batch("SAVEPOINT own_invoice")?;
    let paid = pay()?;
    if is_undone(&paid) {
        transaction.execute_batch("ROLLBACK TO own_invoice")?;
    }
    transaction.execute_batch("RELEASE own_invoice")?;
    Ok(paid)
}

fn try_to_pay(transaction: &Transaction<'_>, coming: &Coming, now: u64) -> rusqlite::Result<Paid> {
    let (hash, amount) = (coming.hash, coming.amount);
    let unpaid = |invoice: &Invoice| invoice.status == InvoiceStatus::Unpaid;
    if let Some(invoice) = invoices::find_by_hash(transaction, hash)?.filter(unpaid)
        && let Err(why) = check(&invoice, coming.secret.as_ref())
    {
        return Ok(Err(why));
    }
    let pay = if coming.comes_in { invoices::pay } else { invoices::settle };
    let paid = pay(transaction, hash, amount, now)?.map_err(|why| told(&why, hash, amount));
    Ok(paid.and_then(|invoice| {
        let preimage = invoice.preimage.clone();
        Ok((invoice, preimage.ok_or_else(|| told(&NotPaid::NoPreimage, hash, amount))?))
    }))
}

/// Who pays has to know what is in the invoice.
fn check(invoice: &Invoice, secret: Option<&Secret>) -> Result<(), String> {
    let Some(read) = invoice.bolt11.as_deref().and_then(|text| bolt11::read(text).ok()) else { return Ok(()) };
    let hash = invoice.payment_hash;
    match secret {
        None => Err(format!("Attempt to pay {hash} without secret")),
        Some(secret) if *secret.expose() != read.payment_secret() => {
            Err(format!("Attempt to pay {hash} with wrong secret"))
        }
        Some(_) => Ok(()),
    }
}

fn told(why: &NotPaid, hash: Hash, amount: Msat) -> String {
    match why {
        NotPaid::Unknown => format!("Unknown invoice {hash}"),
        NotPaid::Paid | NotPaid::Expired(_) => format!("Already paid or expired invoice {hash}"),
        NotPaid::TooLittle(asked) => format!("Attempt to pay {hash} with amount {amount} < {asked}"),
        NotPaid::TooMuch(asked) => format!("Attempt to pay {hash} with amount {amount} > {asked}"),
        other => other.to_string(),
    }
}
