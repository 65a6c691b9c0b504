//! `connect` and `disconnect`, in the order of checks, and in the words, of a node's `connect_control.c` and
//! `peer_control.c`.
//!
//! A peer that the node has is always there to be connected with. Of others it is as if nobody listened.

use std::sync::Arc;

use cln_runtime::json::Tree;
use rusqlite::Connection;

use super::parameters::read;
use super::step::{Begin, Step, Wait};
use super::{answer, host};
use crate::events;
use crate::lock::lock;
use crate::outcome::{Done, Outcome};
use crate::params::{Parameter, reading};
use crate::plugin::Slot;
use crate::state::State;
use crate::store::peers::{self, Peer};
use crate::wire::{Failure, Value};

const NO_KNOWN_ADDRESS: i64 = 400;
const ALL_ADDRESSES_FAILED: i64 = 401;

/// The error of a node that has no code for it.
const OTHER: i64 = -1;

const DISCONNECTED_DURING: i64 = 402;

pub(super) fn connect(state: &State, params: Value<'_>, only_check: bool) -> Step {
    let known = asked(state, params).and_then(|asked| {
        let address = asked.host.map(|host| host::address(host, asked.port));
        let peer = if only_check { None } else { peers::find(lock(&state.store).db(), &asked.id)? };
        Ok((peer, address))
    });
    match known {
        Err(failure) => Err(failure).into(),
        Ok(_) if only_check => Ok(Done::new("{}".to_owned())).into(),
        Ok((Some(peer), _)) if peer.is_connected => connected(state, &peer, peer.address()).into(),
        Ok((Some(peer), address)) => {
            let at = address.unwrap_or_else(|| peer.address().to_owned());
            Step::Begin(Begin(Box::new(move |state, caller| begin(state, caller, peer, at))))
        }
        Ok((None, Some(at))) => {
            let why = format!("All addresses failed: {at}: Connection establishment: Connection refused. ");
            Err(Failure::new(ALL_ADDRESSES_FAILED, why)).into()
        }
        Ok((None, None)) => Err(Failure::new(NO_KNOWN_ADDRESS, "Unable to connect, no address known for peer")).into(),
    }
}

/// Asks plugins about a peer that was reached, and connects with it, or hangs up.
fn begin(state: &State, caller: &[u8], peer: Peer, at: String) -> Wait {
    let slot = Slot::new(&state.bell);
    let (filled, reached) = (Arc::clone(&slot), peer.clone());
    let (shown_at, address) = (at.clone(), at);
    events::ask_about_peer(state, Some(caller), (&reached, &shown_at), OUT, move |state, is_wanted| {
        filled.fill(settle(state, &peer, &address, is_wanted));
    });
    Wait { until: None, poll: Box::new(move |_| slot.take()) }
}

fn settle(state: &State, peer: &Peer, address: &str, is_wanted: bool) -> Outcome {
    if !is_wanted {
        events::disconnected(state, &peer.id);
        return Err(Failure::new(DISCONNECTED_DURING, "disconnected during connection"));
    }
    lock(&state.store).change(|transaction| peers::connect(transaction, &peer.id, address))?;
    events::connected(state, &peer.id, OUT, || host::shown(address));
    connected(state, peer, address)
}

/// The direction of a connection that the node has made.
const OUT: &str = "out";

/// What is answered once it is.
fn connected(state: &State, peer: &Peer, address: &str) -> Outcome {
    let text = |text: &str| Tree::Text(text.to_owned());
    let members = vec![
        ("id", text(&peer.id)),
        ("features", text(peer.features())),
        ("direction", text(OUT)),
        ("address", host::shown(address)),
    ];
    answer::object(state, "connect", members)
}

/// Whom to connect with, and where he is, if that is said.
#[derive(Default)]
struct Asked {
    id: String,
    host: Option<String>,
    port: Option<u16>,
}

