//! `connect`, `disconnect` and `ping`, in the order of checks, and in the words, of a node's `connect_control.c`,
//! `peer_control.c` and `ping.c`.
//!
//! A peer that the node has is always there to be connected with. Of others it is as if nobody listened.

use cln_runtime::json::Tree;

use super::answer;
use super::parameters::read;
use crate::lock::lock;
use crate::outcome::{Done, Outcome};
use crate::params::{Parameter, reading};
use crate::state::State;
use crate::store::peers;
use crate::wire::{Failure, Value};

const NO_KNOWN_ADDRESS: i64 = 400;
const ALL_ADDRESSES_FAILED: i64 = 401;
const OTHER: i64 = -1;

/// Where a node listens unless something else is said.
const PORT: u16 = 9735;

pub(super) fn connect(state: &State, params: Value<'_>, only_check: bool) -> Outcome {
    let (id, address) = asked(state, params)?;
    if only_check {
        return Ok(Done::new("{}".to_owned()));
    }
    let found = lock(&state.store).change(|transaction| {
        let Some(peer) = peers::find(transaction, &id)? else { return Ok(None) };
        let asked = address.as_deref().filter(|_| !peer.is_connected);
        let at = asked.unwrap_or_else(|| peer.address()).to_owned();
        peers::connect(transaction, &id, &at)?;
        Ok::<_, Failure>(Some((peer, at)))
    })?;
    match (found, address) {
        (Some((peer, at)), _) => {
            let text = |text: &str| Tree::Text(text.to_owned());
            let members = vec![
                ("id", text(&id)),
                ("features", text(peer.features())),
                ("direction", text("out")),
                ("address", shown(&at)),
            ];
            answer::object(state, "connect", members)
        }
        (None, Some(at)) => {
            let why = format!("All addresses failed: {at}: Connection establishment: Connection refused. ");
            Err(Failure::new(ALL_ADDRESSES_FAILED, why))
        }
        (None, None) => Err(Failure::new(NO_KNOWN_ADDRESS, "Unable to connect, no address known for peer")),
    }
}

/// The peer's key, and its address, if that is said.
fn asked(state: &State, params: Value<'_>) -> Result<(String, Option<String>), Failure> {
    let known = [Parameter::required("id"), Parameter::optional("host"), Parameter::optional("port")];
    let (mut id, mut host, mut port) = (String::new(), None, None);
    let twice = |what: &str, both: &str| {
        Failure::invalid_params(format!("Can't specify {what} as both {both} and separate argument"))
    };
    read(state, "connect", params, &known, |name, value| {
        match name {
            "id" => {
                let text = reading::node_id_at_host(name, value)?;
                let Some((key, at)) = text.split_once('@') else {
                    id = text.to_ascii_lowercase();
                    return Ok(());
                };
                id = key.to_ascii_lowercase();
                if host.is_some() {
                    return Err(twice("host", "xxx@yyy"));
                }
                let (name, number) = split(at).ok_or_else(|| Failure::invalid_params("malformed host @part"))?;
                if number.is_some() && port.is_some() {
                    return Err(twice("port", "xxx@yyy:port"));
                }
                (host, port) = (Some(name), number.or(port));
            }
            "host" if host.is_some() => return Err(twice("host", "xxx@yyy")),
            "host" => host = Some(reading::text(value)),
            _ if port.is_some() => return Err(twice("port", "xxx@yyy:port")),
            _ => match reading::u16(name, value) {
                Ok(0) => return Err(Failure::bad_param(name, "should be non-zero")),
                Ok(number) => port = Some(number),
                Err(_) => return Err(Failure::bad_param(name, "should be a 16-bit integer")),
            },
        }
        Ok(())
    })?;
    match (host, port) {
        (None, Some(_)) => Err(Failure::invalid_params("Can't specify port without host")),
        (None, None) => Ok((id, None)),
        (Some(host), port) => {
            let (host, number) = split(&host).unwrap_or((host, None));
            // All names are of this machine.
            let host = if is_name(&host) { "127.0.0.1".to_owned() } else { host };
            let port = number.or(port).unwrap_or(PORT);
            let address = if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") };
            Ok((id, Some(address)))
        }
    }
}

