//! `help`: what the node can do.

use std::collections::{BTreeMap, BTreeSet};

use cln_codegen::schema::Side;
use cln_runtime::json::Tree;

use super::answer;
use super::parameters::read;
use crate::outcome::Outcome;
use crate::params::{self, Parameter, reading};
use crate::state::State;
use crate::wire::{Failure, Value, object};

const METHOD_NOT_FOUND: i64 = -32601;

/// Names the commands of the node, and those of its plugins.
pub(super) fn help(state: &State, params: Value<'_>, _only_check: bool, own: BTreeSet<&str>) -> Outcome {
    let mut wanted = None;
    read(state, "help", params, &[Parameter::optional("command")], |_, value| {
        wanted = Some(reading::text(value));
        Ok(())
    })?;
    let own = own.into_iter().map(|command| (command.to_owned(), usage(state, command)));
    let mut known: BTreeMap<String, String> = own.collect();
    known.extend(state.plugins.commands().into_iter().map(|(name, usage)| (name.clone(), format!("{name} {usage}"))));
    if let Some(wanted) = wanted {
        known.retain(|command, _| *command == wanted);
        if known.is_empty() {
            return Err(Failure::new(METHOD_NOT_FOUND, format!("Unknown command {wanted}")));
        }
    }
    let shown = known.into_values().map(|usage| object([("command", Tree::Text(usage))]));
    let members = vec![("help", Tree::Array(shown.collect())), ("format-hint", Tree::Text("simple".to_owned()))];
    answer::object(state, "help", members)
}

/// A command and its parameters, those that may be left out in brackets, as far as a schema tells; one without any has a
/// space behind it, as with a node.
fn usage(state: &State, command: &str) -> String {
    let parameters = state.documented.rules(command.as_bytes(), Side::Request, params::usage);
    format!("{command} {}", parameters.unwrap_or_default())
}
