//! The invoice that is to be paid, and how much of it.

use cln_runtime::Msat;

use crate::bolt11::{self, Invoice};
use crate::commands::paying::failed::EXPIRED;
use crate::state::State;
use crate::wire::Failure;

/// Reads a BOLT 11 invoice of the node's chain; `None` if it is something else that can be paid, but not read here. The
/// error says what is `invalid`.
pub(in crate::commands) fn read(state: &State, text: &str, invalid: &str) -> Result<Option<Invoice>, Failure> {
    let is_bolt12 = ["lni1", "lno1"].iter().any(|prefix| text.to_ascii_lowercase().starts_with(prefix));
    if is_bolt12 || text.contains('@') {
        return Ok(None);
    }
    let network = state.identity.network();
    let invoice = bolt11::read(text).and_then(|invoice| match invoice.prefix() {
        prefix if prefix == network.prefix() => Ok(invoice),
        prefix => Err(format!("Prefix {prefix} is not for {network}")),
    });
    invoice.map(Some).map_err(|why| Failure::invalid_params(format!("{invalid}: {why}")))
}

/// A text without the name of a scheme before it.
pub(in crate::commands) fn without_scheme(text: &str) -> &str {
    let scheme = text.get(.."lightning:".len()).filter(|scheme| scheme.eq_ignore_ascii_case("lightning:"));
    text.get(scheme.map_or(0, str::len)..).unwrap_or_default()
}

/// How much the destination gets: what it asks for, or what the caller says if it leaves that open.
pub(super) fn total(invoice: &Invoice, said: Option<Msat>) -> Result<Msat, Failure> {
    let total = match (invoice.amount_msat(), said) {
        (None, None) => Err("amount_msat required"),
        (Some(_), Some(_)) => Err("amount_msat unnecessary"),
        (Some(0), None) | (None, Some(Msat(0))) => Err("Cannot pay bolt11 invoice with zero amount"),
        (Some(asked), None) => Ok(Msat(asked)),
        (None, Some(said)) => Ok(said),
    };
    total.map_err(Failure::invalid_params)
}

/// How much of it this node pays.
pub(super) fn part(total: Msat, said: Option<Msat>) -> Result<Msat, Failure> {
    match said {
        Some(part) if part > total => {
            Err(Failure::invalid_params(format!("partial_msat must be less or equal to total amount {total}")))
        }
        Some(Msat(0)) => Err(Failure::invalid_params("partial_msat must be non-zero")),
        part => Ok(part.unwrap_or(total)),
    }
}

pub(super) fn check_time(invoice: &Invoice, now: u64) -> Result<(), Failure> {
    let end = invoice.created_at().saturating_add(invoice.expiry());
    match now.checked_sub(end) {
        None | Some(0) => Ok(()),
        Some(ago) => Err(Failure::new(EXPIRED, format!("Invoice expired {ago} seconds ago"))),
    }
}
