//! `plugin stop`.

use std::sync::Arc;

use super::answering::{done, in_thread};
use super::asked::parameter;
use crate::commands::Step;
use crate::outcome::Done;
use crate::plugin::Ending;
use crate::state::State;
use crate::wire::{Failure, Value, text};

pub(super) fn run(state: &State, params: Value<'_>, only_check: bool) -> Step {
    let name = match parameter(params, "plugin") {
        Ok(name) => name,
        Err(failure) => return Err(failure).into(),
    };
    let Some(link) = state.plugins.found(&name) else {
        return Err(Failure::invalid_params(format!("Could not find plugin {name}"))).into();
    };
    if !link.is_dynamic() {
        let why = format!("{name} cannot be managed when lightningd is up");
        return Err(Failure::invalid_params(why)).into();
    }
    if only_check {
        return Ok(Done::new("{}".to_owned())).into();
    }
    let (plugins, clock) = (Arc::clone(&state.plugins), Arc::clone(&state.clock));
    in_thread(state, move || {
        // One that has to be killed has been stopped, too.
        let _ = plugins.end_one(&link, Ending::PluginStop, &clock);
        Ok(done("stop", ("result", text(format!("Successfully stopped {}.", link.name)))))
    })
}