/// A host, and a port behind it, if there is one: an address of IPv6 stands in brackets then.
fn split(text: &str) -> Option<(String, Option<u16>)> {
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (host, rest) = rest.split_once(']')?;
            (host, rest.strip_prefix(':').or_else(|| rest.is_empty().then_some(""))?)
        }
        None if text.matches(':').count() > 1 => (text, ""),
        None => text.split_once(':').unwrap_or((text, "")),
    };
    let port = if port.is_empty() { None } else { Some(port.parse().ok()?) };
    Some((host.to_owned(), port))
}

fn is_name(host: &str) -> bool {
    host.parse::<std::net::IpAddr>().is_err() && !host.ends_with(".onion")
}

/// An address as nodes answer it.
fn shown(address: &str) -> Tree {
    let (host, port) = split(address).unwrap_or_default();
    let kind = match &host {
        host if host.ends_with(".onion") => "torv3",
        host if host.contains(':') => "ipv6",
        _ => "ipv4",
    };
    let port = Tree::Plain(port.unwrap_or(PORT).to_string());
    answer::tree(vec![("type", Tree::Text(kind.to_owned())), ("address", Tree::Text(host)), ("port", port)])
}

pub(super) fn disconnect(state: &State, params: Value<'_>, only_check: bool) -> Outcome {
    let (mut id, mut force) = (String::new(), false);
    let known = [Parameter::required("id"), Parameter::optional("force")];
    let peer = |id: &str| Ok::<_, Failure>(peers::find(lock(&state.store).db(), id)?);
    read(state, "disconnect", params, &known, |name, value| {
        if name == "force" {
            force = reading::boolean(name, value)?;
            return Ok(());
        }
        let key = reading::node_id(name, value).map_err(|_| Failure::bad_param(name, "invalid peer id"))?;
        id = key.to_string();
        let unknown = || Failure::invalid_params(format!("Unknown peer '{}'", reading::text(value)));
        peer(&id)?.map(drop).ok_or_else(unknown)
    })?;
    let check = |db: &rusqlite::Connection| {
        if !peers::find(db, &id)?.is_some_and(|peer| peer.is_connected) {
            return Err(Failure::new(OTHER, "Peer not connected"));
        }
        match peers::wants_connection(db, &id)? {
            Some(state) if !force => {
                Err(Failure::new(OTHER, format!("Peer has (at least one) channel in state {state}")))
            }
            _ => Ok(()),
        }
    };
    if only_check {
        check(lock(&state.store).db())?;
    } else {
        lock(&state.store).change(|transaction| {
            check(transaction)?;
            Ok::<_, Failure>(peers::disconnect(transaction, &id)?)
        })?;
    }
    Ok(Done::new("{}".to_owned()))
}

/// The longest ping, and the longest pong.
const LONGEST_PING: u32 = 65_535 - 6;
const LONGEST_PONG: u32 = 65_535;

/// From here on, a number of bytes says that no pong is wanted.
const NO_PONG: u32 = 65_532;

/// A pong has two bytes for its type, and two for its length.
const PONG_HEADER: u32 = 4;

pub(super) fn ping(state: &State, params: Value<'_>, _only_check: bool) -> Outcome {
    let (mut id, mut length, mut pong) = (String::new(), 128, 128);
    let known = [Parameter::required("id"), Parameter::optional("len"), Parameter::optional("pongbytes")];
    read(state, "ping", params, &known, |name, value| {
        match name {
            "id" => id = reading::node_id(name, value)?.to_string(),
            "len" => length = reading::integer(name, value)?,
            _ => pong = reading::integer(name, value)?,
        }
        Ok(())
    })?;
    if length > LONGEST_PING {
        return Err(Failure::invalid_params(format!("{length} would result in oversize ping")));
    }
    if pong > LONGEST_PONG {
        return Err(Failure::invalid_params(format!("pongbytes {pong} > 65535")));
    }
    if !peers::find(lock(&state.store).db(), &id)?.is_some_and(|peer| peer.is_connected) {
        return Err(Failure::new(OTHER, "Peer not connected"));
    }
    let total = if pong < NO_PONG { pong + PONG_HEADER } else { 0 };
    answer::object(state, "ping", vec![("totlen", Tree::Plain(total.to_string()))])
}
