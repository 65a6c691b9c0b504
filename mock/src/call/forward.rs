//! A command of a plugin: the request is forwarded, and what the plugin answers passed on.

use std::sync::Arc;

use super::delivery::{Taken, cannot_wait, delivered};
use crate::commands::checked;
use crate::envelope::{Call, Kept};
use crate::outcome::Done;
use crate::plugin::{Link, News};
use crate::server::{Outbox, Reply, Resumed, Session, Then, Waiting, When};
use crate::state::State;
use crate::wire::{Failure, error_line};

/// The plugin that a request is for: the one that has the command, or that can tell whether it would take the parameters
/// which are to be checked.
pub(super) fn plugin(state: &State, call: &Call<'_>) -> Option<Arc<Link>> {
    match call.method {
        b"check" => state.plugins.owner(checked(call.params)?).filter(|link| link.can_check()),
        method => state.plugins.owner(method),
    }
}

/// Why a node does not even ask the plugin that has the command: it is deprecated, and the caller may not use it.
pub(super) fn refusal(state: &State, session: &Session, call: &Call<'_>) -> Option<Failure> {
    if !state.plugins.has_any() {
        return None;
    }
    let version = state.shown_version().parse().ok()?;
    let is_refused = state.plugins.refuses(call.method, &version, may_use_deprecated(state, session));
    let message = || [b"Command \"", call.method, b"\" is deprecated"].concat();
    is_refused.then(|| Failure::new(METHOD_NOT_FOUND, message()))
}

const METHOD_NOT_FOUND: i64 = -32601;

fn may_use_deprecated(state: &State, session: &Session) -> bool {
    session.may_use_deprecated.unwrap_or(!state.plugins.is_developer())
}

/// Has a plugin answer a request.
pub(super) fn forward(
    state: &Arc<State>,
    session: &mut Session,
    call: &Call<'_>,
    plugin: &Link,
    taken: Taken,
    outbox: &mut Outbox,
) {
    if let Err(error) = session.listen(&state.bell) {
        let bytes = error_line(call.id, &cannot_wait(&error));
        return outbox.push(Reply { bytes, when: When::Now, then: Then::GoOn });
    }
    let may_use_deprecated = may_use_deprecated(state, session);
    if may_use_deprecated == state.plugins.is_developer() {
        // The caller has it otherwise than the node.
        let payload = format!(r#"{{"deprecated_ok":{may_use_deprecated}}}"#);
        state.plugins.notify(plugin, "deprecated_oneshot", payload.as_bytes());
    }
    let heard = Arc::clone(session.heard());
    let number = state.plugins.forward(plugin, &String::from_utf8_lossy(call.method), call.id, call.text, &heard);
    let (state, kept, mut taken) = (Arc::clone(state), call.keep(), Some(taken));
    let resume = move |session: &mut Session, outbox: &mut Outbox| match heard.take() {
        // A node that ends answers nobody: its callers see the end of their connections.
        Some(News::Answered(None)) if state.plugins.is_ending() => Resumed::Answered,
        Some(News::Answered(answer)) => {
            if let Some(taken) = taken.take() {
                pass_on(&state, &kept, answer, &taken, outbox);
            }
            Resumed::Answered
        }
        Some(News::Told(line)) => {
            if session.wants_notifications() {
                outbox.push_notices(line);
            }
            Resumed::Waits(None)
        }
        None => Resumed::Waits(None),
    };
    session.keep(Waiting { due: None, hears: Some(number), outlives_client: false, resume: Box::new(resume) });
}

/// Writes down what a plugin has answered, or that it will not.
fn pass_on(state: &State, kept: &Kept, answer: Option<Vec<u8>>, taken: &Taken, outbox: &mut Outbox) {
    let call = kept.call();
    let outcome = match &answer {
        Some(text) => Ok(Done::new(String::from_utf8_lossy(text).into_owned())),
        None => Err(Failure::new(-4, TERMINATED)),
    };
    state.log.called(&state.documented, &call, &outcome, taken.start.elapsed());
    let bytes = answer.map_or_else(|| terminated(call.id), |text| [&*text, b"\n\n"].concat());
    if let Some(reply) = delivered(bytes, Then::GoOn, &taken.faults) {
        outbox.push(reply);
    }
}

const TERMINATED: &str = "Plugin terminated before replying to RPC call.";

/// What a caller is told whose plugin is not there any more, byte for byte as nodes write it.
fn terminated(id: &[u8]) -> Vec<u8> {
    let error = format!(r#","error": {{"code":-4, "message":"{TERMINATED}"}}}}"#);
    [br#"{"jsonrpc": "2.0","id": "#, id, error.as_bytes(), b"\n\n"].concat()
}
