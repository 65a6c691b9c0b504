//! The commands: those that are done for real, and all others from their documentation.

mod answer;
mod autoclean;
mod check;
mod connect;
mod control;
mod datastore;
mod decode;
mod delinvoice;
mod delpay;
mod getinfo;
mod help;
mod host;
mod invoice;
mod listconfigs;
mod listdatastore;
mod listfunds;
mod listinvoices;
mod listpays;
mod listpeerchannels;
mod listpeers;
mod listsendpays;
mod newaddr;
mod option_row;
mod own_invoice;
mod parameters;
mod pay;
mod paying;
mod paystatus;
mod ping;
mod plugin;
mod sending;
mod sendpay;
mod setconfig;
mod step;
mod wait;
mod waitinvoice;
mod waitsendpay;
mod xpay;

pub(crate) use check::checked;
pub(crate) use step::{Begin, Step, Wait};

use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::documented::Node;
use crate::lock::lock;
use crate::network::Network;
use crate::outcome::{Done, Outcome};
use crate::params::reading;
use crate::state::State;
use crate::store::{Listing, PAYMENTS, channels, has_own, invoices, is_any, list, peers};
use crate::wire::Value;

/// A command that is done.
struct Command {
    name: &'static str,
    run: Run,
    /// Whether the node has, or has had, any rows that it is about. As long as there are none, a documented request that
    /// would fail, or wait, is answered as documented.
    has_rows: Option<fn(&State) -> bool>,
}

/// How a command is run: with its parameters, and whether it is only checked.
#[derive(Clone, Copy)]
enum Run {
    /// Whoever has called it.
    ForAny(fn(&State, Value<'_>, bool) -> Step),
    /// On behalf of its caller, whose id, as JSON, plugins are shown.
    ForCaller(fn(&State, &[u8], Value<'_>, bool) -> Step),
}

const COMMANDS: &[Command] = &[
    about_invoices("autoclean-once", |state, params, only_check| autoclean::run(state, params, only_check).into()),
    // What is documented to be checked is a payment.
    Command {
        name: "check",
        run: Run::ForCaller(|state, caller, params, only_check| {
            check::run(params, only_check, |name, rest| run(state, caller, name, rest, true))
        }),
        has_rows: Some(has_payments),
    },
    with_peers("connect", connect::connect),
    done("datastore", datastore::datastore),
    done("datastoreusage", |state, params, only_check| listdatastore::usage(state, params, only_check).into()),
    done("deldatastore", datastore::deldatastore),
    with_peers("disconnect", |state, params, only_check| connect::disconnect(state, params, only_check).into()),
    Command {
        name: "decode",
        run: Run::ForAny(|state, params, only_check| decode::run(state, params, only_check).into()),
        has_rows: Some(|_| false),
    },
    about_invoices("delinvoice", |state, params, only_check| delinvoice::run(state, params, only_check).into()),
    done("delpay", |state, params, only_check| delpay::run(state, params, only_check).into()),
    about_invoices("invoice", |state, params, only_check| invoice::run(state, params, only_check).into()),
    done("deprecations", |_, params, _| control::deprecations(params).into()),
    done("getinfo", |state, params, only_check| getinfo::run(state, params, only_check).into()),
    done("help", |state, params, only_check| help::help(state, params, only_check, names(state)).into()),
    done("listaddresses", |state, params, only_check| newaddr::list(state, params, only_check).into()),
    done("listclosedchannels", |state, params, only_check| listpeerchannels::closed(state, params, only_check).into()),
    done("listconfigs", |state, params, only_check| listconfigs::run(state, params, only_check).into()),
    done("listdatastore", |state, params, only_check| listdatastore::list(state, params, only_check).into()),
    about_invoices("listinvoices", |state, params, only_check| listinvoices::run(state, params, only_check).into()),
    done("listfunds", |state, params, only_check| listfunds::run(state, params, only_check).into()),
    about_payments("listpays", |state, params, only_check| listpays::run(state, params, only_check).into()),
    done("listpeerchannels", |state, params, only_check| listpeerchannels::open(state, params, only_check).into()),
    done("listpeers", |state, params, only_check| listpeers::run(state, params, only_check).into()),
    about_payments("listsendpays", |state, params, only_check| listsendpays::run(state, params, only_check).into()),
    done("newaddr", |state, params, only_check| newaddr::run(state, params, only_check).into()),
    done("notifications", |_, params, _| control::notifications(params).into()),
    about_payments("pay", pay::run),
    about_payments("sendpay", |state, params, only_check| sendpay::run(state, params, only_check).into()),
    done("paystatus", |state, params, _| paystatus::run(state, params).into()),
    about_plugins("plugin", plugin::run),
    about_plugins("setconfig", setconfig::run),
    with_peers("ping", |state, params, only_check| ping::run(state, params, only_check).into()),
    Command {
        name: "wait",
        run: Run::ForAny(wait::run),
        has_rows: Some(|state| is_any(lock(&state.store).db()).unwrap_or(true)),
    },
    about_invoices("waitanyinvoice", waitinvoice::any),
    about_invoices("waitinvoice", waitinvoice::one),
    about_payments("waitsendpay", waitsendpay::run),
    about_payments("xpay", xpay::run),
    done("stop", control::stop),
];

/// A command whose answers have nothing to do with its documentation.
const fn done(name: &'static str, run: fn(&State, Value<'_>, bool) -> Step) -> Command {
    Command { name, run: Run::ForAny(run), has_rows: None }
}

/// A command that finds or makes payments.
const fn about_payments(name: &'static str, run: fn(&State, Value<'_>, bool) -> Step) -> Command {
    Command { name, run: Run::ForAny(run), has_rows: Some(has_payments) }
}

/// Whether there is, or was, or shall be any that the documentation does not show; or a channel, from which a payment
/// would have to take what it sends.
fn has_payments(state: &State) -> bool {
    let is_said = !lock(&state.fates).is_empty();
    let any = |db: &Connection| Ok::<_, rusqlite::Error>(has_own(db, PAYMENTS)? || channels::is_any(db)?);
    is_said || any(lock(&state.store).db()).unwrap_or(true)
}

/// A command about invoices.
const fn about_invoices(name: &'static str, run: fn(&State, Value<'_>, bool) -> Step) -> Command {
    Command {
        name,
        run: Run::ForAny(run),
        has_rows: Some(|state| invoices::is_any(lock(&state.store).db()).unwrap_or(true)),
    }
}

/// A command about a peer.
const fn with_peers(name: &'static str, run: fn(&State, Value<'_>, bool) -> Step) -> Command {
    Command {
        name,
        run: Run::ForAny(run),
        has_rows: Some(|state| peers::is_any(lock(&state.store).db()).unwrap_or(true)),
    }
}

