//! `listsendpays`: all payments, or those of a hash, an invoice, a status; part by part if its schema knows of that.

use cln_runtime::Record;

use super::{Done, Outcome, broken, reading};
use crate::params::{Parameter, read};
use crate::payments::{Listing, Order};
use crate::state::{State, lock};
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
        lock(&state.payments).list(&listing, take).map_err(|error| broken(&error))?;
    }
    result.extend_from_slice(b"]}");
    Ok(Done::new(String::from_utf8_lossy(&result).into_owned()))
}

fn listing(params: Value<'_>, known: &[Parameter<'_>]) -> Result<Listing, Failure> {
    let mut listing = Listing::default();
    let (mut index, mut start) = (None, None);
    read(params, known, |position, value| {
        match position {
            0 => listing.bolt11 = Some(String::from_utf8_lossy(value.token()).into_owned()),
            1 => listing.payment_hash = Some(reading::hash("payment_hash", value)?),
            2 => listing.status = Some(reading::status("status", value)?),
            3 => index = Some(order(value)?),
            4 => start = Some(reading::u64("start", value)?),
            _ => listing.limit = Some(reading::u32("limit", value)?),
        }
        Ok(())
    })?;
    let only_with_index = |name| Failure::invalid_params(format!("Can only specify {{{name}}} with {{index}}"));
    match (&listing, index, start) {
        (_, None, Some(_)) => Err(only_with_index("start")),
        (Listing { limit: Some(_), .. }, None, _) => Err(only_with_index("limit")),
        (Listing { bolt11: Some(_), payment_hash: Some(_), .. }, ..) => {
            Err(Failure::invalid_params("Can only specify one of {bolt11} or {payment_hash}"))
        }
        (Listing { bolt11: Some(invoice), .. }, ..) if !invoice.starts_with("ln") => {
            Err(Failure::invalid_params("Invalid invstring: invalid bech32 string"))
        }
        _ => {
            listing.order = index.unwrap_or_default();
            listing.start = start.unwrap_or(0);
            Ok(listing)
        }
    }
}

fn order(value: Value<'_>) -> Result<Order, Failure> {
    match value.string() {
        Some(b"created") => Ok(Order::Created),
        Some(b"updated") => Ok(Order::Updated),
        _ => Err(Failure::bad_param("index", "unknown index")),
    }
}
