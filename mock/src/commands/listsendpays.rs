//! `listsendpays`: all payments, or those of a hash, an invoice, a status; part by part if its schema knows of that.

use cln_runtime::Record;

use super::reading;
use crate::lock::lock;
use crate::outcome::{Done, Outcome};
use crate::params::reading::Index;
use crate::params::{Parameter, read};
use crate::payments::{Listing, Order};
use crate::state::State;
use crate::wire::{Failure, Value};

const PARAMETERS: [Parameter<'_>; 6] = [
    Parameter::optional("bolt11"),
    Parameter::optional("payment_hash"),
    Parameter::optional("status"),
    Parameter::optional("index"),
    Parameter::optional("start"),
    Parameter::optional("limit"),
];

/// How many of them nodes took before v23.11.
const OLD: usize = 3;

pub(super) fn run(state: &State, params: Value<'_>, only_check: bool) -> Outcome {
    let pages = state.documented.takes("listsendpays", "index");
    let known = PARAMETERS.get(..if pages { PARAMETERS.len() } else { OLD }).unwrap_or_default();
    let listing = listing(params, known)?;
    let mut result = br#"{"payments":["#.to_vec();
    if !only_check {
        let mut separator = &b""[..];
        let take = |payment: &cln_bindings::DelpayPayments| {
            result.extend_from_slice(separator);
            result.extend(payment.to_json());
            separator = b",";
        };
        lock(&state.payments).list(&listing, take).map_err(|error| Failure::database(&error))?;
    }
    result.extend_from_slice(b"]}");
    Ok(Done::new(String::from_utf8_lossy(&result).into_owned()))
}

fn listing(params: Value<'_>, known: &[Parameter<'_>]) -> Result<Listing, Failure> {
    let mut listing = Listing::default();
    let mut index = None;
    read(params, known, |position, value| {
        match position {
            0 => listing.bolt11 = Some(String::from_utf8_lossy(value.token()).into_owned()),
            1 => listing.payment_hash = Some(reading::hash("payment_hash", value)?),
            2 => listing.status = Some(reading::status("status", value)?),
            3 => index = Some(order(reading::index("index", value)?)),
            4 => listing.start = reading::u64("start", value)?,
            _ => listing.limit = Some(reading::u32("limit", value)?),
        }
        Ok(())
    })?;
    if let Some(wrong) = contradiction(&listing, index.is_some()) {
        return Err(Failure::invalid_params(wrong));
    }
    listing.order = index.unwrap_or_default();
    Ok(listing)
}

/// What does not go together, in the order in which a node looks. To it, a start at 0 is none.
fn contradiction(listing: &Listing, has_index: bool) -> Option<&'static str> {
    let has_start = listing.start != 0;
    match (&listing.bolt11, &listing.payment_hash) {
        (Some(_), Some(_)) => Some("Can only specify one of {bolt11} or {payment_hash}"),
        _ if has_start && !has_index => Some("Can only specify {start} with {index}"),
        _ if listing.limit.is_some() && !has_index => Some("Can only specify {limit} with {index}"),
        (Some(_), _) | (_, Some(_)) if has_start => Some("Cannot use start with bolt11 or payment_hash"),
        (Some(invoice), _) if !invoice.starts_with("ln") => Some("Invalid invstring: invalid bech32 string"),
        _ => None,
    }
}

/// To a node, what was deleted last is what was created last.
const fn order(index: Index) -> Order {
    match index {
        Index::Created | Index::Deleted => Order::Created,
        Index::Updated => Order::Updated,
    }
}
