//! `listpeers`.

use cln_runtime::json::Tree;

use super::answer;
use super::parameters::read;
use crate::lock::lock;
use crate::outcome::Outcome;
use crate::params::{Parameter, reading};
use crate::state::State;
use crate::store::peers::{Peer, each};
use crate::wire::Value;

pub(super) fn run(state: &State, params: Value<'_>, only_check: bool) -> Outcome {
    let (mut id, mut with_log) = (None, false);
    read(state, "listpeers", params, &[Parameter::optional("id"), Parameter::optional("level")], |name, value| {
        match name {
            "id" => id = Some(reading::node_id(name, value)?.to_string()),
            _ => {
                reading::level(name, value)?;
                with_log = true;
            }
        }
        Ok(())
    })?;
    answer::list(state, "listpeers", "peers", |rows| {
        if only_check {
            return Ok(());
        }
        let push = |peer: Peer| {
            if peer.is_listed() {
                let mut row = peer.listed();
                if with_log {
                    // There is nothing in it.
                    row.set("/log", Tree::Array(Vec::new()));
                }
                rows.push(row);
            }
        };
        Ok(each(lock(&state.store).db(), id.as_deref(), push)?)
    })
}
