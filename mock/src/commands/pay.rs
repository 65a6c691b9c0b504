//! `pay`: pays an invoice, or tells of one that is paid already.

use std::time::Duration;

use cln_runtime::json::Tree;
use cln_runtime::{Msat, Secret};

use super::answer;
use super::paying::{self, Fee, Order, Paid, Terms};
use super::step::Step;
use crate::outcome::{Done, Outcome};
use crate::params::{Parameter, read, reading};
use crate::state::State;
use crate::wire::{Failure, PartKind, Value};

const PARAMETERS: [Parameter<'_>; 13] = [
    Parameter::required("bolt11"),
    Parameter::optional("amount_msat"),
    Parameter::optional("label"),
    Parameter::optional("riskfactor"),
    Parameter::optional("maxfeepercent"),
    Parameter::optional("retry_for"),
    Parameter::optional("maxdelay"),
    Parameter::optional("exemptfee"),
    Parameter::optional("localinvreqid"),
    Parameter::optional("exclude"),
    Parameter::optional("maxfee"),
    Parameter::optional("description"),
    Parameter::optional("partial_msat"),
];

pub(super) fn run(state: &State, params: Value<'_>, only_check: bool) -> Step {
    let is_renamed = params.members().any(|(name, _)| name == Some(OTHER_NAME.as_bytes()));
    // What `xpay` does not take over, another command reads, which has words of its own.
    let is_taken_over =
        !only_check && !is_renamed && (params.kind == PartKind::Object || params.members().count() <= 2);
    let invalid = if is_taken_over { "Invalid bolt11 invoice" } else { "Invalid bolt11" };
    let order = asked(state, params, is_renamed).and_then(|(text, terms)| {
        let invoice = paying::read(state, &text, invalid)?;
        invoice.map(|invoice| Order::new(state, &text, &invoice, terms)).transpose()
    });
    match order {
        Err(failure) => Err(failure).into(),
        // An invoice of BOLT 12 is only documented.
        Ok(None) => state.documented.run(b"pay", params, only_check, state).into(),
        Ok(Some(_)) if only_check => Ok(Done::new("{}".to_owned())).into(),
        Ok(Some(order)) => paying::run(state, order, answer),
    }
}

/// How the invoice may be called, as for `xpay`; its own name is unknown then.
const OTHER_NAME: &str = "invstring";

/// The parameters that the release has.
fn known(state: &State, is_renamed: bool) -> Vec<Parameter<'static>> {
    let mut known = PARAMETERS.to_vec();
    state.documented.keep_described("pay", &mut known);
    if let Some(invoice) = known.first_mut().filter(|_| is_renamed) {
        *invoice = Parameter::required(OTHER_NAME);
    }
    known
}

fn asked(state: &State, params: Value<'_>, is_renamed: bool) -> Result<(String, Terms), Failure> {
    let (mut invoice, mut terms) = (String::new(), Terms::default());
    let (mut share, mut exempt, mut most) = (None, None, None);
    let known = known(state, is_renamed);
    read(params, &known, |index, value| {
        let name = known.get(index).map_or("", |parameter| parameter.name);
        match name {
            "bolt11" | OTHER_NAME => invoice = reading::text(value),
            "amount_msat" => terms.amount = Some(reading::msat(name, value)?),
            "label" => terms.label = Some(reading::label(name, value)?),
            "riskfactor" => drop(reading::millionths(name, value)?),
            "maxfeepercent" => share = Some(reading::millionths(name, value)?),
            "retry_for" => terms.retry_for = Some(Duration::from_secs(reading::integer(name, value)?.into())),
            "maxdelay" => drop(reading::integer(name, value)?),
            "exemptfee" => exempt = Some(reading::msat(name, value)?),
            "localinvreqid" => terms.localinvreqid = Some(reading::hash(name, value)?),
            "exclude" => drop(reading::array(name, value, "should be an array")?),
            "maxfee" => most = Some(reading::msat(name, value)?),
            "partial_msat" => terms.partial = Some(reading::msat(name, value)?),
            // `xpay` does not look at the description.
            _ => {}
        }
        Ok(())
    })?;
    terms.most_fee = match (most, share, exempt) {
        (None, None, None) => Fee::Usual,
        (Some(most), None, None) => Fee::Most(most),
        (None, share, exempt) => Fee::Share(share.unwrap_or(500_000), exempt.unwrap_or(Msat(5000))),
        _ => {
            return Err(Failure::invalid_params("If you specify maxfee, cannot specify maxfeepercent or exemptfee."));
        }
    };
    Ok((paying::without_scheme(&invoice).to_owned(), terms))
}

/// What has been paid before has its time in whole seconds, and other members first.
fn answer(state: &State, order: &Order, paid: &Paid) -> Outcome {
    let number = |number: u64| Tree::Plain(number.to_string());
    let text = |text: String| Tree::Text(text);
    let seconds = paid.created_at.as_secs();
    let created_at = match paid.is_old {
        true => number(seconds),
        false => Tree::Plain(format!("{seconds}.{:09}", paid.created_at.subsec_nanos())),
    };
    let members = vec![
        ("payment_preimage", text(paid.preimage().map(Secret::to_hex).unwrap_or_default())),
        ("amount_msat", number(paid.delivered().0)),
        ("amount_sent_msat", number(paid.sent().0)),
        ("parts", number(paid.parts.len() as u64)),
        ("destination", text(order.destination.to_string())),
        ("payment_hash", text(order.payment_hash.to_string())),
        ("status", text("complete".to_owned())),
        ("created_at", created_at),
    ];
    answer::object(state, "pay", members)
}
