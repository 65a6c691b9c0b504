//! `waitsendpay`: answers once a part of a payment has arrived or failed.

use std::time::Duration;

use cln_bindings::DelpayPayments;
use cln_runtime::Hash;

use super::answer;
use super::parameters::read;
use super::step::{Step, Wait};
use crate::behaviour::UNKNOWN_PAYMENT;
use crate::lock::lock;
use crate::outcome::{Done, Outcome};
use crate::params::{Parameter, reading};
use crate::payment;
use crate::state::State;
use crate::store::{last_group, part};
use crate::wire::{Failure, Value};

const PARAMETERS: [Parameter<'_>; 4] = [
    Parameter::required("payment_hash"),
    Parameter::optional("timeout"),
    Parameter::optional("partid"),
    Parameter::optional("groupid"),
];

/// `PAY_IN_PROGRESS`
const IN_PROGRESS: i64 = 200;

pub(super) fn run(state: &State, params: Value<'_>, only_check: bool) -> Step {
    let asked = match asked(state, params) {
        Ok(asked) if !only_check => asked,
        Ok(_) => return Ok(Done::new("{}".to_owned())).into(),
        Err(failure) => return Err(failure).into(),
    };
    let until = asked.timeout.map(|timeout| state.clock.now().saturating_add(timeout));
    let mut before = None;
    Step::Wait(Wait { until, poll: Box::new(move |state| poll(state, &asked, until, &mut before)) })
}

struct Asked {
    payment_hash: Hash,
    timeout: Option<Duration>,
    partid: u64,
    groupid: u64,
}

fn asked(state: &State, params: Value<'_>) -> Result<Asked, Failure> {
    let mut asked = Asked { payment_hash: Hash::from([0; 32]), timeout: None, partid: 0, groupid: 0 };
    let mut groupid = None;
    read(state, "waitsendpay", params, &PARAMETERS, |name, value| {
        match name {
            "payment_hash" => asked.payment_hash = reading::hash(name, value)?,
            "timeout" => asked.timeout = Some(Duration::from_secs(reading::integer(name, value)?.into())),
            "partid" => asked.partid = reading::u64(name, value)?,
            _ => groupid = Some(reading::u64(name, value)?),
        }
        Ok(())
    })?;
    asked.groupid = match groupid {
        Some(groupid) => groupid,
        None => last_group(lock(&state.store).db(), asked.payment_hash)?,
    };
    Ok(asked)
}

/// What it has come to. As long as it is pending, it is remembered as it is.
fn poll(state: &State, asked: &Asked, until: Option<Duration>, before: &mut Option<DelpayPayments>) -> Option<Outcome> {
    let found = part(lock(&state.store).db(), asked.payment_hash, asked.partid, asked.groupid);
    let part = match found {
        Ok(Some(part)) => part,
        Ok(None) => return Some(Err(never_attempted(asked))),
        Err(error) => return Some(Err(error.into())),
    };
    if part.is_complete() {
        return Some(answer::object(state, "waitsendpay", payment::fields(&part.payment)));
    }
    if !part.is_pending() {
        return Some(Err(payment::failed(&part, before.as_ref())));
    }
    *before = Some(part.payment);
    let is_late = until.is_some_and(|until| until <= state.clock.now());
    is_late.then(|| Err(Failure::new(IN_PROGRESS, "Timed out while waiting")))
}

fn never_attempted(asked: &Asked) -> Failure {
    let (part, hash) = (asked.partid, asked.payment_hash);
    Failure::new(UNKNOWN_PAYMENT, format!("Never attempted payment part {part} for '{hash}'"))
}
