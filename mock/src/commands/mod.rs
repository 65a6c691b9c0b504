//! The commands: those that are done for real, and all others from their documentation.

mod check;
mod delpay;
mod listsendpays;

use crate::documented::Node;
use crate::lock::lock;
use crate::outcome::{Done, Effect, Outcome};
use crate::params::{Parameter, read, reading};
use crate::payments::Listing;
use crate::state::State;
use crate::wire::Value;

/// Runs a command; with `only_check` it does everything but what it is for.
pub(crate) fn run(state: &State, method: &[u8], params: Value<'_>, only_check: bool) -> Outcome {
    match method {
        b"check" => check::run(params, only_check, |command, rest| run(state, command, rest, true)),
        b"delpay" => delpay::run(state, params, only_check),
        b"listsendpays" => listsendpays::run(state, params, only_check),
        b"notifications" => notifications(params),
        b"stop" => stop(state, params),
        _ => state.documented.run(method, params, only_check, state),
    }
}

/// Whether a command is done, whatever its documentation shows.
pub(crate) fn is_done(command: &str) -> bool {
    matches!(command, "check" | "delpay" | "listsendpays" | "notifications")
}

impl Node for State {
    fn does(&self, command: &str) -> bool {
        is_done(command) || command == "stop"
    }

    fn has_payment(&self, hash: &str) -> bool {
        let Ok(payment_hash) = hash.parse() else { return false };
        let of_hash = Listing { payment_hash: Some(payment_hash), limit: Some(1), ..Listing::default() };
        let mut is_there = false;
        // If the database fails, nothing may be denied.
        lock(&self.payments).list(&of_hash, |_| is_there = true).is_err() || is_there
    }

    fn note(&self, line: &str) {
        self.log.note(line);
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

/// A node's result is a text. The documentation has an object, which bindings made of it expect.
fn stop(state: &State, params: Value<'_>) -> Outcome {
    read(params, &[], |_, _| Ok(()))?;
    let documented = state.documented.documented_answers("stop").into_iter().next();
    let result = documented.unwrap_or_else(|| r#""Shutdown complete""#.to_owned());
    Ok(Done::new(result).with(Effect::Stop))
}