fn asked(state: &State, params: Value<'_>) -> Result<Asked, Failure> {
    let known = [Parameter::required("id"), Parameter::optional("host"), Parameter::optional("port")];
    let mut asked = Asked::default();
    read(state, "connect", params, &known, |name, value| match name {
        "id" => asked.take_id(name, value),
        "host" if asked.host.is_some() => Err(twice("host", "xxx@yyy")),
        "host" => {
            asked.host = Some(reading::text(value));
            Ok(())
        }
        _ => asked.take_port(name, value),
    })?;
    match asked {
        Asked { host: None, port: Some(_), .. } => Err(Failure::invalid_params("Can't specify port without host")),
        asked => Ok(asked),
    }
}

impl Asked {
    /// A key, and perhaps a host behind an `@`, and perhaps a port behind that.
    fn take_id(&mut self, name: &str, value: Value<'_>) -> Result<(), Failure> {
        let text = reading::node_id_at_host(name, value)?;
        let (key, at) = match text.split_once('@') {
            Some((key, at)) => (key, Some(at)),
            None => (text.as_str(), None),
        };
        self.id = key.to_ascii_lowercase();
        let Some(at) = at else { return Ok(()) };
        if self.host.is_some() {
            return Err(twice("host", "xxx@yyy"));
        }
        let (host, port) = host::split(at).ok_or_else(|| Failure::invalid_params("malformed host @part"))?;
        if port.is_some() && self.port.is_some() {
            return Err(twice("port", "xxx@yyy:port"));
        }
        (self.host, self.port) = (Some(host), port.or(self.port));
        Ok(())
    }

    fn take_port(&mut self, name: &str, value: Value<'_>) -> Result<(), Failure> {
        if self.port.is_some() {
            return Err(twice("port", "xxx@yyy:port"));
        }
        match reading::u16(name, value) {
            Ok(0) => Err(Failure::bad_param(name, "should be non-zero")),
            Ok(port) => {
                self.port = Some(port);
                Ok(())
            }
            Err(_) => Err(Failure::bad_param(name, "should be a 16-bit integer")),
        }
    }
}

fn twice(what: &str, both: &str) -> Failure {
    Failure::invalid_params(format!("Can't specify {what} as both {both} and separate argument"))
}

pub(super) fn disconnect(state: &State, params: Value<'_>, only_check: bool) -> Outcome {
    let (mut id, mut force) = (String::new(), false);
    let known = [Parameter::required("id"), Parameter::optional("force")];
    read(state, "disconnect", params, &known, |name, value| {
        if name == "force" {
            force = reading::boolean(name, value)?;
            return Ok(());
        }
        let key = reading::node_id(name, value).map_err(|_| Failure::bad_param(name, "invalid peer id"))?;
        id = key.to_string();
        let unknown = || Failure::invalid_params(format!("Unknown peer '{}'", reading::text(value)));
        peers::find(lock(&state.store).db(), &id)?.map(drop).ok_or_else(unknown)
    })?;
    if only_check {
        may_disconnect(lock(&state.store).db(), &id, force)?;
    } else {
        lock(&state.store).change(|transaction| {
            may_disconnect(transaction, &id, force)?;
            Ok::<_, Failure>(peers::disconnect(transaction, &id)?)
        })?;
        events::disconnected(state, &id);
    }
    Ok(Done::new("{}".to_owned()))
}

/// Whether a peer is connected, and no channel with it needs that, unless it is forced.
fn may_disconnect(db: &Connection, id: &str, force: bool) -> Result<(), Failure> {
    if !peers::find(db, id)?.is_some_and(|peer| peer.is_connected) {
        return Err(Failure::new(OTHER, "Peer not connected"));
    }
    match peers::wants_connection(db, id)? {
        Some(state) if !force => Err(Failure::new(OTHER, format!("Peer has (at least one) channel in state {state}"))),
        _ => Ok(()),
    }
}
