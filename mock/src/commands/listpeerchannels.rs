//! `listpeerchannels` and `listclosedchannels`.

use super::answer;
use super::parameters::read;
use crate::lock::lock;
use crate::outcome::Outcome;
use crate::params::{Parameter, reading};
use crate::state::State;
use crate::store::channels::{Which, list, list_closed};
use crate::wire::Value;

pub(super) fn open(state: &State, params: Value<'_>, only_check: bool) -> Outcome {
    let mut which = Which::default();
    let known = [Parameter::optional("id"), Parameter::optional("short_channel_id"), Parameter::optional("channel_id")];
    read(state, "listpeerchannels", params, &known, |name, value| {
        match name {
            "id" => which.peer_id = Some(reading::node_id(name, value)?.to_string()),
            "short_channel_id" => which.short_channel_id = Some(reading::short_channel_id(name, value)?.to_string()),
            _ => which.channel_id = Some(reading::channel_id(name, value)?.to_string()),
        }
        Ok(())
    })?;
    answer::list(state, "listpeerchannels", "channels", |rows| {
        if only_check {
            return Ok(());
        }
        Ok(list(lock(&state.store).db(), &which, |channel| rows.push(channel))?)
    })
}

pub(super) fn closed(state: &State, params: Value<'_>, only_check: bool) -> Outcome {
    let mut id = None;
    read(state, "listclosedchannels", params, &[Parameter::optional("id")], |name, value| {
        id = Some(reading::node_id(name, value)?.to_string());
        Ok(())
    })?;
    answer::list(state, "listclosedchannels", "closedchannels", |rows| {
        if only_check {
            return Ok(());
        }
        Ok(list_closed(lock(&state.store).db(), id.as_deref(), |channel| rows.push_json(channel))?)
    })
}
