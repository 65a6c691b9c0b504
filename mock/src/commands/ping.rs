//! `ping`, in the order of checks, and in the words, of a node's `ping.c`.

use cln_runtime::json::Tree;

use super::answer;
use super::parameters::read;
use crate::lock::lock;
use crate::outcome::Outcome;
use crate::params::{Parameter, reading};
use crate::state::State;
use crate::store::peers;
use crate::wire::{Failure, Value};

/// The error of a node that has no code for it.
const OTHER: i64 = -1;

/// The longest ping, and the longest pong.
const LONGEST_PING: u32 = 65_535 - 6;
const LONGEST_PONG: u32 = 65_535;

/// From here on, a number of bytes says that no pong is wanted.
const NO_PONG: u32 = 65_532;

/// A pong has two bytes for its type, and two for its length.
const PONG_HEADER: u32 = 4;

pub(super) fn run(state: &State, params: Value<'_>, _only_check: bool) -> Outcome {
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
