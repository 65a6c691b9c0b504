//! The options that a plugin adds to its node.

use std::collections::BTreeSet;

use super::super::fault::PluginFault;
use super::deprecated::Deprecated;
use super::members::array;
use super::registry::Registry;
use crate::wire::Value;
use cln_protocol::Rule;
use cln_protocol::lax::{boolean, elements, member, raw};
use cln_protocol::option_text;

/// An option of a plugin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PluginOption {
    pub(crate) name: String,
    pub(crate) kind: OptionType,
    /// As it is written, escapes and all.
    pub(crate) default: Option<String>,
    /// Whether it may be given several times.
    pub(crate) is_multi: bool,
    /// Whether `setconfig` may change it.
    pub(crate) is_dynamic: bool,
    pub(crate) deprecated: Deprecated,
}

/// What an option holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OptionType {
    String,
    /// A string that `listconfigs` does not show.
    Conceal,
    Int,
    Bool,
    /// Given or not given.
    Flag,
}

impl OptionType {
    const NAMES: [(&'static str, Self); 5] = [
        ("string", Self::String),
        ("string-conceal", Self::Conceal),
        ("int", Self::Int),
        ("bool", Self::Bool),
        ("flag", Self::Flag),
    ];

    /// As a manifest has it.
    pub(crate) fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| *name)
    }
}

pub(super) fn read(result: Value<'_>, registry: &Registry<'_>) -> Result<Vec<PluginOption>, PluginFault> {
    let Some(entries) = array(result, "options")? else {
        let reason = "\"result.options\" was not found in the manifest";
        return Err(PluginFault::new(Rule::BadManifest, reason, result.json));
    };
    let (mut options, mut names) = (Vec::new(), BTreeSet::new());
    for entry in elements(entries) {
        let option = option(entry)?;
        if registry.options.contains(&option.name) || !names.insert(option.name.clone()) {
            let rule = if registry.is_starting { Rule::OptionTakenAtStart } else { Rule::OptionTaken };
            let reason = format!("option name '--{}' is already taken", option.name);
            return Err(PluginFault::new(rule, reason, entry.json));
        }
        options.push(option);
    }
    Ok(options)
}

fn option(entry: Value<'_>) -> Result<PluginOption, PluginFault> {
    let bad = |reason: String| PluginFault::new(Rule::BadOption, reason, entry.json);
    let (name, kind) = (member(entry, "name"), member(entry, "type"));
    let (Some(name), Some(kind), Some(_)) = (name, kind, member(entry, "description")) else {
        return Err(bad("An option is missing either \"name\", \"description\" or \"type\"".to_owned()));
    };
    let name = raw(name);
    let is_plain = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, b'_' | b'-');
    if name.is_empty() || !name.bytes().all(is_plain) {
        return Err(bad("Option \"name\" may only consist of a-z, 0-9, _ and -".to_owned()));
    }
    let flag = |member_name: &str| match member(entry, member_name) {
        None => Ok(false),
        Some(value) => boolean(value).ok_or_else(|| bad(format!("--{name}: invalid \"{member_name}\" field"))),
    };
    let (is_multi, is_dynamic) = (flag("multi")?, flag("dynamic")?);
    let deprecated = member(entry, "deprecated").map_or(Some(Deprecated::No), Deprecated::read);
    let deprecated = deprecated.ok_or_else(|| bad(format!("--{name}: invalid \"deprecated\" field")))?;
    let Some(kind) = OptionType::NAMES.into_iter().find(|(known, _)| kind.string() == Some(known.as_bytes())) else {
        let known = "Only \"string\", \"int\", \"bool\", and \"flag\" options are supported";
        return Err(bad(known.to_owned()));
    };
    let kind = kind.1;
    if is_multi && matches!(kind, OptionType::Bool | OptionType::Flag) {
        return Err(bad(format!("--{name} type \"{}\" cannot have multi", kind.name())));
    }
    let default = default(entry, kind)?;
    Ok(PluginOption { name, kind, default, is_multi, is_dynamic, deprecated })
}

/// `null` is none. A flag is off unless it is given, which is all that its default may say.
fn default(entry: Value<'_>, kind: OptionType) -> Result<Option<String>, PluginFault> {
    let Some(value) = member(entry, "default").filter(|value| !value.is_null()) else { return Ok(None) };
    let text = raw(value);
    let is_valid = match kind {
        OptionType::String | OptionType::Conceal => true,
        OptionType::Int => option_text::integer(&text).is_some(),
        OptionType::Bool => option_text::truth(&text).is_some(),
        OptionType::Flag => boolean(value) == Some(false),
    };
    if !is_valid {
        let reason = format!("default is not a valid {}", kind.name());
        return Err(PluginFault::new(Rule::BadDefault, reason, value.json));
    }
    Ok(Some(text).filter(|_| kind != OptionType::Flag))
}
