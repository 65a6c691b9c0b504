//! Commands about the connection and the node itself: `notifications`, `deprecations` and `stop`.

use super::reading;
use super::step::{Begin, Step, Wait};
use crate::outcome::{Done, Effect, Outcome};
use crate::params::{Parameter, read};
use crate::state::State;
use crate::wire::{Failure, Value};

pub(super) fn notifications(params: Value<'_>) -> Outcome {
    Ok(Done::new("{}".to_owned()).with(Effect::Notifications(enable(params)?)))
}

/// Whether the connection may use what is deprecated.
pub(super) fn deprecations(params: Value<'_>) -> Outcome {
    Ok(Done::new("{}".to_owned()).with(Effect::Deprecations(enable(params)?)))
}

fn enable(params: Value<'_>) -> Result<bool, Failure> {
    let mut wanted = false;
    read(params, &[Parameter::required("enable")], |_, value| {
        wanted = reading::boolean("enable", value)?;
        Ok(())
    })?;
    Ok(wanted)
}

/// Answers once plugins have ended that want to be told of it. A node's result is a text. The documentation has an object,
/// which bindings made of it expect.
pub(super) fn stop(state: &State, params: Value<'_>, only_check: bool) -> Step {
    if let Err(failure) = read(params, &[], |_, _| Ok(())) {
        return Err(failure).into();
    }
    let documented = state.documented.documented_answers("stop").into_iter().next();
    let result = documented.unwrap_or_else(|| r#""Shutdown complete""#.to_owned());
    let stopped = move || Ok(Done::new(result.clone()).with(Effect::Stop));
    if only_check || !state.plugins.has_any() {
        return stopped().into();
    }
    Step::Begin(Begin(Box::new(|state, _| {
        let shutdown = state.plugins.begin_shutdown();
        let until = Some(shutdown.until);
        Wait { until, poll: Box::new(move |state| state.plugins.is_shut_down(&shutdown).then(&stopped)) }
    })))
}
