//! `delinvoice`: deletes an invoice of the status that is expected, or its description alone.

use rusqlite::Transaction;

use super::answer;
use super::parameters::read;
use crate::lock::lock;
use crate::outcome::{Done, Outcome};
use crate::params::{Parameter, reading};
use crate::state::State;
use crate::store::invoices::{Invoice, delete, find, forget_description};
use crate::wire::{Failure, Value, object, text};

const PARAMETERS: [Parameter<'_>; 3] =
    [Parameter::required("label"), Parameter::required("status"), Parameter::optional("desconly")];

const UNKNOWN: i64 = 905;
const STATUS_UNEXPECTED: i64 = 906;
const NO_DESCRIPTION: i64 = 908;

/// What was asked for.
#[derive(Debug, Default)]
struct Asked {
    label: String,
    status: String,
    only_description: bool,
}

pub(super) fn run(state: &State, params: Value<'_>, only_check: bool) -> Outcome {
    let mut asked = Asked::default();
    read(state, "delinvoice", params, &PARAMETERS, |name, value| {
        match name {
            "label" => asked.label = reading::label(name, value)?,
            "status" => asked.status = reading::text(value),
            _ => asked.only_description = reading::boolean(name, value)?,
        }
        Ok(())
    })?;
    if only_check {
        return find_expected(lock(&state.store).db(), &asked).map(|_| Done::new("{}".to_owned()));
    }
    let deleted = lock(&state.store).change(|transaction| remove(transaction, &asked))?;
    answer::row(state, "delinvoice", deleted.to_tree())
}

/// The invoice as it was, but for a description that is no more.
fn remove(transaction: &Transaction<'_>, asked: &Asked) -> Result<Invoice, Failure> {
    let mut invoice = find_expected(transaction, asked)?;
    if asked.only_description {
        forget_description(transaction, &invoice)?;
        invoice.description = None;
    } else {
        delete(transaction, &invoice)?;
    }
    Ok(invoice)
}

fn find_expected(db: &rusqlite::Connection, asked: &Asked) -> Result<Invoice, Failure> {
    let invoice = find(db, &asked.label)?.ok_or_else(|| Failure::new(UNKNOWN, "Unknown invoice"))?;
    let (current, expected) = (invoice.status.as_str(), asked.status.as_str());
    if current != expected {
        let message = format!("Invoice status is {current} not {expected}");
        let data = object([("current_status", text(current)), ("expected_status", text(expected))]);
        return Err(Failure::new(STATUS_UNEXPECTED, message).with(&data));
    }
    if asked.only_description && invoice.description.is_none() {
        return Err(Failure::new(NO_DESCRIPTION, "Invoice description already removed"));
    }
    Ok(invoice)
}
