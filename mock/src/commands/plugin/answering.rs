//! What `plugin` answers, at once or later.

use std::sync::Arc;
use std::{io, thread};

use cln_runtime::json::Tree;

use crate::commands::{Step, Wait};
use crate::outcome::{Done, Outcome};
use crate::plugin::{Plugins, Slot};
use crate::state::State;
use crate::wire::{Failure, object, text};

/// All plugins that are there, as every subcommand answers that starts some.
pub(super) fn listed(plugins: &Plugins, subcommand: &str) -> Done {
    let plugins = plugins.listed().into_iter().map(|plugin| {
        object([
            ("name", text(plugin.path.to_string_lossy())),
            ("active", Tree::Plain(plugin.is_active.to_string())),
            ("dynamic", Tree::Plain(plugin.is_dynamic.to_string())),
        ])
    });
    done(subcommand, ("plugins", Tree::Array(plugins.collect())))
}

pub(super) fn done(subcommand: &str, result: (&str, Tree)) -> Done {
    Done::new(object([("command", text(subcommand)), result]).to_string())
}

/// Has something done that takes its time, and answers then.
pub(super) fn in_thread(state: &State, work: impl FnOnce() -> Outcome + Send + 'static) -> Step {
    let answered = Slot::new(&state.bell);
    let filled = Arc::clone(&answered);
    let started = thread::Builder::new().name("plugin".to_owned()).spawn(move || filled.fill(work()));
    match started {
        Ok(_) => Step::Wait(Wait { until: None, poll: Box::new(move |_| answered.take()) }),
        Err(error) => Err(Failure::new(-32603, format!("cln-mock cannot start a thread: {error}"))).into(),
    }
}

/// What the system says of an error, as C has it.
pub(super) fn of_system(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}
