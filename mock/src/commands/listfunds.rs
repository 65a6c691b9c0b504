//! `listfunds`: outputs on the chain, and what is ours in channels.

use cln_runtime::json::Tree;

use super::answer;
use super::parameters::read;
use crate::lock::lock;
use crate::outcome::Outcome;
use crate::params::{Parameter, reading};
use crate::state::State;
use crate::store::channels::{Which, list};
use crate::store::wallet::outputs;
use crate::wire::{Value, object};

/// What `listfunds` says of a channel, and how `listpeerchannels` calls it.
const OF_CHANNEL: [(&str, &str); 9] = [
    ("peer_id", "/peer_id"),
    ("connected", "/peer_connected"),
    ("state", "/state"),
    ("channel_id", "/channel_id"),
    ("short_channel_id", "/short_channel_id"),
    ("our_amount_msat", "/to_us_msat"),
    ("amount_msat", "/total_msat"),
    ("funding_txid", "/funding_txid"),
    ("funding_output", "/funding_outnum"),
];

/// States in which a channel is not committed to yet: a node leaves those out.
const UNCOMMITTED: [&str; 3] = ["OPENINGD", "DUALOPEND_OPEN_INIT", "DUALOPEND_OPEN_COMMIT_READY"];

pub(super) fn run(state: &State, params: Value<'_>, only_check: bool) -> Outcome {
    let mut with_spent = false;
    read(state, "listfunds", params, &[Parameter::optional("spent")], |name, value| {
        with_spent = reading::boolean(name, value)?;
        Ok(())
    })?;
    let (mut on_chain, mut in_channels) = (Vec::new(), Vec::new());
    if !only_check {
        let store = lock(&state.store);
        outputs(store.db(), with_spent, |output| on_chain.extend(Tree::parse(output)))?;
        list(store.db(), &Which::default(), |channel| in_channels.extend(funds(&channel)))?;
    }
    let members = vec![("outputs", Tree::Array(on_chain)), ("channels", Tree::Array(in_channels))];
    answer::object(state, "listfunds", members)
}

/// What is in a channel, unless it is yet to be opened.
fn funds(channel: &Tree) -> Option<Tree> {
    if let Some(Tree::Text(state)) = channel.at("/state")
        && UNCOMMITTED.contains(&state.as_str())
    {
        return None;
    }
    let member = |(name, at): (&'static str, &str)| Some((name, channel.at(at)?.clone()));
    Some(object(OF_CHANNEL.into_iter().filter_map(member)))
}
