//! The commands: those that are done for real, and all others from their documentation.

mod check;
mod delpay;
mod documented;
mod listsendpays;
mod reading;

pub(crate) use check::COMMAND as COMMAND_TO_CHECK;
pub(crate) use documented::Documented;

use crate::params::{Parameter, read};
use crate::state::State;
use crate::wire::{Failure, Value};

/// What a command has come to.
pub(crate) type Outcome = Result<Done, Failure>;

/// What a command gives.
#[derive(Debug)]
pub(crate) struct Done {
    /// The result, as JSON.
    pub(crate) result: String,
    pub(crate) effect: Option<Effect>,
    /// Whether it is what the documentation says, and nothing was done.
    pub(crate) is_documented: bool,
}

/// What a command changes beyond the payments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Whether the connection wants notifications.
    Notifications(bool),
    /// The node stops.
    Stop,
}

impl Done {
    pub(crate) const fn new(result: String) -> Self {
        Self { result, effect: None, is_documented: false }
    }

    const fn documented(result: String) -> Self {
        Self { result, effect: None, is_documented: true }
    }

    const fn with(mut self, effect: Effect) -> Self {
        self.effect = Some(effect);
        self
    }
}

/// Runs a command; with `only_check` it does everything but what it is for.
pub(crate) fn run(state: &State, method: &[u8], params: Value<'_>, only_check: bool) -> Outcome {
    match method {
        b"check" => check::run(state, params, only_check),
        b"delpay" => delpay::run(state, params, only_check),
        b"listsendpays" => listsendpays::run(state, params, only_check),
        b"notifications" => notifications(params),
        b"stop" => stop(params),
        _ => state.documented.run(method, params, only_check),
    }
}

fn notifications(params: Value<'_>) -> Outcome {
    let mut wanted = false;
    read(params, &[Parameter::required("enable")], |_, value| {
        wanted = reading::boolean("enable", value)?;
        Ok(())
    })?;
    Ok(Done::new("{}".to_owned()).with(Effect::Notifications(wanted)))
}

fn stop(params: Value<'_>) -> Outcome {
    read(params, &[], |_, _| Ok(()))?;
    Ok(Done::new(r#""Shutdown complete""#.to_owned()).with(Effect::Stop))
}

/// What a database that fails makes of a request.
fn broken(error: &rusqlite::Error) -> Failure {
    Failure::new(-32603, format!("the database of the mock node: {error}"))
}
