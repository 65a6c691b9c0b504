//! `waitinvoice` and `waitanyinvoice`: until an invoice is paid, or cannot be any more.

use std::time::Duration;

use super::answer;
use super::parameters::read;
use super::step::{Step, Wait};
use crate::lock::lock;
use crate::outcome::Outcome;
use crate::params::{Parameter, reading};
use crate::state::State;
use crate::store::invoices::{Invoice, InvoiceStatus, find, next_paid};
use crate::wire::{Failure, Value};

const EXPIRED_DURING_WAIT: i64 = 903;
const TIMED_OUT: i64 = 904;

/// Waits for the invoice of a label.
pub(super) fn one(state: &State, params: Value<'_>, _only_check: bool) -> Step {
    let mut label = String::new();
    let known = [Parameter::required("label")];
    let read = read(state, "waitinvoice", params, &known, |name, value| {
        label = reading::label(name, value)?;
        Ok(())
    });
    match read.and_then(|()| named(state, &label)) {
        Err(failure) => Err(failure).into(),
        Ok(None) => Err(Failure::new(-1, "Label not found")).into(),
        Ok(Some(waited)) => Step::Wait(Wait {
            until: None,
            poll: Box::new(move |state| match named(state, &label) {
                // Another one may have got its label since.
                Ok(Some(invoice)) if invoice.payment_hash == waited.payment_hash => {
                    told(state, "waitinvoice", &invoice)
                }
                Ok(_) => Some(Err(Failure::new(-1, "Invoice deleted during wait"))),
                Err(failure) => Some(Err(failure)),
            }),
        }),
    }
}

/// Waits for any invoice that is paid after so many.
pub(super) fn any(state: &State, params: Value<'_>, _only_check: bool) -> Step {
    let known = [Parameter::optional("lastpay_index"), Parameter::optional("timeout")];
    let (mut last, mut timeout) = (0, None);
    let read = read(state, "waitanyinvoice", params, &known, |name, value| {
        match name {
            "lastpay_index" => last = reading::u64(name, value)?,
            _ => timeout = Some(reading::u64(name, value)?),
        }
        Ok(())
    });
    if let Err(failure) = read {
        return Err(failure).into();
    }
    let until = timeout.map(|seconds| state.clock.now().saturating_add(patience(seconds)));
    Step::Wait(Wait {
        until,
        poll: Box::new(move |state| match next_paid(lock(&state.store).db(), last) {
            Ok(Some(invoice)) => told(state, "waitanyinvoice", &invoice),
            Ok(None) if until.is_some_and(|until| until <= state.clock.now()) => {
                Some(Err(Failure::new(TIMED_OUT, "Timed out while waiting for invoice to be paid")))
            }
            Ok(None) => None,
            Err(error) => Some(Err(error.into())),
        }),
    })
}

/// How long that is. A node's timers count nanoseconds in 64 bits; what does not fit is over at once, as was recorded.
fn patience(seconds: u64) -> Duration {
    match seconds.checked_mul(1_000_000_000) {
        Some(_) => Duration::from_secs(seconds),
        None => Duration::ZERO,
    }
}

fn named(state: &State, label: &str) -> Result<Option<Invoice>, Failure> {
    Ok(find(lock(&state.store).db(), label)?)
}

/// What has come of an invoice, if something has.
fn told(state: &State, command: &str, invoice: &Invoice) -> Option<Outcome> {
    match invoice.status {
        InvoiceStatus::Unpaid => None,
        InvoiceStatus::Paid => Some(answer::row(state, command, invoice.to_tree())),
        InvoiceStatus::Expired => {
            let failure = Failure::new(EXPIRED_DURING_WAIT, "invoice expired during wait");
            Some(Err(failure.with(&invoice.to_tree())))
        }
    }
}
