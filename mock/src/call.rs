//! One request: the command run, the answer put where it is written from.

mod delivery;
mod forward;
mod hooked;

use std::sync::Arc;
use std::time::Instant;

use cln_runtime::Json;
use cln_runtime::rules::Shape;

use self::delivery::{Arrival, Taken, cannot_wait, delivered};
use crate::commands::{Begin, Step, Wait, run};
use crate::envelope::{Call, read};
use crate::faults::{Edit, Faults, apply};
use crate::lock::lock;
use crate::outcome::{Done, Effect, Outcome};
use crate::server::{Handler, Outbox, Reply, Resumed, Session, Stop, Then, Waiting, When};
use crate::state::State;
use crate::wire::{Failure, Message, error_line, notification_line, result_line};

impl Handler for Arc<State> {
    fn answer(&self, session: &mut Session, message: &Message<'_>, outbox: &mut Outbox) {
        match read(message) {
            Ok(call) => answer(self, session, &call, outbox),
            Err(refused) => {
                let id = if refused.with_id { message.id } else { None };
                self.log.refused(&refused.failure);
                let bytes = error_line(id.map_or(b"null", |id| id.json), &refused.failure);
                outbox.push(Reply { bytes, when: When::Now, then: Then::GoOn });
            }
        }
    }

    fn stop(&self) -> &Stop {
        &self.stop
    }

    fn max_request(&self) -> usize {
        self.max_request
    }
}

fn answer(state: &Arc<State>, session: &mut Session, call: &Call<'_>, outbox: &mut Outbox) {
    let start = Instant::now();
    let number = lock(&state.received).push(call, session.number);
    let arrival = Arrival { start, number };
    if let Some(refused) = forward::refusal(state, session, call) {
        return finish(state, session, call, Err(refused), Taken { start, faults: Faults::default() }, outbox);
    }
    if hooked::is_asked(state, call) {
        return hooked::ask(state, session, call, (arrival, execute), outbox);
    }
    execute(state, session, call, arrival, outbox);
}

/// Does what is asked, which may be what a plugin has made of it.
fn execute(state: &Arc<State>, session: &mut Session, call: &Call<'_>, arrival: Arrival, outbox: &mut Outbox) {
    let Arrival { start, number } = arrival;
    let expected = lock(&state.expectations).called(call.method, call.params.json, number);
    let mut faults = lock(&state.faults).next(call.method, call.params.json);
    let taken = |faults| Taken { start, faults };
    if let (None, None, Some(plugin)) = (&faults.error, &expected, forward::plugin(state, call)) {
        return forward::forward(state, session, call, &plugin, taken(faults), outbox);
    }
    let step = match (faults.error.take(), expected) {
        (Some(error), _) => Step::Done(Err(error.into())),
        (None, Some(answer)) => Step::Done(answer.give(call.params.json)),
        (None, None) => {
            // In a statement of its own: commands of other connections run meanwhile.
            let replayed = lock(&state.replay).answer(&state.documented, call);
            replayed.map_or_else(|| run(state, call.id, call.method, call.params, false), Step::Done)
        }
    };
    let taken = taken(faults);
    match step {
        Step::Done(outcome) => finish(state, session, call, outcome, taken, outbox),
        Step::Wait(wait) => keep(state, session, call, wait, false, taken, outbox),
        Step::Begin(Begin(begin)) => keep(state, session, call, begin(state, call.id), true, taken, outbox),
    }
}

/// Keeps a request until what it waits for has happened, which may be at once. One that outlives its client is done though
/// nobody waits for it.
fn keep(
    state: &Arc<State>,
    session: &mut Session,
    call: &Call<'_>,
    mut wait: Wait,
    outlives_client: bool,
    taken: Taken,
    outbox: &mut Outbox,
) {
    if let Err(error) = session.listen(&state.bell) {
        return finish(state, session, call, Err(cannot_wait(&error)), taken, outbox);
    }
    let (state, kept) = (Arc::clone(state), call.keep());
    let mut taken = Some(taken);
    let mut resume = move |session: &mut Session, outbox: &mut Outbox| {
        let passed = state.pass_time().map_err(Failure::from);
        let Some(outcome) = passed.map_or_else(|failure| Some(Err(failure)), |()| (wait.poll)(&state)) else {
            let next = wait.until.into_iter().chain(state.next_event()).min();
            return Resumed::Waits(next.and_then(|next| state.clock.instant(next)));
        };
        if let Some(taken) = taken.take() {
            finish(&state, session, &kept.call(), outcome, taken, outbox);
        }
        Resumed::Answered
    };
    if let Resumed::Waits(due) = resume(session, outbox) {
        session.keep(Waiting { due, hears: None, outlives_client, resume: Box::new(resume) });
    }
}

