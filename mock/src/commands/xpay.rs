//! `xpay`: pays an invoice. One that is paid already is an error.

use std::time::Duration;

use cln_runtime::Secret;
use cln_runtime::json::Tree;

use super::answer;
use super::parameters::read;
use super::paying::{self, Fee, Order, Paid, Terms};
use super::step::Step;
use crate::outcome::{Done, Outcome};
use crate::params::{Parameter, reading};
use crate::state::State;
use crate::wire::{Failure, Value};

const PARAMETERS: [Parameter<'_>; 11] = [
    Parameter::required("invstring"),
    Parameter::optional("amount_msat"),
    Parameter::optional("maxfee"),
    Parameter::optional("layers"),
    Parameter::optional("retry_for"),
    Parameter::optional("partial_msat"),
    Parameter::optional("maxdelay"),
    Parameter::optional("payer_note"),
    Parameter::optional("label"),
    Parameter::optional("localinvreqid"),
    Parameter::optional("dev_use_shadow"),
];

/// `PAY_INJECTPAYMENTONION_ALREADY_PAID`
const ALREADY_PAID: i64 = 219;

pub(super) fn run(state: &State, params: Value<'_>, only_check: bool) -> Step {
    let order = asked(state, params).and_then(|(text, terms)| {
        let invoice = paying::read(state, &text, "Invalid bolt11 invoice")?;
        invoice.map(|invoice| Order::new(state, &text, &invoice, terms)).transpose()
    });
    match order {
        Err(failure) => Err(failure).into(),
        // An offer, say, is only documented.
        Ok(None) => state.documented.run(b"xpay", params, only_check, state).into(),
        Ok(Some(_)) if only_check => Ok(Done::new("{}".to_owned())).into(),
        Ok(Some(order)) => paying::run(state, order, answer),
    }
}

fn asked(state: &State, params: Value<'_>) -> Result<(String, Terms), Failure> {
    let (mut invoice, mut terms) = (String::new(), Terms::default());
    read(state, "xpay", params, &PARAMETERS, |name, value| {
        match name {
            "invstring" => invoice = reading::text(value),
            "amount_msat" => terms.amount = Some(reading::msat(name, value)?),
            "maxfee" => terms.most_fee = Fee::Most(reading::msat(name, value)?),
            "layers" => drop(reading::array(name, value, "should be an array")?),
            "retry_for" => terms.retry_for = Some(Duration::from_secs(reading::integer(name, value)?.into())),
            "partial_msat" => terms.partial = Some(reading::msat(name, value)?),
            "maxdelay" => drop(reading::u32(name, value)?),
            "label" => terms.label = Some(reading::label(name, value)?),
            "localinvreqid" => terms.localinvreqid = Some(reading::hash(name, value)?),
            "dev_use_shadow" => drop(reading::boolean(name, value)?),
            // A note goes to who makes an invoice of an offer.
            _ => {}
        }
        Ok(())
    })?;
    Ok((paying::without_scheme(&invoice).to_owned(), terms))
}

fn answer(state: &State, order: &Order, paid: &Paid) -> Outcome {
    if paid.is_old {
        return Err(Failure::new(ALREADY_PAID, "Already paid this invoice successfully"));
    }
    let number = |number: u64| Tree::Plain(number.to_string());
    let members = vec![
        ("payment_preimage", Tree::Text(paid.preimage().map(Secret::to_hex).unwrap_or_default())),
        ("amount_msat", number(order.amount.0)),
        ("amount_sent_msat", number(paid.sent().0)),
        ("failed_parts", number(0)),
        ("successful_parts", number(paid.parts.len() as u64)),
    ];
    answer::object(state, "xpay", members)
}
