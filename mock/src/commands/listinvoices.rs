//! `listinvoices`: all invoices, or that of a label, a text or a hash, or those of an offer.

use cln_runtime::Hash;

use super::answer;
use super::listsendpays::order;
use super::parameters::read;
use crate::bolt11;
use crate::lock::lock;
use crate::outcome::Outcome;
use crate::params::{Parameter, invstring, reading};
use crate::state::State;
use crate::store::invoices::{Listing, list};
use crate::wire::{Failure, Value};

const PARAMETERS: [Parameter<'_>; 7] = [
    Parameter::optional("label"),
    Parameter::optional("invstring"),
    Parameter::optional("payment_hash"),
    Parameter::optional("offer_id"),
    Parameter::optional("index"),
    Parameter::optional("start"),
    Parameter::optional("limit"),
];

pub(super) fn run(state: &State, params: Value<'_>, only_check: bool) -> Outcome {
    let listing = listing(state, params)?;
    answer::list(state, "listinvoices", "invoices", |rows| {
        if only_check {
            return Ok(());
        }
        Ok(list(lock(&state.store).db(), &listing, |invoice| rows.push(invoice.to_tree()))?)
    })
}

fn listing(state: &State, params: Value<'_>) -> Result<Listing, Failure> {
    let mut listing = Listing::default();
    let mut index = None;
    read(state, "listinvoices", params, &PARAMETERS, |name, value| {
        match name {
            "label" => listing.label = Some(reading::label(name, value)?),
            "invstring" => listing.text = Some(reading::text(value)),
            "payment_hash" => listing.payment_hash = Some(reading::hash(name, value)?),
            "offer_id" => listing.offer_id = Some(reading::hash(name, value)?),
            "index" => index = Some(order(reading::index(name, value)?)),
            "start" => listing.start = reading::u64(name, value)?,
            _ => listing.limit = Some(reading::u32(name, value)?),
        }
        Ok(())
    })?;
    if let Some(wrong) = contradiction(&listing, index.is_some()) {
        return Err(Failure::invalid_params(wrong));
    }
    if let Some(text) = listing.text.take() {
        look_up(state, &mut listing, &text)?;
    }
    if listing.label.is_some() || listing.text.is_some() || listing.payment_hash.is_some() {
        // A node then looks at nothing else.
        return Ok(Listing { start: 0, limit: None, ..listing });
    }
    listing.order = index.unwrap_or_default();
    Ok(listing)
}

/// What does not go together, in the order in which a node looks. To it, a start at 0 is none.
fn contradiction(listing: &Listing, has_index: bool) -> Option<&'static str> {
    let keys =
        [listing.label.is_some(), listing.text.is_some(), listing.payment_hash.is_some(), listing.offer_id.is_some()];
    match () {
        () if keys.into_iter().filter(|is_given| *is_given).count() > 1 => {
            Some("Can only specify one of {label}, {invstring}, {payment_hash} or {offer_id}")
        }
        () if listing.start != 0 && !has_index => Some("Can only specify {start} with {index}"),
        () if listing.limit.is_some() && !has_index => Some("Can only specify {limit} with {index}"),
        () => None,
    }
}

/// A node looks for the hash that an invoice has. One that cannot be read, such as one of BOLT 12 or one that a test has
/// made up for its rows, is compared as it is.
fn look_up(state: &State, listing: &mut Listing, text: &str) -> Result<(), Failure> {
    let text = bolt11::canonical(text);
    if let Ok(invoice) = bolt11::read(&text) {
        listing.payment_hash = Some(Hash::from(invoice.payment_hash()));
        return Ok(());
    }
    let is_read = invstring::invoice(&text, state.identity.network()).is_ok();
    listing.text = Some(text);
    let mut is_there = false;
    list(lock(&state.store).db(), listing, |_| is_there = true)?;
    if is_read || is_there { Ok(()) } else { Err(Failure::invalid_params("Invalid invstring")) }
}
