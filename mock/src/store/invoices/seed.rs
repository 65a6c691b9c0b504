//! Invoices to begin with, as a node lists them.

use std::str::FromStr;

use bitcoin::hashes::{Hash as _, sha256};
use cln_runtime::json::Tree;
use cln_runtime::{Hash, Msat, Outpoint, Secret};
use rusqlite::Transaction;

use super::invoice::{Invoice, InvoicePayment, InvoiceStatus};
use super::row;
use crate::store::counters::{Change, Subsystem, raise};
use crate::store::duplicate::is_duplicate;
use crate::store::not_added::NotAdded;
use crate::store::row::{required, text};

/// Adds an invoice as `listinvoices` has it. One that is unpaid may have the `payment_preimage` that a node does not show.
pub(in crate::store) fn insert(transaction: &Transaction<'_>, row: &Tree) -> Result<(), NotAdded> {
    let invoice = invoice(row)?;
    match row::insert(transaction, &invoice) {
        Err(error) if is_duplicate(&error) => {
            let which = "another invoice has this label, hash or pay_index already";
            return Err(NotAdded::Wrong(format!("{}: {which}", invoice.label)));
        }
        inserted => inserted?,
    }
    let paid = invoice.payment.map_or(0, |payment| payment.pay_index);
    raise(transaction, Subsystem::Invoices, Change::Created, invoice.created_index)?;
    raise(transaction, Subsystem::Invoices, Change::Updated, invoice.updated_index)?;
    Ok(raise(transaction, Subsystem::Receipts, Change::Created, paid)?)
}

/// What an invoice has as a node lists it.
const MEMBERS: [&str; 17] = [
    "label",
    "bolt11",
    "bolt12",
    "payment_hash",
    "amount_msat",
    "status",
    "pay_index",
    "amount_received_msat",
    "paid_outpoint",
    "paid_at",
    "payment_preimage",
    "description",
    "expires_at",
    "local_offer_id",
    "invreq_payer_note",
    "created_index",
    "updated_index",
];

fn invoice(row: &Tree) -> Result<Invoice, NotAdded> {
    let Tree::Object(members) = row else { return wrong("expected an object") };
    if let Some((name, _)) = members.iter().find(|(name, _)| !MEMBERS.contains(&name.as_str())) {
        return wrong(&format!("a node lists no {name} of an invoice"));
    }
    let status = required(row, "status")?;
    let Some(status) = InvoiceStatus::named(&status) else {
        return wrong(&format!("status: expected unpaid, paid or expired, found {status}"));
    };
    let payment_hash = needed("payment_hash", parsed::<Hash>(row, "payment_hash")?)?;
    let preimage = parsed::<Secret>(row, "payment_preimage")?;
    let hash_of = |preimage: &Secret| Hash::from(sha256::Hash::hash(preimage.expose()).to_byte_array());
    if preimage.as_ref().is_some_and(|preimage| hash_of(preimage) != payment_hash) {
        return wrong("payment_preimage: its hash is not the payment_hash");
    }
    let payment = match status {
        InvoiceStatus::Paid => Some(payment(row, preimage.as_ref())?),
        InvoiceStatus::Unpaid | InvoiceStatus::Expired => None,
    };
    Ok(Invoice {
        label: required(row, "label")?,
        payment_hash,
        status,
        amount_msat: number(row, "amount_msat")?.map(Msat),
        description: text(row, "description")?,
        expires_at: needed("expires_at", number(row, "expires_at")?)?,
        bolt11: text(row, "bolt11")?,
        bolt12: text(row, "bolt12")?,
        local_offer_id: parsed(row, "local_offer_id")?,
        invreq_payer_note: text(row, "invreq_payer_note")?,
        created_index: needed("created_index", number(row, "created_index")?)?,
        updated_index: number(row, "updated_index")?.unwrap_or(0),
        preimage,
        payment,
    })
}

fn payment(row: &Tree, preimage: Option<&Secret>) -> Result<InvoicePayment, NotAdded> {
    let required = |name| needed(name, number(row, name)?);
    needed("payment_preimage", preimage)?;
    Ok(InvoicePayment {
        pay_index: required("pay_index")?,
        amount_received_msat: Msat(required("amount_received_msat")?),
        paid_at: required("paid_at")?,
        outpoint: outpoint(row, "paid_outpoint")?,
    })
}

fn wrong<T>(why: &str) -> Result<T, NotAdded> {
    Err(NotAdded::Wrong(why.to_owned()))
}

fn needed<T>(name: &str, value: Option<T>) -> Result<T, NotAdded> {
    value.map_or_else(|| wrong(&format!("expected {name}, which is missing")), Ok)
}

fn number(row: &Tree, name: &str) -> Result<Option<u64>, NotAdded> {
    let Some(value) = row.at(&format!("/{name}")) else { return Ok(None) };
    let number = match value {
        Tree::Plain(number) => number.parse().ok(),
        _ => None,
    };
    number.map_or_else(|| wrong(&format!("{name}: expected a whole number, found {value}")), |number| Ok(Some(number)))
}

/// 32 bytes. The text itself is not told: it may be secret.
fn parsed<T: FromStr>(row: &Tree, name: &str) -> Result<Option<T>, NotAdded> {
    let Some(text) = text(row, name)? else { return Ok(None) };
    text.parse().map_or_else(|_| wrong(&format!("{name}: expected 64 hexadecimal digits")), |value| Ok(Some(value)))
}

fn outpoint(row: &Tree, name: &str) -> Result<Option<Outpoint>, NotAdded> {
    let Some(outpoint) = row.at(&format!("/{name}")) else { return Ok(None) };
    match (outpoint.at("/txid"), outpoint.at("/outnum")) {
        (Some(Tree::Text(txid)), Some(Tree::Plain(outnum))) => match (txid.parse(), outnum.parse()) {
            (Ok(txid), Ok(vout)) => Ok(Some(Outpoint { txid, vout })),
            _ => wrong(&format!("{name}: expected a txid and the number of an output")),
        },
        _ => wrong(&format!("{name}: expected an object of txid and outnum")),
    }
}