fn finish(
    state: &State,
    session: &mut Session,
    call: &Call<'_>,
    outcome: Outcome,
    Taken { start, mut faults }: Taken,
    outbox: &mut Outbox,
) {
    let outcome = outcome.and_then(|done| affect(state, session, done));
    state.log.called(&state.documented, call, &outcome, start.elapsed());
    let mut bytes = before(session, call, &outcome, &faults);
    bytes.extend(line(state, call, outcome, std::mem::take(&mut faults.edits)));
    let then = if session.stopping { Then::Close } else { Then::GoOn };
    match delivered(bytes, then, &faults) {
        Some(reply) => outbox.push(reply),
        // There is no answer to wait for.
        None if session.stopping => state.stop.stop(),
        None => {}
    }
}

/// Does to the session what the command is for.
fn affect(state: &State, session: &mut Session, done: Done) -> Outcome {
    match done.effect {
        Some(Effect::Notifications(true)) => {
            let failed = |error| Failure::new(-32603, format!("cln-mock cannot send notifications: {error}"));
            session.subscribe(&state.notices, &state.bell).map_err(failed)?;
        }
        Some(Effect::Notifications(false)) => session.unsubscribe(),
        Some(Effect::Deprecations(enabled)) => session.may_use_deprecated = Some(enabled),
        Some(Effect::Stop) => session.stopping = true,
        None => {}
    }
    Ok(done)
}

/// The notifications that come before an answer: a node sends them where a command takes long, as those may that are
/// only documented here.
fn before(session: &Session, call: &Call<'_>, outcome: &Outcome, faults: &Faults) -> Vec<u8> {
    let id = String::from_utf8_lossy(call.id);
    let message = |text: &str| format!("{{\"id\":{id},\"level\":\"info\",\"message\":{}}}", Json::from(text));
    let mut lines = Vec::new();
    if session.wants_notifications() && outcome.as_ref().is_ok_and(|done| done.is_documented) {
        lines.extend(notification_line("message", &message("answered from the documentation")));
    }
    for (method, params) in &faults.notifications {
        let params = params.as_ref().map_or_else(|| message("still at it"), ToString::to_string);
        lines.extend(notification_line(method, &params));
    }
    lines
}

/// The answer itself, its result cut down as the client wants it and changed as the faults want it.
fn line(state: &State, call: &Call<'_>, outcome: Outcome, edits: Vec<Edit>) -> Vec<u8> {
    let Done { mut result, .. } = match outcome {
        Ok(done) => done,
        Err(failure) => return error_line(call.id, &failure),
    };
    if let Some(filter) = &call.filter {
        result = filter.apply(&result);
    }
    if !edits.is_empty() {
        let mut edits = Some(edits);
        let edit = |shape: &Shape<'_>| edits.take().map(|edits| apply(edits, &result, Some(shape)));
        let edited = state.documented.answer_rules(call.method, edit).flatten();
        result = edited.unwrap_or_else(|| apply(edits.take().unwrap_or_default(), &result, None));
    }
    result_line(call.id, &result)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use std::io::{Read, Write};
    use std::os::unix::net::UnixStream;
    use std::time::Duration;

    use super::*;
    use crate::MockNode;

    #[test]
    fn a_command_that_takes_its_time_keeps_nobody_else_waiting() {
        let node = MockNode::builder().start().unwrap();
        let ask = |method: &str| {
            let mut stream = UnixStream::connect(node.socket()).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
            write!(stream, r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{{}}}}"#).unwrap();
            stream
        };
        // It waits for the store; the others do not need that. That one of them is first is unlikely, of so many.
        let store = lock(&node.state.store);
        let mut slow = ask("listinvoices");
        while node.received().is_empty() {
            std::thread::yield_now();
        }
        for _ in 0..100 {
            assert_ne!(ask("nonsense").read(&mut [0; 64]).unwrap(), 0);
        }
        drop(store);
        assert_ne!(slow.read(&mut [0; 64]).unwrap(), 0);
    }
}
