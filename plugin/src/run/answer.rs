//! Handlers called, and what the node is told of it.

use std::io::Write as _;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use cln_protocol::hooks::Hook;
use cln_runtime::{RpcError, visible};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::load::{Load, Queued, Turn};
use super::panics;
use super::unanswered::{Unanswered, Waiter};
use crate::contained::contained;
use crate::context::{Context, Shared};
use crate::error::HandlerError;
use crate::guard::Guarded;
use crate::handler::{self, HookHandler, MethodHandler, Told, ToldHandler};
use crate::line::{self, Level};
use crate::plugin::{ChangeHandler, StartHandler};
use crate::values::Value;

/// How long a plugin may take to start. A node kills it after 120 seconds, and gives up if it is starting itself.
const TIME_TO_START: Duration = Duration::from_secs(100);

/// Answers `init`.
pub(super) async fn init<S: Send + Sync + 'static>(start: Option<StartHandler<S>>, context: Context<S>) {
    let (shared, id) = (Arc::clone(&context.shared), Arc::clone(&context.id));
    let started = match start {
        Some(start) => match timeout(TIME_TO_START, contained(move || start(context))).await {
            Ok(started) => flat(started),
            Err(_) => Err(HandlerError::new(format!("it was not ready within {} seconds", TIME_TO_START.as_secs()))),
        },
        None => Ok(()),
    };
    let result = started.map_or_else(|error| disabled(&error.to_string()), |()| "{}".to_owned());
    shared.outbox.send(line::result(&id, result.as_bytes())).await;
}

/// Answers `setconfig`: the option has its new value, unless the plugin does not want that.
pub(super) async fn set<S: Send + Sync + 'static>(
    change: Option<ChangeHandler<S>>,
    context: Context<S>,
    option: &'static str,
    values: Vec<Value>,
) {
    let (shared, id) = (Arc::clone(&context.shared), Arc::clone(&context.id));
    let before = shared.values.set(option, values);
    let changed = match change {
        Some(change) => flat(contained(move || change(context, option)).await),
        None => Ok(()),
    };
    let line = match changed {
        Ok(()) => line::result(&id, b"{}"),
        Err(error) => {
            shared.values.restore(option, before);
            line::error(&id, error.as_rpc())
        }
    };
    shared.outbox.send(line).await;
}

/// A panic as the error that it is.
fn flat(handled: Result<Result<(), HandlerError>, String>) -> Result<(), HandlerError> {
    handled.unwrap_or_else(|why| Err(HandlerError::new(why)))
}

/// The answer to `init` of a plugin that does not want to run.
pub(super) fn disabled(why: &str) -> String {
    format!(r#"{{"disable":{}}}"#, cln_runtime::Json::from(why))
}

/// Answers a call.
pub(super) async fn call<S: Send + Sync + 'static>(handler: MethodHandler<S>, context: Context<S>, params: Arc<[u8]>) {
    let asked = context.clone();
    let line = match contained(move || handler(asked, params)).await {
        Ok(Ok(result)) => line::result(&context.id, &result),
        Ok(Err(error)) => line::error(&context.id, &error),
        Err(why) => {
            context.log(Level::Broken, &format!("{}: {}", context.id().unwrap_or_default(), visible(&why)));
            line::error(&context.id, &RpcError::new(-32603, why))
        }
    };
    context.shared.outbox.send(line).await;
}

/// Answers at a hook.
pub(super) async fn hook<S: Send + Sync + 'static>(
    handler: HookHandler<S>,
    context: Context<S>,
    waiter: Waiter,
    params: Arc<[u8]>,
    turn: Turn,
) {
    let asked = context.clone();
    let is_running = AtomicBool::new(false);
    let mut task = pin!(async {
        let _one = turn.await;
        is_running.store(true, Ordering::Relaxed);
        contained(move || handler(asked, params)).await
    });
    let late = match waiter.in_time(task.as_mut()).await {
        Ok(handled) => {
            settle(&context.shared, &waiter, handled.unwrap_or_else(Err)).await;
            return;
        }
        Err(late) => late,
    };
    if let Some(hook) = settle(&context.shared, &waiter, Err(late)).await
        && is_running.load(Ordering::Relaxed)
    {
        let _ = task.await;
        context.log(Level::Unusual, &format!("hook {}: a late answer was dropped", hook.name()));
    }
}

/// Answers at a hook with what the handler has made of it, unless that was done in the meantime because the plugin ends.
/// Which hook it is.
pub(super) async fn settle<S>(shared: &Shared<S>, waiter: &Waiter, handled: Result<Vec<u8>, String>) -> Option<Hook> {
    let asked = waiter.take()?;
    finish(shared, asked.question().guarded(handled)).await;
    Some(asked.hook)
}

/// Answers at all hooks whose handlers have not let go: without an answer the node would go on as if the plugin were open, or
/// even end.
pub(super) async fn the_rest<S>(shared: &Shared<S>, unanswered: &Unanswered) {
    while let Some(asked) = unanswered.take_first() {
        let why = "the handler has not answered, and the plugin ends";
        finish(shared, asked.question().guarded(Err(why.to_owned()))).await;
    }
}

/// Writes what becomes of a hook. The log comes first, so that it tells of what follows.
pub(super) async fn finish<S>(shared: &Shared<S>, guarded: Guarded) {
    if let Some(fault) = guarded.fault {
        shared.log(Level::Broken, &visible(&fault).to_string());
    }
    if let Some(line) = guarded.line {
        shared.outbox.send(line).await;
    }
}

/// Handles notifications one after another.
pub(super) async fn in_order<S: Send + Sync + 'static>(
    handler: ToldHandler<S>,
    mut queue: mpsc::UnboundedReceiver<Queued<S>>,
) {
    while let Some((context, told, load)) = queue.recv().await {
        hear(Arc::clone(&handler), context, told, load).await;
    }
}

/// Handles a notification.
pub(super) async fn hear<S: Send + Sync + 'static>(
    handler: ToldHandler<S>,
    context: Context<S>,
    told: Told,
    _load: Arc<Load>,
) {
    let (asked, topic) = (context.clone(), Arc::clone(&told.topic));
    let level = line::of_failure(&topic);
    let why = match panics::LEVEL.scope(level, contained(move || handler(asked, told))).await {
        Ok(Ok(())) => return,
        Ok(Err(error)) => handler::failed(error),
        Err(why) => why,
    };
    let line = format!("notification {}: {}", visible(&topic), visible(&why));
    match level {
        Some(level) => context.log(level, &line),
        // Who has closed it does not want to know.
        None => drop(writeln!(std::io::stderr(), "{line}")),
    }
}
