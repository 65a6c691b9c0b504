//! `autoclean-once` of invoices: deletes those that were paid, or have expired, so long ago. Of anything else, what is
//! documented is answered.

use super::answer;
use super::parameters::read;
use crate::lock::lock;
use crate::outcome::{Done, Outcome};
use crate::params::{Parameter, reading};
use crate::state::State;
use crate::store::invoices::{Invoice, InvoiceStatus, Listing, delete, list};
use crate::wire::{Failure, Value, number, object};

const PARAMETERS: [Parameter<'_>; 2] = [Parameter::required("subsystem"), Parameter::required("age")];

/// Nodes before this version count all invoices that are left, and not only those of the status.
const COUNTS_ITS_OWN: &str = "v25.12";

pub(super) fn run(state: &State, params: Value<'_>, only_check: bool) -> Outcome {
    let (mut subsystem, mut age) = ("", 0);
    read(state, "autoclean-once", params, &PARAMETERS, |name, value| {
        match name {
            "subsystem" => subsystem = reading::cleaned(name, value)?,
            _ => age = reading::u64(name, value)?,
        }
        Ok(())
    })?;
    if age == 0 {
        return Err(Failure::bad_param("age", "Must be non-zero"));
    }
    let status = match subsystem {
        "paidinvoices" => InvoiceStatus::Paid,
        "expiredinvoices" => InvoiceStatus::Expired,
        _ => return state.documented.run(b"autoclean-once", params, only_check, state),
    };
    if only_check {
        return Ok(Done::new("{}".to_owned()));
    }
    let (cleaned, uncleaned) = clean(state, status, state.clock.seconds().saturating_sub(age))?;
    let counts = object([("cleaned", number(cleaned)), ("uncleaned", number(uncleaned))]);
    answer::object(state, "autoclean-once", vec![("autoclean", object([(subsystem, counts)]))])
}

/// Deletes what has happened until then, and counts what was deleted and what is left.
fn clean(state: &State, status: InvoiceStatus, until: u64) -> Result<(u64, u64), Failure> {
    let counts_all = !state.is_since(COUNTS_ITS_OWN);
    lock(&state.store).change(|transaction| {
        let (mut old, mut left) = (Vec::new(), 0);
        list(transaction, &Listing::default(), |invoice| {
            if invoice.status == status && ended_at(invoice) <= until {
                old.push(invoice.clone());
            } else if invoice.status == status || counts_all {
                left += 1;
            }
        })?;
        old.iter().try_for_each(|invoice| delete(transaction, invoice))?;
        Ok((old.len() as u64, left))
    })
}

/// Since when an invoice cannot be paid any more, in seconds since 1970.
fn ended_at(invoice: &Invoice) -> u64 {
    invoice.payment.as_ref().map_or(invoice.expires_at, |payment| payment.paid_at)
}
