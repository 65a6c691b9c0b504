//! The parameters of `plugin`.

use crate::params::{Parameter, read, reading};
use crate::wire::{Failure, PartKind, Value};

const SUBCOMMAND: &str = "subcommand";
const SUBCOMMANDS: [&str; 5] = ["start", "stop", "startdir", "rescan", "list"];

/// An option of a plugin, and its text.
pub(super) type Given = (String, Option<String>);

pub(super) fn subcommand(params: Value<'_>) -> Result<&'static str, Failure> {
    let mut members = params.members();
    let named = match params.kind {
        PartKind::Array => members.next(),
        PartKind::Object => members.find(|(name, _)| *name == Some(SUBCOMMAND.as_bytes())),
        PartKind::String | PartKind::Bare => {
            return Err(Failure::invalid_params("Expected array or object for params"));
        }
    };
    let (_, named) = named.ok_or_else(|| missing(SUBCOMMAND))?;
    let named = reading::text(named);
    let known = SUBCOMMANDS.into_iter().find(|known| *known == named);
    known.ok_or_else(|| Failure::invalid_params(format!("Unknown subcommand '{named}'")))
}

/// A subcommand without parameters of its own.
pub(super) fn only_subcommand(params: Value<'_>) -> Result<(), Failure> {
    read(params, &[Parameter::required(SUBCOMMAND)], |_, _| Ok(()))
}

/// The one parameter of a subcommand.
pub(super) fn parameter(params: Value<'_>, name: &str) -> Result<String, Failure> {
    let mut text = String::new();
    read(params, &[Parameter::required(SUBCOMMAND), Parameter::required(name)], |index, value| {
        if index == 1 {
            text = value.unescaped();
        }
        Ok(())
    })?;
    Ok(text)
}

/// The parameters of `plugin start`: a path, and what the options of the plugin are to be.
pub(super) fn program(params: Value<'_>) -> Result<(String, Vec<Given>), Failure> {
    if params.kind == PartKind::Array {
        if params.members().count() > 2 {
            return Err(Failure::invalid_params("Extra parameters must be in object"));
        }
        return Ok((parameter(params, "plugin")?, Vec::new()));
    }
    let (mut path, mut options) = (None, Vec::new());
    for (name, value) in params.members() {
        match String::from_utf8_lossy(name.unwrap_or_default()).into_owned() {
            name if name == SUBCOMMAND => {}
            name if name == "plugin" => path = Some(value.unescaped()),
            // As it is written, escapes and all.
            name => options.push((name, Some(reading::text(value)))),
        }
    }
    Ok((path.ok_or_else(|| missing("plugin"))?, options))
}

fn missing(name: &str) -> Failure {
    Failure::invalid_params(format!("missing required parameter: {name}"))
}
