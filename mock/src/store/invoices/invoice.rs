//! An invoice, as a test sees it and as a node lists it.

use cln_runtime::json::Tree;
use cln_runtime::{Hash, Msat, Outpoint, Secret};

use crate::wire::{number, object, text};

/// An invoice of a [`MockNode`](crate::MockNode), as `listinvoices` shows it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Invoice {
    /// What the node calls it; no other one is called so.
    pub label: String,
    /// The hash of the preimage by which the payment is proven.
    pub payment_hash: Hash,
    /// Whether it can be paid, or is.
    pub status: InvoiceStatus,
    /// What is asked for; anything if it is `None`.
    pub amount_msat: Option<Msat>,
    /// What it is for, unless that was deleted.
    pub description: Option<String>,
    /// Until when it can be paid, in seconds since 1970.
    pub expires_at: u64,
    /// The invoice itself, if it is a BOLT 11 one.
    pub bolt11: Option<String>,
    /// The invoice itself, if it is a BOLT 12 one.
    pub bolt12: Option<String>,
    /// The offer of the node for which it was made.
    pub local_offer_id: Option<Hash>,
    /// What the payer has said.
    pub invreq_payer_note: Option<String>,
    /// How many were made up to this one.
    pub created_index: u64,
    /// How many changes there were to any invoice up to the last of this one; 0 if it was never changed.
    pub updated_index: u64,
    /// The preimage, if the node knows it: a node does not show it before the invoice is paid.
    pub preimage: Option<Secret>,
    /// Once it is paid, what is known of that.
    pub payment: Option<InvoicePayment>,
}

/// How an [`Invoice`] was paid.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct InvoicePayment {
    /// How many invoices were paid up to this one.
    pub pay_index: u64,
    /// What has come in, which may be more than was asked for.
    pub amount_received_msat: Msat,
    /// When, in seconds since 1970.
    pub paid_at: u64,
    /// By which output, if it was paid on the chain.
    pub outpoint: Option<Outpoint>,
}

/// Whether an [`Invoice`] can be paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvoiceStatus {
    /// It can.
    Unpaid,
    /// It is paid.
    Paid,
    /// It cannot be paid any more.
    Expired,
}

impl InvoiceStatus {
    /// As a node writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unpaid => "unpaid",
            Self::Paid => "paid",
            Self::Expired => "expired",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Unpaid, Self::Paid, Self::Expired].into_iter().find(|status| status.as_str() == name)
    }
}

impl Invoice {
    /// As a node lists it, in its order.
    pub(crate) fn to_tree(&self) -> Tree {
        let mut members = vec![("label", text(&self.label))];
        members.extend(self.bolt11.as_ref().map(|bolt11| ("bolt11", text(bolt11))));
        members.extend(self.bolt12.as_ref().map(|bolt12| ("bolt12", text(bolt12))));
        members.push(("payment_hash", text(self.payment_hash.to_string())));
        members.extend(self.amount_msat.map(|amount| ("amount_msat", number(amount.0))));
        members.push(("status", text(self.status.as_str())));
        if let Some(payment) = &self.payment {
            members.push(("pay_index", number(payment.pay_index)));
            members.push(("amount_received_msat", number(payment.amount_received_msat.0)));
            members.extend(payment.outpoint.map(|outpoint| ("paid_outpoint", paid_outpoint(outpoint))));
            members.push(("paid_at", number(payment.paid_at)));
            members.extend(self.preimage.as_ref().map(|preimage| ("payment_preimage", text(preimage.to_hex()))));
        }
        members.extend(self.description.as_ref().map(|description| ("description", text(description))));
        members.push(("expires_at", number(self.expires_at)));
        members.extend(self.local_offer_id.map(|id| ("local_offer_id", text(id.to_string()))));
        members.extend(self.invreq_payer_note.as_ref().map(|note| ("invreq_payer_note", text(note))));
        members.push(("created_index", number(self.created_index)));
        if self.updated_index != 0 {
            members.push(("updated_index", number(self.updated_index)));
        }
        object(members)
    }
}

fn paid_outpoint(outpoint: Outpoint) -> Tree {
    object([("txid", text(outpoint.txid.to_string())), ("outnum", number(u64::from(outpoint.vout)))])
}
