//! The commands: those that are done for real, and all others from their documentation.

mod answer;
mod check;
mod control;
mod decode;
mod delpay;
mod listpays;
mod listsendpays;
mod parameters;
mod pay;
mod paying;
mod paystatus;
mod sending;
mod sendpay;
mod step;
mod wait;
mod waitsendpay;
mod xpay;

pub(crate) use step::{Step, Wait};

use crate::behaviour::Network;
use crate::documented::Node;
use crate::lock::lock;
use crate::outcome::Outcome;
use crate::params::reading;
use crate::state::State;
use crate::store::{Listing, PAYMENTS, has_own, is_any, list};
use crate::wire::Value;

/// A command that is done.
struct Command {
    name: &'static str,
    run: fn(&State, Value<'_>, bool) -> Step,
    /// Whether the node has, or has had, any rows that it is about. As long as there are none, a documented request that
    /// would fail, or wait, is answered as documented.
    has_rows: Option<fn(&State) -> bool>,
}

const COMMANDS: &[Command] = &[
    done("check", |state, params, only_check| {
        check::run(params, only_check, |name, rest| run(state, name, rest, true))
    }),
    Command {
        name: "decode",
        run: |state, params, only_check| decode::run(state, params, only_check).into(),
        has_rows: Some(|_| false),
    },
    done("delpay", |state, params, only_check| delpay::run(state, params, only_check).into()),
    done("listpays", |state, params, only_check| listpays::run(state, params, only_check).into()),
    done("listsendpays", |state, params, only_check| listsendpays::run(state, params, only_check).into()),
    done("notifications", |_, params, _| control::notifications(params).into()),
    about_payments("pay", pay::run),
    done("paystatus", |state, params, _| paystatus::run(state, params).into()),
    about_payments("sendpay", |state, params, only_check| sendpay::run(state, params, only_check).into()),
    Command { name: "wait", run: wait::run, has_rows: Some(|state| is_any(lock(&state.store).db()).unwrap_or(true)) },
    about_payments("waitsendpay", waitsendpay::run),
    about_payments("xpay", xpay::run),
    done("stop", |state, params, _| control::stop(state, params).into()),
];

/// A command whose answers have nothing to do with its documentation.
const fn done(name: &'static str, run: fn(&State, Value<'_>, bool) -> Step) -> Command {
    Command { name, run, has_rows: None }
}

/// A command that finds or makes payments.
const fn about_payments(name: &'static str, run: fn(&State, Value<'_>, bool) -> Step) -> Command {
    Command { name, run, has_rows: Some(has_payments) }
}

/// Whether there is, or was, or shall be any that the documentation does not show.
fn has_payments(state: &State) -> bool {
    let is_said = !lock(&state.fates).is_empty();
    is_said || has_own(lock(&state.store).db(), PAYMENTS).unwrap_or(true)
}

fn find(name: &[u8]) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name.as_bytes() == name)
}

/// Runs a command; with `only_check` it does everything but what it is for.
pub(crate) fn run(state: &State, method: &[u8], params: Value<'_>, only_check: bool) -> Step {
    let Some(command) = find(method) else {
        return state.documented.run(method, params, only_check, state).into();
    };
    let step = (command.run)(state, params, only_check);
    let is_answered = matches!(step, Step::Done(Ok(_)));
    if is_answered || only_check || command.has_rows.is_none_or(|has_rows| has_rows(state)) {
        return step;
    }
    state.documented.as_documented(method, params, state).map_or(step, |answer| Step::Done(Ok(answer)))
}

/// Whether a command is done, whatever its documentation shows.
pub(crate) fn is_done(command: &str) -> bool {
    command != "stop" && find(command.as_bytes()).is_some()
}

impl Node for State {
    fn does(&self, command: &str) -> bool {
        find(command.as_bytes()).is_some()
    }

    fn has_payment(&self, hash: &str) -> bool {
        let Ok(payment_hash) = hash.parse() else { return false };
        let of_hash = Listing { payment_hash: Some(payment_hash), limit: Some(1), ..Listing::default() };
        let mut is_there = false;
        // If the database fails, nothing may be denied.
        list(lock(&self.store).db(), &of_hash, |_| is_there = true).is_err() || is_there
    }

    fn network(&self) -> Network {
        self.behaviour.network
    }

    fn note(&self, line: &str) {
        self.log.note(line);
    }
}

impl From<Outcome> for Step {
    fn from(outcome: Outcome) -> Self {
        Self::Done(outcome)
    }
}
