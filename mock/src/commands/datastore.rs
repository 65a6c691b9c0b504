//! `datastore` and `deldatastore`: entries written and deleted, in the order of checks, and in the words, of a node's
//! `lightningd/datastore.c`.

use rusqlite::Connection;

use super::listdatastore::members;
use super::parameters::read;
use super::{Step, answer};
use crate::lock::lock;
use crate::params::{Parameter, reading};
use crate::state::State;
use crate::store::datastore::{Entry, Key, each, get, is_known, put, remove};
use crate::wire::{Failure, Value};

const DELETED_DOES_NOT_EXIST: i64 = 1200;
const DELETED_WRONG_GENERATION: i64 = 1201;
const ALREADY_EXISTS: i64 = 1202;
const DOES_NOT_EXIST: i64 = 1203;
const WRONG_GENERATION: i64 = 1204;
const HAS_CHILDREN: i64 = 1205;
const NO_CHILDREN: i64 = 1206;

const MODES: [&str; 5] = ["must-create", "must-replace", "create-or-replace", "must-append", "create-or-append"];
const SHOULD_BE_MODE: &str =
    "should be 'must-create', 'must-replace', 'create-or-replace', 'must-append', or 'create-or-append'";

/// The modes that need an entry.
const NEEDS_ONE: [&str; 2] = ["must-replace", "must-append"];

/// What is to be written.
struct Asked {
    key: Key,
    data: Vec<u8>,
    mode: &'static str,
    generation: Option<u64>,
}

pub(super) fn datastore(state: &State, params: Value<'_>, only_check: bool) -> Step {
    let asked = match asked(state, params) {
        Ok(asked) => asked,
        Err(failure) => return Err(failure).into(),
    };
    let written = if only_check {
        written(lock(&state.store).db(), &asked)
    } else {
        lock(&state.store).change(|transaction| {
            let entry = written(transaction, &asked)?;
            put(transaction, &entry)?;
            Ok::<_, Failure>(entry)
        })
    };
    finish(state, "datastore", params, &asked.key, written)
}

fn asked(state: &State, params: Value<'_>) -> Result<Asked, Failure> {
    let known = [
        Parameter::required("key"),
        Parameter::optional("string"),
        Parameter::optional("hex"),
        Parameter::optional("mode"),
        Parameter::optional("generation"),
    ];
    let (mut key, mut string, mut hex, mut mode, mut generation) = (Vec::new(), None, None, "must-create", None);
    read(state, "datastore", params, &known, |name, value| {
        match name {
            "key" => key = reading::key(name, value)?,
            "string" => string = Some(reading::unescaped(name, value)?.into_bytes()),
            "hex" => hex = reading::hex(value).map(|hex| hex.as_bytes().to_vec()),
            "mode" => mode = reading::word(name, value, &MODES, SHOULD_BE_MODE)?,
            _ => generation = Some(reading::u64(name, value)?),
        }
        Ok(())
    })?;
    let data = match (string, hex) {
        (Some(_), Some(_)) => return Err(Failure::invalid_params("Cannot have both hex and string")),
        (None, None) => return Err(Failure::invalid_params("Must have either hex or string")),
        (string, hex) => string.or(hex).unwrap_or_default(),
    };
    if generation.is_some() && !NEEDS_ONE.contains(&mode) {
        return Err(Failure::invalid_params("generation only valid with must-replace or must-append"));
    }
    Ok(Asked { key, data, mode, generation })
}

/// What there will be, or why it cannot be written.
fn written(db: &Connection, asked: &Asked) -> Result<Entry, Failure> {
    let mut before = None;
    let mut has_children = false;
    each(db, Some(&asked.key), |entry| match entry.key.len() == asked.key.len() {
        true => before = Some(entry),
        false => has_children = true,
    })?;
    let Some(before) = before else {
        return created(db, asked, has_children);
    };
    if asked.mode == "must-create" {
        return Err(Failure::new(ALREADY_EXISTS, "Key already exists"));
    }
    if asked.generation.is_some_and(|generation| generation != before.generation) {
        return Err(Failure::new(WRONG_GENERATION, "generation is different"));
    }
    let data = match asked.mode {
        "must-append" | "create-or-append" => [before.data, asked.data.clone()].concat(),
        _ => asked.data.clone(),
    };
    Ok(Entry { key: before.key, generation: before.generation.wrapping_add(1), data })
}

/// The same where there is no entry yet: neither may there be any below it, nor one above it.
fn created(db: &Connection, asked: &Asked, has_children: bool) -> Result<Entry, Failure> {
    if has_children {
        return Err(Failure::new(HAS_CHILDREN, "Key has children already"));
    }
    for length in 1..asked.key.len() {
        let parent = asked.key.get(..length).unwrap_or_default();
        if get(db, parent)?.is_some() {
            return Err(Failure::new(NO_CHILDREN, format!("Parent key [{}] exists", parent.join(","))));
        }
    }
    if NEEDS_ONE.contains(&asked.mode) {
        return Err(Failure::new(DOES_NOT_EXIST, "Key does not exist"));
    }
    Ok(Entry { key: asked.key.clone(), generation: 0, data: asked.data.clone() })
}

pub(super) fn deldatastore(state: &State, params: Value<'_>, only_check: bool) -> Step {
    let (mut key, mut generation) = (Vec::new(), None);
    let known = [Parameter::required("key"), Parameter::optional("generation")];
    let given = read(state, "deldatastore", params, &known, |name, value| {
        match name {
            "key" => key = reading::key(name, value)?,
            _ => generation = Some(reading::u64(name, value)?),
        }
        Ok(())
    });
    if let Err(failure) = given {
        return Err(failure).into();
    }
    let deleted = if only_check {
        deletable(lock(&state.store).db(), &key, generation)
    } else {
        lock(&state.store).change(|transaction| {
            let entry = deletable(transaction, &key, generation)?;
            remove(transaction, &key)?;
            Ok::<_, Failure>(entry)
        })
    };
    finish(state, "deldatastore", params, &key, deleted)
}

fn deletable(db: &Connection, key: &[String], generation: Option<u64>) -> Result<Entry, Failure> {
    let entry = get(db, key)?.ok_or_else(|| Failure::new(DELETED_DOES_NOT_EXIST, "Key does not exist"))?;
    match generation {
        Some(generation) if generation != entry.generation => {
            Err(Failure::new(DELETED_WRONG_GENERATION, "generation is different"))
        }
        _ => Ok(entry),
    }
}

/// The entry as the answer. What fails for want of an entry whose like the node never had is answered as documented, if
/// it is.
fn finish(state: &State, command: &str, params: Value<'_>, key: &[String], entry: Result<Entry, Failure>) -> Step {
    let failure = match entry {
        Ok(entry) => return answer::object(state, command, members(&entry)).into(),
        Err(failure) => failure,
    };
    if is_known(lock(&state.store).db(), key).unwrap_or(true) {
        return Err(failure).into();
    }
    let documented = state.documented.as_documented(command.as_bytes(), params, state);
    documented.ok_or(failure).into()
}
