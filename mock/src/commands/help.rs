//! `help`: what the node can do.

use std::collections::BTreeSet;

use cln_codegen::schema::Side;
use cln_runtime::json::Tree;

use super::answer;
use super::parameters::read;
use crate::outcome::Outcome;
use crate::params::{Parameter, reading};
use crate::state::State;
use crate::wire::{Failure, Value, object};

const METHOD_NOT_FOUND: i64 = -32601;

/// Names the commands of the release, and those that are done whatever it has.
pub(super) fn help(state: &State, params: Value<'_>, _only_check: bool, done: &[&str]) -> Outcome {
    let mut command = None;
    read(state, "help", params, &[Parameter::optional("command")], |_, value| {
        command = Some(reading::text(value));
        Ok(())
    })?;
    let known: BTreeSet<&str> = state.documented.names().chain(done.iter().copied()).collect();
    let shown: Vec<&str> = match &command {
        None => known.into_iter().collect(),
        Some(command) => match known.get(command.as_str()) {
            Some(command) => vec![*command],
            None => return Err(Failure::new(METHOD_NOT_FOUND, format!("Unknown command {command}"))),
        },
    };
    let shown = shown.into_iter().map(|command| object([("command", Tree::Text(usage(state, command)))]));
    let members = vec![("help", Tree::Array(shown.collect())), ("format-hint", Tree::Text("simple".to_owned()))];
    answer::object(state, "help", members)
}

/// A command and its parameters, those that may be left out in brackets, as far as a schema tells; one without any has a
/// space behind it, as with a node.
fn usage(state: &State, command: &str) -> String {
    let parameters = state.documented.rules(command.as_bytes(), Side::Request, |shape| {
        let shown = shape.fields.iter().map(|field| match field.required {
            true => field.name.to_owned(),
            false => format!("[{}]", field.name),
        });
        shown.collect::<Vec<_>>().join(" ")
    });
    format!("{command} {}", parameters.unwrap_or_default())
}
