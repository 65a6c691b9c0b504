//! An invoice as a row, and back.

use cln_runtime::{Hash, Msat, Outpoint, Secret};
use rusqlite::types::Type;
use rusqlite::{Row, Transaction, named_params};

use super::invoice::{Invoice, InvoicePayment, InvoiceStatus};
use crate::store::unsigned::Unsigned;

/// What [`read`] wants to be selected.
macro_rules! columns {
    () => {
        "label, payment_hash, created_index, updated_index, status, amount_msat, bolt11, bolt12, description, expires_at, \
         local_offer_id, invreq_payer_note, preimage, pay_index, amount_received_msat, paid_at, paid_outpoint"
    };
}
pub(super) use columns;

const INSERT: &str = concat!(
    "INSERT INTO invoices (",
    columns!(),
    ") VALUES (:label, :payment_hash, :created_index, :updated_index, :status, :amount_msat, :bolt11, :bolt12, \
     :description, :expires_at, :local_offer_id, :invreq_payer_note, :preimage, :pay_index, :amount_received_msat, \
     :paid_at, :paid_outpoint)"
);

/// Adds an invoice, which must have another label and hash than those that are there.
pub(super) fn insert(transaction: &Transaction<'_>, invoice: &Invoice) -> rusqlite::Result<()> {
    let payment = invoice.payment.as_ref();
    let outpoint = payment.and_then(|payment| payment.outpoint);
    let inserted = transaction.prepare_cached(INSERT)?.execute(named_params! {
        ":label": invoice.label,
        ":payment_hash": invoice.payment_hash.as_bytes().as_slice(),
        ":created_index": Unsigned(invoice.created_index),
        ":updated_index": Unsigned(invoice.updated_index),
        ":status": invoice.status.as_str(),
        ":amount_msat": invoice.amount_msat.map(|amount| Unsigned(amount.0)),
        ":bolt11": invoice.bolt11,
        ":bolt12": invoice.bolt12,
        ":description": invoice.description,
        ":expires_at": Unsigned(invoice.expires_at),
        ":local_offer_id": invoice.local_offer_id.as_ref().map(|id| id.as_bytes().as_slice()),
        ":invreq_payer_note": invoice.invreq_payer_note,
        ":preimage": invoice.preimage.as_ref().map(|preimage| preimage.expose().as_slice()),
        ":pay_index": payment.map(|payment| Unsigned(payment.pay_index)),
        ":amount_received_msat": payment.map(|payment| Unsigned(payment.amount_received_msat.0)),
        ":paid_at": payment.map(|payment| Unsigned(payment.paid_at)),
        ":paid_outpoint": outpoint.map(|outpoint| outpoint.to_string()),
    })?;
    debug_assert_eq!(inserted, 1, "a row is inserted or an error is given");
    Ok(())
}

/// The invoice of a row of [`columns!`].
pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Invoice> {
    let number = |name: &str| row.get::<_, Unsigned>(name).map(|number| number.0);
    let optional = |name: &str| Ok::<_, rusqlite::Error>(row.get::<_, Option<Unsigned>>(name)?.map(|number| number.0));
    let outpoint = row.get::<_, Option<String>>("paid_outpoint")?.map(|text| text.parse::<Outpoint>()).transpose();
    let outpoint = outpoint.map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, error.into()))?;
    let payment = match optional("pay_index")? {
        Some(pay_index) => Some(InvoicePayment {
            pay_index,
            amount_received_msat: Msat(number("amount_received_msat")?),
            paid_at: number("paid_at")?,
            outpoint,
        }),
        None => None,
    };
    let status = row.get::<_, String>("status")?;
    Ok(Invoice {
        label: row.get("label")?,
        payment_hash: Hash::from(row.get::<_, [u8; 32]>("payment_hash")?),
        // The table knows no other status.
        status: InvoiceStatus::named(&status).unwrap_or(InvoiceStatus::Expired),
        amount_msat: optional("amount_msat")?.map(Msat),
        description: row.get("description")?,
        expires_at: number("expires_at")?,
        bolt11: row.get("bolt11")?,
        bolt12: row.get("bolt12")?,
        local_offer_id: row.get::<_, Option<[u8; 32]>>("local_offer_id")?.map(Hash::from),
        invreq_payer_note: row.get("invreq_payer_note")?,
        created_index: number("created_index")?,
        updated_index: number("updated_index")?,
        preimage: row.get::<_, Option<[u8; 32]>>("preimage")?.map(Secret::from),
        payment,
    })
}
