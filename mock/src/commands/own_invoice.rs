//! Invoices of the node that it pays itself.

use cln_runtime::{Hash, Msat, Secret};
use rusqlite::Transaction;

use crate::bolt11;
use crate::store::invoices::{self, Invoice, InvoiceStatus, NotPaid};

/// Pays one, and gives its preimage; or why it cannot, in a node's words. What `comes_in` does so through the channels.
pub(super) fn pay(
    transaction: &Transaction<'_>,
    hash: Hash,
    amount: Msat,
    secret: Option<&Secret>,
    comes_in: bool,
    now: u64,
) -> rusqlite::Result<Result<Secret, String>> {
    if let Some(invoice) =
        invoices::find_by_hash(transaction, hash)?.filter(|invoice| invoice.status == InvoiceStatus::Unpaid)
        && let Err(why) = check(&invoice, secret)
    {
        return Ok(Err(why));
    }
    // What is refused in the end has changed nothing.
    transaction.execute_batch("SAVEPOINT own_invoice")?;
    let pay = if comes_in { invoices::pay } else { invoices::settle };
    let paid = pay(transaction, hash, amount, now)?.map_err(|why| told(&why, hash, amount));
    if paid.is_err() {
        transaction.execute_batch("ROLLBACK TO own_invoice")?;
    }
    transaction.execute_batch("RELEASE own_invoice")?;
    Ok(paid.and_then(|invoice| invoice.preimage.ok_or_else(|| told(&NotPaid::NoPreimage, hash, amount))))
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
