//! Invoices: what others may pay, and have paid.

mod change;
mod list;
mod row;
mod seed;

use cln_runtime::json::Tree;
use cln_runtime::{Hash, Msat, Outpoint, Secret};

#[allow(unused_imports, reason = "`pay` is about to settle the node's own invoices")]
pub(crate) use change::settle;
pub(crate) use change::{NotPaid, create, delete, expire, forget_description, pay};
pub(crate) use list::{Listing, find, find_by_hash, is_any, list, next_expiry, next_paid};
pub(super) use seed::insert;

use crate::wire::{number, object, text};

/// Numbers are stored 2^63 less than they are (`unsigned`). What has happened to an invoice that was never changed is
/// number 0.
pub(super) const TABLE: &str = "
    CREATE TABLE invoices (
        label TEXT NOT NULL UNIQUE,
        payment_hash BLOB NOT NULL UNIQUE,
        created_index INTEGER NOT NULL,
        updated_index INTEGER NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('unpaid', 'paid', 'expired')),
        amount_msat INTEGER,
        bolt11 TEXT,
        bolt12 TEXT,
        description TEXT,
        expires_at INTEGER NOT NULL,
        local_offer_id BLOB,
        invreq_payer_note TEXT,
        preimage BLOB,
        pay_index INTEGER UNIQUE,
        amount_received_msat INTEGER,
        paid_at INTEGER,
        paid_outpoint TEXT,
        CHECK ((status = 'paid') = (pay_index NOTNULL AND amount_received_msat NOTNULL AND paid_at NOTNULL)),
        CHECK (status <> 'paid' OR preimage NOTNULL)
    );
    CREATE INDEX invoices_created ON invoices (created_index);
    CREATE INDEX invoices_updated ON invoices (updated_index);
    CREATE INDEX invoices_expiry ON invoices (expires_at) WHERE status = 'unpaid';
    CREATE INDEX invoices_text ON invoices (ifnull(bolt11, bolt12));
";

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

    fn named(name: &str) -> Option<Self> {
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
            members.extend(payment.outpoint.map(|outpoint| ("paid_outpoint", row::outpoint(outpoint))));
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
