//! The hook `rpc_command`: plugins are asked about a request before it is done.

use std::sync::Arc;

use cln_runtime::{Record, RpcError};

use super::delivery::{Arrival, cannot_wait};
use crate::envelope::Call;
use crate::outcome::Done;
use crate::plugin::{Hook, Slot, member, object};
use crate::server::{Outbox, Reply, Resumed, Session, Then, Waiting, When};
use crate::state::State;
use crate::wire::{Failure, Value, error_line, result_line};

/// Whether plugins are asked about a request. What a node refuses by its name alone they never hear of.
pub(super) fn is_asked(state: &State, call: &Call<'_>) -> bool {
    state.plugins.is_asked(Hook::RpcCommand) && state.plugins.knows(&String::from_utf8_lossy(call.method))
}

/// What does a request that plugins have nothing against.
type Execute = fn(&Arc<State>, &mut Session, &Call<'_>, Arrival, &mut Outbox);

/// Asks plugins about a request, which goes on once they have answered, whether its client is still there or not.
pub(super) fn ask(
    state: &Arc<State>,
    session: &mut Session,
    call: &Call<'_>,
    (arrival, execute): (Arrival, Execute),
    outbox: &mut Outbox,
) {
    if let Err(error) = session.listen(&state.bell) {
        let bytes = error_line(call.id, &cannot_wait(&error));
        return outbox.push(Reply { bytes, when: When::Now, then: Then::GoOn });
    }
    let slot = Slot::new(&state.bell);
    let filled = Arc::clone(&slot);
    let params = format!("{{\"rpc_command\":{}}}", String::from_utf8_lossy(call.text));
    state.plugins.ask_all(Hook::RpcCommand, None, &params, Box::new(move |answer| filled.fill(answer)));
    let (state, kept) = (Arc::clone(state), call.keep());
    let resume = move |session: &mut Session, outbox: &mut Outbox| {
        let Some(answer) = slot.take() else { return Resumed::Waits(None) };
        // A node that does not survive what it hears answers nobody.
        if let Ok(result) = answer {
            go_on(&state, session, &kept.call(), &result, (arrival, execute), outbox);
        }
        Resumed::Answered
    };
    if resume(session, outbox) != Resumed::Answered {
        session.keep(Waiting { due: None, hears: None, outlives_client: true, resume: Box::new(resume) });
    }
}

/// Does what plugins have made of a request.
fn go_on(
    state: &Arc<State>,
    session: &mut Session,
    call: &Call<'_>,
    result: &[u8],
    (arrival, execute): (Arrival, Execute),
    outbox: &mut Outbox,
) {
    let result = object(result);
    if let Some(request) = member(result, "replace") {
        let (Some(method), Some(params)) = (member(request, "method"), member(request, "params")) else { return };
        // What the plugin has as its id is nobody's.
        let replaced =
            Call { text: request.json, id: call.id, method: method.token(), params, filter: call.filter.clone() };
        return execute(state, session, &replaced, arrival, outbox);
    }
    let Some(returned) = member(result, "return") else {
        return execute(state, session, call, arrival, outbox);
    };
    let text = |value: Value<'_>| String::from_utf8_lossy(value.json).into_owned();
    let (outcome, bytes) = match (member(returned, "result").map(text), member(returned, "error").map(text)) {
        (Some(result), _) => {
            let bytes = result_line(call.id, &result);
            (Ok(Done::new(result)), bytes)
        }
        (None, error) => {
            let error = error.unwrap_or_default();
            let failure =
                RpcError::from_json(error.as_bytes()).map_or_else(|_| Failure::new(-1, error.clone()), Failure::from);
            (
                Err(failure),
                [br#"{"jsonrpc":"2.0","id":"#, call.id, br#","error":"#, error.as_bytes(), b"}\n\n"].concat(),
            )
        }
    };
    state.log.called(&state.documented, call, &outcome, arrival.start.elapsed());
    outbox.push(Reply { bytes, when: When::Now, then: Then::GoOn });
}
