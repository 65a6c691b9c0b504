//! `setconfig`: options of plugins, changed while these run. Those of the node are answered from the documentation.

use std::sync::Arc;

use super::{Step, Wait, answer, option_row};
use crate::outcome::{Done, Outcome};
use crate::params::{Parameter, read, reading};
use crate::plugin::{Change, Changed, Rule, Setting, Slot};
use crate::state::State;
use crate::wire::{Failure, Value, object, text};

const SETCONFIG: &str = "setconfig";

pub(super) fn run(state: &State, caller: &[u8], params: Value<'_>, only_check: bool) -> Step {
    let (mut config, mut val, mut is_transient) = (String::new(), None, false);
    let known = [Parameter::required("config"), Parameter::optional("val"), Parameter::optional("transient")];
    let asked = read(params, &known, |index, value| {
        match index {
            0 => config = value.unescaped(),
            1 => val = Some(value),
            _ => is_transient = reading::boolean("transient", value)?,
        }
        Ok(())
    });
    if let Err(failure) = asked {
        return Err(failure).into();
    }
    let Some((link, option)) = state.plugins.option(&config) else {
        return unknown(state, params, only_check).into();
    };
    let changed = Slot::new(&state.bell);
    let filled = Arc::clone(&changed);
    let change = Change { caller, val, is_transient, only_check };
    match state.plugins.change(&link, &option, change, move |changed| filled.fill(changed)) {
        Err(failure) => Err(failure).into(),
        Ok(()) => {
            Step::Wait(Wait { until: None, poll: Box::new(move |state| outcome(state, &config, changed.take()?)) })
        }
    }
}

/// An option that no plugin has.
fn unknown(state: &State, params: Value<'_>, only_check: bool) -> Outcome {
    match state.documented.names().any(|name| name == SETCONFIG) {
        true => state.documented.run(SETCONFIG.as_bytes(), params, only_check, state),
        false => Err(Failure::bad_param("config", "Unknown config option")),
    }
}

/// What the caller is told; `None` if the node is not there any more.
fn outcome(state: &State, config: &str, changed: Changed) -> Option<Outcome> {
    match changed {
        Ok(Setting::Accepted) => Some(shown(state, config)),
        Ok(Setting::Refused(failure) | Setting::Malformed(failure, _)) => Some(Err(failure)),
        Err(fault) if fault.rule == Rule::Ended => {
            Some(Err(Failure::new(-4, "Plugin terminated before replying to RPC call.")))
        }
        Err(_) => None,
    }
}

/// The option as it is now.
fn shown(state: &State, config: &str) -> Outcome {
    let options = state.plugins.options();
    let row = options.iter().find(|(_, option, _)| option.name == config).and_then(|(link, option, values)| {
        let members = option_row::members(state, link, option, values)?;
        Some(object([("config", text(config))].into_iter().chain(members)))
    });
    match row {
        Some(row) => answer::object(state, SETCONFIG, vec![("config", row)]),
        None => Ok(Done::new("{}".to_owned())),
    }
}
