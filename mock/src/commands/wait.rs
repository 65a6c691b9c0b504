//! `wait`: until rows of a subsystem have been created or changed so often.

use cln_runtime::json::Tree;

use super::parameters::read;
use super::step::{Step, Wait};
use super::{answer, reading};
use crate::lock::lock;
use crate::outcome::Done;
use crate::params::Parameter;
use crate::state::State;
use crate::store::{Change, Subsystem, last};
use crate::wire::{Failure, Value};

const PARAMETERS: [Parameter<'_>; 3] =
    [Parameter::required("subsystem"), Parameter::required("indexname"), Parameter::required("nextvalue")];

pub(super) fn run(state: &State, params: Value<'_>, _only_check: bool) -> Step {
    match asked(state, params) {
        Ok((subsystem, change, next)) => Step::Wait(Wait {
            until: None,
            poll: Box::new(move |state| reached(state, subsystem, change, next).transpose()),
        }),
        Err(failure) => Err(failure).into(),
    }
}

fn asked(state: &State, params: Value<'_>) -> Result<(Subsystem, Change, u64), Failure> {
    let (mut subsystem, mut change, mut next) = (Subsystem::Sendpays, Change::Created, 0);
    read(state, "wait", params, &PARAMETERS, |name, value| {
        let text = value.string().and_then(|text| std::str::from_utf8(text).ok());
        match name {
            "subsystem" => {
                let known = text.and_then(Subsystem::named);
                subsystem = known.ok_or_else(|| Failure::bad_param(name, "unknown subsystem"))?;
            }
            "indexname" => {
                change = text.and_then(Change::named).ok_or_else(|| Failure::bad_param(name, "unknown index"))?;
            }
            _ => next = reading::u64(name, value)?,
        }
        Ok(())
    })?;
    Ok((subsystem, change, next))
}

/// The answer, once there is one.
fn reached(state: &State, subsystem: Subsystem, change: Change, next: u64) -> Result<Option<Done>, Failure> {
    let last = last(lock(&state.store).db(), subsystem, change)?;
    if last < next {
        return Ok(None);
    }
    let subsystem = Tree::Text(subsystem.name().to_owned());
    let members = vec![("subsystem", subsystem), (change.name(), Tree::Plain(last.to_string()))];
    answer::object(state, "wait", members).map(Some)
}
