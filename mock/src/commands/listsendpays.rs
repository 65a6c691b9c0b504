//! `listsendpays`: all payments, or those of a hash, an invoice, a status.

use cln_bindings::DelpayPayments;
use cln_runtime::Record;

use super::parameters::read;
use super::{answer, reading};
use crate::lock::lock;
use crate::outcome::Outcome;
use crate::params::{Parameter, invstring};
use crate::state::State;
use crate::store::{Change, Listing, Order, list};
use crate::wire::{Failure, Value};

const PARAMETERS: [Parameter<'_>; 6] = [
    Parameter::optional("bolt11"),
    Parameter::optional("payment_hash"),
    Parameter::optional("status"),
    Parameter::optional("index"),
    Parameter::optional("start"),
    Parameter::optional("limit"),
];

pub(super) fn run(state: &State, params: Value<'_>, only_check: bool) -> Outcome {
    let listing = listing(state, "listsendpays", params)?;
    answer::list(state, "listsendpays", "payments", |rows| {
        if only_check {
            return Ok(());
        }
        let push = |payment: &DelpayPayments| rows.push_json(&String::from_utf8_lossy(&payment.to_json()));
        Ok(list(lock(&state.store).db(), &listing, push)?)
    })
}

/// Which payments a command of such parameters is about.
pub(super) fn listing(state: &State, command: &str, params: Value<'_>) -> Result<Listing, Failure> {
    let mut listing = Listing::default();
    let mut index = None;
    read(state, command, params, &PARAMETERS, |name, value| {
        match name {
            "bolt11" => listing.bolt11 = Some(reading::text(value)),
            "payment_hash" => listing.payment_hash = Some(reading::hash(name, value)?),
            "status" => listing.status = Some(reading::status(name, value)?),
            "index" => index = Some(order(reading::index(name, value)?)),
            "start" => listing.start = reading::u64(name, value)?,
            _ => listing.limit = Some(reading::u32(name, value)?),
        }
        Ok(())
    })?;
    if let Some(wrong) = contradiction(&listing, index.is_some()) {
        return Err(Failure::invalid_params(wrong));
    }
    if let Some(invoice) = &listing.bolt11 {
        let invalid = |why| Failure::invalid_params(format!("Invalid invstring: {why}"));
        let read = invstring::invoice(invoice, state.identity.network()).map_err(invalid);
        // Payments of a test may have made-up invoices.
        if read.is_err() && !is_there(state, invoice)? {
            read?;
        }
    }
    if listing.bolt11.is_some() || listing.payment_hash.is_some() {
        // A node then looks at nothing else.
        return Ok(Listing { bolt11: listing.bolt11, payment_hash: listing.payment_hash, ..Listing::default() });
    }
    listing.order = index.unwrap_or_default();
    Ok(listing)
}

/// Whether there is a payment of this invoice.
fn is_there(state: &State, invoice: &str) -> Result<bool, Failure> {
    let of_invoice = Listing { bolt11: Some(invoice.to_owned()), limit: Some(1), ..Listing::default() };
    let mut is_there = false;
    list(lock(&state.store).db(), &of_invoice, |_| is_there = true)?;
    Ok(is_there)
}

/// What does not go together, in the order in which a node looks. To it, a start at 0 is none.
fn contradiction(listing: &Listing, has_index: bool) -> Option<&'static str> {
    let has_start = listing.start != 0;
    match (&listing.bolt11, &listing.payment_hash) {
        (Some(_), Some(_)) => Some("Can only specify one of {bolt11} or {payment_hash}"),
        _ if has_start && !has_index => Some("Can only specify {start} with {index}"),
        _ if listing.limit.is_some() && !has_index => Some("Can only specify {limit} with {index}"),
        (Some(_), _) | (_, Some(_)) if has_start => Some("Cannot use start with bolt11 or payment_hash"),
        _ => None,
    }
}

/// To a node, what was deleted last is what was created last.
pub(super) const fn order(index: Change) -> Order {
    match index {
        Change::Created | Change::Deleted => Order::Created,
        Change::Updated => Order::Updated,
    }
}
