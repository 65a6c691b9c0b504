//! Commands about the connection and the node itself: `notifications` and `stop`.

use super::reading;
use crate::outcome::{Done, Effect, Outcome};
use crate::params::{Parameter, read};
use crate::state::State;
use crate::wire::Value;

pub(super) fn notifications(params: Value<'_>) -> Outcome {
    let mut wanted = false;
    read(params, &[Parameter::required("enable")], |_, value| {
        wanted = reading::boolean("enable", value)?;
        Ok(())
    })?;
    Ok(Done::new("{}".to_owned()).with(Effect::Notifications(wanted)))
}

/// A node's result is a text. The documentation has an object, which bindings made of it expect.
pub(super) fn stop(state: &State, params: Value<'_>) -> Outcome {
    read(params, &[], |_, _| Ok(()))?;
    let documented = state.documented.documented_answers("stop").into_iter().next();
    let result = documented.unwrap_or_else(|| r#""Shutdown complete""#.to_owned());
    Ok(Done::new(result).with(Effect::Stop))
}
