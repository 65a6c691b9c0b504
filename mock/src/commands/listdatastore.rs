//! `listdatastore` and `datastoreusage`.

use cln_runtime::Hex;
use cln_runtime::json::Tree;

use super::answer;
use super::parameters::read;
use crate::lock::lock;
use crate::outcome::Outcome;
use crate::params::{Parameter, reading};
use crate::state::State;
use crate::store::datastore::{Entry, Key, each};
use crate::wire::{Failure, Value, object};

/// An entry, and those right below a key; what is deeper is only said to be there, once.
pub(super) fn list(state: &State, params: Value<'_>, only_check: bool) -> Outcome {
    let key = key(state, "listdatastore", params)?;
    let depth = key.as_ref().map_or(0, Vec::len) + 1;
    answer::list(state, "listdatastore", "datastore", |rows| {
        if only_check {
            return Ok(());
        }
        let mut said: Option<Key> = None;
        let push = |entry: Entry| {
            if entry.key.len() <= depth {
                rows.push(object(members(&entry)));
            } else if !said.as_ref().is_some_and(|said| entry.key.starts_with(said)) {
                let above: Key = entry.key.into_iter().take(depth).collect();
                rows.push(object([("key", words(&above))]));
                said = Some(above);
            }
        };
        Ok(each(lock(&state.store).db(), key.as_deref(), push)?)
    })
}

/// How many bytes the entries of a key, and of all below it, take: their data, and their keys as a node stores them.
pub(super) fn usage(state: &State, params: Value<'_>, _only_check: bool) -> Outcome {
    let key = key(state, "datastoreusage", params)?.filter(|key| key.first().is_some_and(|word| !word.is_empty()));
    let mut total = 0_u64;
    let add = |entry: Entry| {
        let key: usize = entry.key.iter().map(String::len).sum::<usize>() + entry.key.len() - 1;
        total = total.saturating_add((entry.data.len() + key) as u64);
    };
    each(lock(&state.store).db(), key.as_deref(), add)?;
    let key = format!("[{}]", key.unwrap_or_default().join(","));
    let usage = object([("key", Tree::Text(key)), ("total_bytes", Tree::Plain(total.to_string()))]);
    answer::object(state, "datastoreusage", vec![("datastoreusage", usage)])
}

fn key(state: &State, command: &str, params: Value<'_>) -> Result<Option<Key>, Failure> {
    let mut key = None;
    read(state, command, params, &[Parameter::optional("key")], |name, value| {
        key = Some(reading::key(name, value)?);
        Ok(())
    })?;
    Ok(key)
}

/// An entry as nodes show it: as a text, too, if it is one. A zero byte is none of a text to a node.
pub(super) fn members(entry: &Entry) -> Vec<(&'static str, Tree)> {
    let mut members = vec![
        ("key", words(&entry.key)),
        ("generation", Tree::Plain(entry.generation.to_string())),
        ("hex", Tree::Text(Hex::from(entry.data.clone()).to_string())),
    ];
    match std::str::from_utf8(&entry.data) {
        Ok(text) if !text.contains('\0') => members.push(("string", Tree::Text(text.to_owned()))),
        _ => {}
    }
    members
}

fn words(key: &[String]) -> Tree {
    Tree::Array(key.iter().cloned().map(Tree::Text).collect())
}
