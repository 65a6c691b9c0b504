//! A payment as a row, and back.

use cln_bindings::{DelpayPayments, DelpayPaymentsRequired, DelpayPaymentsStatus};
use cln_runtime::json::Tree;
use cln_runtime::{Hash, Hex, Msat, PublicKey, Secret};
use rusqlite::types::{FromSqlError, Type};
use rusqlite::{Row, Transaction, named_params};

use crate::store::unsigned::Unsigned;

/// What [`read`] wants to be selected.
macro_rules! columns {
    () => {
        "payment_hash, partid, groupid, created_index, id, status, amount_sent_msat, destination, amount_msat, \
         created_at, updated_index, completed_at, payment_preimage, label, bolt11, bolt12, erroronion"
    };
}
pub(super) use columns;

const INSERT: &str = concat!(
    "INSERT INTO payments (",
    columns!(),
    ") VALUES (:payment_hash, :partid, :groupid, :created_index, :id, :status, :amount_sent_msat, :destination, \
     :amount_msat, :created_at, :updated_index, :completed_at, :payment_preimage, :label, :bolt11, :bolt12, :erroronion)"
);

/// Adds a payment, which must have another hash, part or group than those that are there.
pub(in crate::store) fn insert(transaction: &Transaction<'_>, payment: &DelpayPayments) -> rusqlite::Result<()> {
    let status = payment.status.to_string();
    let inserted = transaction.prepare_cached(INSERT)?.execute(named_params! {
        ":payment_hash": payment.payment_hash.as_bytes().as_slice(),
        ":partid": Unsigned(payment.partid.unwrap_or(0)),
        ":groupid": Unsigned(payment.groupid.unwrap_or(0)),
        ":created_index": Unsigned(payment.created_index),
        ":id": Unsigned(payment.id),
        ":status": status,
        ":amount_sent_msat": Unsigned(payment.amount_sent_msat.0),
        ":destination": payment.destination.as_ref().map(|key| key.as_bytes().as_slice()),
        ":amount_msat": payment.amount_msat.map(|amount| Unsigned(amount.0)),
        ":created_at": Unsigned(payment.created_at),
        ":updated_index": payment.updated_index.map(Unsigned),
        ":completed_at": payment.completed_at.map(Unsigned),
        ":payment_preimage": payment.payment_preimage.as_ref().map(|preimage| preimage.expose().as_slice()),
        ":label": payment.label,
        ":bolt11": payment.bolt11,
        ":bolt12": payment.bolt12,
        ":erroronion": payment.erroronion.as_ref().map(Hex::as_bytes),
    })?;
    debug_assert_eq!(inserted, 1, "a row is inserted or an error is given");
    Ok(())
}

/// The payment of a row of [`columns!`].
pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<DelpayPayments> {
    let number = |name: &str| row.get::<_, Unsigned>(name).map(|number| number.0);
    let optional = |name: &str| Ok::<_, rusqlite::Error>(row.get::<_, Option<Unsigned>>(name)?.map(|number| number.0));
    let mut payment = DelpayPayments::new(DelpayPaymentsRequired {
        created_index: number("created_index")?,
        id: number("id")?,
        payment_hash: Hash::from(row.get::<_, [u8; 32]>("payment_hash")?),
        status: status(&row.get::<_, String>("status")?),
        amount_sent_msat: Msat(number("amount_sent_msat")?),
        created_at: number("created_at")?,
    });
    // A node leaves out the part's number where it is zero, and never that of the group.
    payment.partid = Some(number("partid")?).filter(|partid| *partid != 0);
    payment.groupid = Some(number("groupid")?);
    payment.destination = row.get::<_, Option<[u8; 33]>>("destination")?.map(public_key).transpose()?;
    payment.amount_msat = optional("amount_msat")?.map(Msat);
    payment.updated_index = optional("updated_index")?;
    payment.completed_at = optional("completed_at")?;
    payment.payment_preimage = row.get::<_, Option<[u8; 32]>>("payment_preimage")?.map(Secret::from);
    payment.label = row.get("label")?;
    payment.bolt11 = row.get("bolt11")?;
    payment.bolt12 = row.get("bolt12")?;
    payment.erroronion = row.get::<_, Option<Vec<u8>>>("erroronion")?.map(Hex::from);
    Ok(payment)
}

pub(super) fn status(text: &str) -> DelpayPaymentsStatus {
    match text {
        "pending" => DelpayPaymentsStatus::Pending,
        "failed" => DelpayPaymentsStatus::Failed,
        "complete" => DelpayPaymentsStatus::Complete,
        other => DelpayPaymentsStatus::Unknown(other.to_owned()),
    }
}

fn public_key(bytes: [u8; 33]) -> rusqlite::Result<PublicKey> {
    PublicKey::try_from(bytes)
        .map_err(|_| rusqlite::Error::FromSqlConversionFailure(0, Type::Blob, Box::new(FromSqlError::InvalidType)))
}

/// What a node says of a part to who waits for something to happen to it.
pub(super) fn details(payment: &DelpayPayments) -> Tree {
    let number = |number: Option<u64>| Tree::Plain(number.unwrap_or(0).to_string());
    let members = [
        ("status", Tree::Text(payment.status.to_string())),
        ("partid", number(payment.partid)),
        ("groupid", number(payment.groupid)),
        ("payment_hash", Tree::Text(payment.payment_hash.to_string())),
    ];
    Tree::Object(members.map(|(name, value)| (name.to_owned(), value)).into())
}
