//! `wait`: until rows of a subsystem have been created or changed so often.

use cln_runtime::json::Tree;

use super::parameters::read;
use super::step::{Step, Wait};
use super::{answer, reading};
use crate::lock::lock;
use crate::outcome::Done;
use crate::params::Parameter;
use crate::state::State;
use crate::store::{Change, Subsystem, details, last};
use crate::wire::{Failure, Value};

const PARAMETERS: [Parameter<'_>; 3] =
    [Parameter::required("subsystem"), Parameter::required("indexname"), Parameter::required("nextvalue")];

pub(super) fn run(state: &State, params: Value<'_>, _only_check: bool) -> Step {
    match asked(state, params) {
        Ok((subsystem, change, next)) => {
            let mut has_waited = false;
            Step::Wait(Wait {
                until: None,
                poll: Box::new(move |state| {
                    let waited = std::mem::replace(&mut has_waited, true);
                    reached(state, subsystem, change, next, waited).transpose()
                }),
            })
        }
        Err(failure) => Err(failure).into(),
    }
}

fn asked(state: &State, params: Value<'_>) -> Result<(Subsystem, Change, u64), Failure> {
    let (mut subsystem, mut change, mut next) = (Subsystem::Sendpays, Change::Created, 0);
    read(state, "wait", params, &PARAMETERS, |name, value| {
        match name {
            "subsystem" => subsystem = reading::subsystem(name, value)?,
            "indexname" => change = reading::index(name, value)?,
            _ => next = reading::u64(name, value)?,
        }
        Ok(())
    })?;
    Ok((subsystem, change, next))
}

/// The answer, once there is one. Who has waited for a number hears what has happened under it.
fn reached(
    state: &State,
    subsystem: Subsystem,
    change: Change,
    next: u64,
    has_waited: bool,
) -> Result<Option<Done>, Failure> {
    let (last, details) = {
        let store = lock(&state.store);
        let details = if has_waited { details(store.db(), subsystem, change, next)? } else { None };
        (last(store.db(), subsystem, change)?, details)
    };
    if last < next {
        return Ok(None);
    }
    let number = if details.is_some() { next } else { last };
    let name = subsystem.name();
    let mut members =
        vec![("subsystem", Tree::Text(name.to_owned())), (change.name(), Tree::Plain(number.to_string()))];
    if let Some(details) = details {
        // Nodes have renamed it, and wrote both for some releases.
        members.push(("details", details.clone()));
        members.push((name, details));
    }
    answer::object(state, "wait", members).map(Some)
}
