//! Invoices to begin with, as a node lists them.

use std::str::FromStr;

use bitcoin::hashes::{Hash as _, sha256};
use cln_runtime::json::Tree;
use cln_runtime::{Hash, Msat, Outpoint, Secret};
use rusqlite::Transaction;

use super::{Invoice, InvoicePayment, InvoiceStatus, row};
use crate::store::counters::{Change, Subsystem, raise};
use crate::store::is_duplicate;
use crate::store::seed::NotAdded;

/// Adds an invoice as `listinvoices` has it. One that is unpaid may have the `payment_preimage` that a node does not show.
pub(in crate::store) fn insert(transaction: &Transaction<'_>, row: &Tree) -> Result<(), NotAdded> {
    let invoice = invoice(row).map_err(NotAdded::Wrong)?;
    match row::insert(transaction, &invoice) {
        Err(error) if is_duplicate(&error) => {
            let which = "another invoice has this label, hash or \"pay_index\" already";
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

fn invoice(row: &Tree) -> Result<Invoice, String> {
    let Tree::Object(members) = row else { return Err("expected an object".to_owned()) };
    if let Some((name, _)) = members.iter().find(|(name, _)| !MEMBERS.contains(&name.as_str())) {
        return Err(format!("a node lists no \"{name}\" of an invoice"));
    }
    let member = Member { row };
    let status = member.needed("status", member.text("status")?)?;
    let status = InvoiceStatus::named(&status)
        .ok_or_else(|| format!("status: expected \"unpaid\", \"paid\" or \"expired\", found \"{status}\""))?;
    let payment_hash = member.needed("payment_hash", member.parsed::<Hash>("payment_hash")?)?;
    let preimage = member.parsed::<Secret>("payment_preimage")?;
    if preimage
        .as_ref()
        .is_some_and(|preimage| sha256::Hash::hash(preimage.expose()).as_byte_array() != payment_hash.as_bytes())
    {
        return Err("payment_preimage: its hash is not the \"payment_hash\"".to_owned());
    }
    if status == InvoiceStatus::Paid {
        member.needed("payment_preimage", preimage.as_ref())?;
    }
    Ok(Invoice {
        label: member.needed("label", member.text("label")?)?,
        payment_hash,
        status,
        amount_msat: member.number("amount_msat")?.map(Msat),
        description: member.text("description")?,
        expires_at: member.needed("expires_at", member.number("expires_at")?)?,
        bolt11: member.text("bolt11")?,
        bolt12: member.text("bolt12")?,
        local_offer_id: member.parsed("local_offer_id")?,
        invreq_payer_note: member.text("invreq_payer_note")?,
        created_index: member.needed("created_index", member.number("created_index")?)?,
        updated_index: member.number("updated_index")?.unwrap_or(0),
        preimage,
        payment: (status == InvoiceStatus::Paid).then(|| payment(member)).transpose()?,
    })
}

fn payment(member: Member<'_>) -> Result<InvoicePayment, String> {
    let number = |name| member.needed(name, member.number(name)?);
    Ok(InvoicePayment {
        pay_index: number("pay_index")?,
        amount_received_msat: Msat(number("amount_received_msat")?),
        paid_at: number("paid_at")?,
        outpoint: member.outpoint("paid_outpoint")?,
    })
}

/// What a row has under a name.
#[derive(Clone, Copy)]
struct Member<'r> {
    row: &'r Tree,
}

impl<'r> Member<'r> {
    fn at(self, name: &str) -> Option<&'r Tree> {
        self.row.at(&format!("/{name}"))
    }

    fn needed<T>(self, name: &str, value: Option<T>) -> Result<T, String> {
        value.ok_or_else(|| format!("expected a \"{name}\""))
    }

    fn text(self, name: &str) -> Result<Option<String>, String> {
        match self.at(name) {
            Some(Tree::Text(text)) => Ok(Some(text.clone())),
            Some(_) => Err(format!("{name}: expected a text")),
            None => Ok(None),
        }
    }

    fn number(self, name: &str) -> Result<Option<u64>, String> {
        match self.at(name) {
            Some(Tree::Plain(number)) => match number.parse() {
                Ok(number) => Ok(Some(number)),
                Err(_) => Err(format!("{name}: expected a whole number, found {number}")),
            },
            Some(_) => Err(format!("{name}: expected a whole number")),
            None => Ok(None),
        }
    }

    /// The text itself is not told: it may be secret.
    fn parsed<T: FromStr>(self, name: &str) -> Result<Option<T>, String> {
        let text = self.text(name)?;
        text.map(|text| text.parse().map_err(|_| format!("{name}: expected 64 hexadecimal digits"))).transpose()
    }

    fn outpoint(self, name: &str) -> Result<Option<Outpoint>, String> {
        let Some(outpoint) = self.at(name) else { return Ok(None) };
        let (txid, outnum) = match (outpoint.at("/txid"), outpoint.at("/outnum")) {
            (Some(Tree::Text(txid)), Some(Tree::Plain(outnum))) => (txid.parse().ok(), outnum.parse().ok()),
            _ => (None, None),
        };
        let outpoint = txid.zip(outnum).map(|(txid, vout)| Outpoint { txid, vout });
        outpoint.map(Some).ok_or_else(|| format!("{name}: expected a \"txid\" and an \"outnum\""))
    }
}
