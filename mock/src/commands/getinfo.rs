//! `getinfo`: who the node is, and how many peers and channels it has.

use cln_runtime::json::Tree;

use super::answer;
use super::parameters::read;
use crate::lock::lock;
use crate::network::BLOCK_HEIGHT;
use crate::outcome::Outcome;
use crate::state::State;
use crate::store::channels::{Which, list};
use crate::store::peers::each;
use crate::wire::Value;

/// States of a channel that is being opened, and of one that can be used or is being closed by both; in all others it is
/// inactive.
const PENDING: [&str; 5] = [
    "CHANNELD_AWAITING_LOCKIN",
    "DUALOPEND_OPEN_INIT",
    "DUALOPEND_OPEN_COMMIT_READY",
    "DUALOPEND_OPEN_COMMITTED",
    "DUALOPEND_AWAITING_LOCKIN",
];
const ACTIVE: [&str; 4] =
    ["CHANNELD_NORMAL", "CHANNELD_AWAITING_SPLICE", "CHANNELD_SHUTTING_DOWN", "CLOSINGD_SIGEXCHANGE"];

/// What does not matter here, unless the documentation of the release shows it: as recorded.
const OTHERWISE: [(&str, &str); 3] = [
    ("binding", r#"[{"type":"ipv4","address":"127.0.0.1","port":9735}]"#),
    ("lightning-dir", r#""/tmp/.lightning/regtest""#),
    (
        "our_features",
        r#"{"init":"800898880a8a59a1","node":"808898880a8a59a1","channel":"","invoice":"02000002024100"}"#,
    ),
];

pub(super) fn run(state: &State, params: Value<'_>, _only_check: bool) -> Outcome {
    read(state, "getinfo", params, &[], |_, _| Ok(()))?;
    let text = |text: &str| Tree::Text(text.to_owned());
    let number = |number: usize| Tree::Plain(number.to_string());
    let node = &state.identity;
    let id = node.id().to_string();
    let [peers, pending, active, inactive] = counts(state)?;
    let version = state.shown_version();
    let mut members = vec![
        ("id", text(&id)),
        ("alias", text(node.alias())),
        ("color", text(id.get(..6).unwrap_or_default())),
        ("num_peers", number(peers)),
        ("num_pending_channels", number(pending)),
        ("num_active_channels", number(active)),
        ("num_inactive_channels", number(inactive)),
        ("address", Tree::Array(Vec::new())),
        ("version", text(&version)),
        ("blockheight", Tree::Plain(BLOCK_HEIGHT.to_string())),
        ("network", text(node.network().name())),
        ("fees_collected_msat", number(0)),
    ];
    let documented = state.documented.documented_answers("getinfo").into_iter().next();
    let documented = documented.and_then(|answer| Tree::parse(&answer).ok());
    for (name, otherwise) in OTHERWISE {
        let shown = documented.as_ref().and_then(|answer| answer.at(&format!("/{name}")).cloned());
        members.extend(shown.or_else(|| Tree::parse(otherwise).ok()).map(|value| (name, value)));
    }
    answer::object(state, "getinfo", members)
}

/// How many peers, and how many channels that are pending, active and inactive.
fn counts(state: &State) -> rusqlite::Result<[usize; 4]> {
    let store = lock(&state.store);
    let [mut peers, mut pending, mut active, mut inactive] = [0; 4];
    each(store.db(), None, |peer| peers += usize::from(peer.is_listed()))?;
    list(store.db(), &Which::default(), |channel| {
        let state = match channel.at("/state") {
            Some(Tree::Text(state)) => state.as_str(),
            _ => "",
        };
        *(if PENDING.contains(&state) {
            &mut pending
        } else if ACTIVE.contains(&state) {
            &mut active
        } else {
            &mut inactive
        }) += 1;
    })?;
    Ok([peers, pending, active, inactive])
}
