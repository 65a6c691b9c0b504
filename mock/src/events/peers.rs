//! Peers: about to be connected, connected, and not any more.

use cln_protocol::lax::{is, member, object};
use cln_runtime::json::Tree;

use crate::plugin::Hook;
use crate::state::State;
use crate::store::peers::Peer;
use crate::wire::text;

/// Asks plugins whether the node shall stay connected with a peer that it has reached at an address, and goes on with
/// whether it shall. The caller is who has the node connect; his id is JSON.
pub(crate) fn ask_about_peer(
    state: &State,
    caller: Option<&[u8]>,
    (peer, address): (&Peer, &str),
    direction: &str,
    then: impl FnOnce(&State, bool) + Send + 'static,
) {
    let this = state.this.clone();
    let members = [
        ("id", text(peer.id.clone())),
        ("direction", text(direction.to_owned())),
        ("addr", text(address.to_owned())),
        ("features", text(peer.features().to_owned())),
    ];
    let asked = crate::wire::object([("peer", crate::wire::object(members))]).to_string();
    state.plugins.ask_all(
        Hook::PeerConnected,
        caller,
        &asked,
        Box::new(move |answer| {
            // A node that does not survive the answer connects with nobody.
            if let (Some(state), Ok(result)) = (this.upgrade(), answer) {
                then(&state, member(object(&result), "result").is_some_and(|word| is(word, "continue")));
            }
        }),
    );
}

/// The node is connected with a peer. Its address is as `connect` answers it.
pub(crate) fn connected(state: &State, id: &str, direction: &str, address: impl FnOnce() -> Tree) {
    state.plugins.tell("connect", || {
        let members = [("id", text(id.to_owned())), ("direction", text(direction.to_owned())), ("address", address())];
        crate::wire::object(members).to_string()
    });
}

/// The node is not connected with a peer any more.
pub(crate) fn disconnected(state: &State, id: &str) {
    state.plugins.tell("disconnect", || crate::wire::object([("id", text(id.to_owned()))]).to_string());
}
