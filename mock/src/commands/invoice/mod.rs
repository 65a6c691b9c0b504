//! `invoice`: makes an invoice that others can pay.

mod asked;
mod hints;

use bitcoin::hashes::{Hash as _, sha256};
use cln_runtime::json::Tree;
use cln_runtime::{Hash, Json, Secret};
use rusqlite::Transaction;

use self::asked::{Asked, asked, fallback};
use self::hints::{Hints, hints};
use super::answer;
use crate::bolt11::{Terms, Unwritable, write};
use crate::events;
use crate::identity::Identity;
use crate::lock::lock;
use crate::outcome::{Done, Outcome};
use crate::state::State;
use crate::store::invoices::{Invoice, InvoiceStatus, create, find, find_by_hash};
use crate::store::{Change, Subsystem, last};
use crate::wire::{Failure, Value, hex, number, text};

const DUPLICATE_LABEL: i64 = 900;
const DUPLICATE_PREIMAGE: i64 = 901;
const NO_ROUTES: i64 = 902;

pub(super) fn run(state: &State, params: Value<'_>, only_check: bool) -> Outcome {
    let asked = asked(state, params)?;
    if only_check {
        return Ok(Done::new("{}".to_owned()));
    }
    let now = state.clock.seconds();
    let made = lock(&state.store).change(|transaction| make(transaction, &state.identity, asked, now));
    let Made { invoice, payment_secret, warnings } = made?;
    events::invoice_created(state, &invoice);
    let mut members = vec![
        ("payment_hash", text(invoice.payment_hash.to_string())),
        ("expires_at", number(invoice.expires_at)),
        ("bolt11", text(invoice.bolt11.unwrap_or_default())),
        ("payment_secret", hex(&payment_secret)),
        ("created_index", number(invoice.created_index)),
    ];
    members.extend(warnings.into_iter().map(|(name, what)| (name, Tree::Text(what.to_owned()))));
    answer::object(state, "invoice", members)
}

/// An invoice, and what else is answered.
struct Made {
    invoice: Invoice,
    payment_secret: [u8; 32],
    warnings: Vec<(&'static str, &'static str)>,
}

/// In a node's order: of two that break a rule, the preimage is told.
fn make(transaction: &Transaction<'_>, node: &Identity, asked: Asked<'_>, now: u64) -> Result<Made, Failure> {
    let fallbacks =
        asked.fallbacks.iter().map(|address| fallback(*address, node.network())).collect::<Result<_, _>>()?;
    let created_index = last(transaction, Subsystem::Invoices, Change::Created)?.saturating_add(1);
    let preimage = asked.preimage.unwrap_or_else(|| node.secret("preimage", created_index));
    let payment_hash = sha256::Hash::hash(&preimage).to_byte_array();
    let payment_secret = payment_secret(preimage);
    let Some(Hints { routes, warnings }) = hints(transaction, &asked.expose, asked.amount)? else {
        return Err(Failure::new(NO_ROUTES, "None of those hints were suitable local channels"));
    };
    let terms = Terms {
        amount_msat: asked.amount.map(|amount| amount.0),
        created_at: now,
        payment_hash,
        payment_secret,
        description: asked.description.clone(),
        only_hash: asked.only_hash,
        expiry: asked.expiry,
        final_cltv: asked.final_cltv.unwrap_or(node.network().final_cltv()),
        fallbacks,
        routes,
    };
    let bolt11 = write(node, terms).map_err(unwritable)?;
    if find_by_hash(transaction, Hash::from(payment_hash))?.is_some() {
        return Err(Failure::new(DUPLICATE_PREIMAGE, "preimage already used"));
    }
    if find(transaction, &asked.label)?.is_some() {
        return Err(Failure::new(DUPLICATE_LABEL, format!("Duplicate label '{}'", escaped(&asked.label))));
    }
    let invoice = Invoice {
        label: asked.label,
        payment_hash: Hash::from(payment_hash),
        status: InvoiceStatus::Unpaid,
        amount_msat: asked.amount,
        description: Some(asked.description),
        expires_at: now.saturating_add(asked.expiry),
        bolt11: Some(bolt11),
        bolt12: None,
        local_offer_id: None,
        invreq_payer_note: None,
        created_index,
        updated_index: 0,
        preimage: Some(Secret::from(preimage)),
        payment: None,
    };
    Ok(Made { invoice: create(transaction, invoice)?, payment_secret, warnings })
}

/// What a payer proves by that he has the invoice: a node makes it of the preimage, with its first bit turned.
fn payment_secret(preimage: [u8; 32]) -> [u8; 32] {
    let mut modified = preimage;
    if let Some(first) = modified.first_mut() {
        *first ^= 1;
    }
    sha256::Hash::hash(&modified).to_byte_array()
}

/// What only this node cannot write, for it knows no time as late.
fn unwritable(why: Unwritable) -> Failure {
    Failure::new(
        -1,
        match why {
            Unwritable::Description => "the description is too long for an invoice",
            Unwritable::Time => "the node's clock is too far ahead for an invoice, which has 35 bits for its time",
            Unwritable::Route => "a route is too long for an invoice",
        },
    )
}

/// As JSON has it between quotes, which is how a node keeps a label.
fn escaped(label: &str) -> String {
    let json = Json::from(label).into_string();
    json.get(1..json.len() - 1).unwrap_or_default().to_owned()
}