/// A command about plugins.
const fn about_plugins(name: &'static str, run: fn(&State, &[u8], Value<'_>, bool) -> Step) -> Command {
    Command { name, run: Run::ForCaller(run), has_rows: Some(|state| !state.plugins.all().is_empty()) }
}

fn find(name: &[u8]) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name.as_bytes() == name)
}

/// Runs a command for a caller of this id; with `only_check` it does everything but what it is for.
pub(crate) fn run(state: &State, caller: &[u8], method: &[u8], params: Value<'_>, only_check: bool) -> Step {
    let Some(command) = find(method) else {
        if only_check && state.plugins.owner(method).is_some() {
            // A plugin that cannot tell is not asked.
            return Ok(Done::new("{}".to_owned())).into();
        }
        return state.documented.run(method, params, only_check, state).into();
    };
    if let Err(error) = state.pass_time() {
        return Err(error.into()).into();
    }
    let step = match command.run {
        Run::ForAny(run) => run(state, params, only_check),
        Run::ForCaller(run) => run(state, caller, params, only_check),
    };
    let is_answered = matches!(step, Step::Done(Ok(_)));
    if is_answered || only_check || command.has_rows.is_none_or(|has_rows| has_rows(state)) {
        return step;
    }
    state.documented.as_documented(method, params, state).map_or(step, |answer| Step::Done(Ok(answer)))
}

/// The names of the node's own commands: those of the release, and those that are done whatever it has.
pub(crate) fn names(state: &State) -> BTreeSet<&str> {
    state.documented.names().chain(COMMANDS.iter().map(|command| command.name)).collect()
}

/// When a command is done, and not answered as documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HowDone {
    Always,
    /// Before that, documented requests that would fail, or wait, are answered as documented.
    OnceItHasRows,
}

/// How a command is done, if it is; `stop` answers as documented.
pub(crate) fn how_done(command: &str) -> Option<HowDone> {
    let found = find(command.as_bytes()).filter(|_| command != "stop")?;
    Some(if found.has_rows.is_some() { HowDone::OnceItHasRows } else { HowDone::Always })
}

impl Node for State {
    fn has_payment(&self, hash: &str) -> bool {
        let Ok(payment_hash) = hash.parse() else { return false };
        let of_hash = Listing { payment_hash: Some(payment_hash), limit: Some(1), ..Listing::default() };
        let mut is_there = false;
        // If the database fails, nothing may be denied.
        list(lock(&self.store).db(), &of_hash, |_| is_there = true).is_err() || is_there
    }

    fn network(&self) -> Network {
        self.identity.network()
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
