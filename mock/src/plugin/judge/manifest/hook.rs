//! The hooks that a plugin wants to be asked by.

use std::collections::BTreeSet;

use super::super::fault::PluginFault;
use super::members::array;
use crate::wire::Value;
use cln_protocol::Rule;
use cln_protocol::hooks::Hook;
use cln_protocol::lax::{elements, member, number, raw};

/// A hook of a plugin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HookEntry {
    pub(crate) hook: Hook,
    /// Plugins that are to be asked later, by base name or path.
    pub(crate) before: Vec<String>,
    /// Plugins that are to be asked earlier.
    pub(crate) after: Vec<String>,
    /// What it is to be asked about, if not about everything.
    pub(crate) filters: Option<Filters>,
}

/// What a plugin is to be asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Filters {
    /// Of `rpc_command`.
    Methods(BTreeSet<String>),
    /// Of `custommsg`.
    Types(BTreeSet<u64>),
}

impl HookEntry {
    /// Whether it wants to be asked about a call of this method.
    pub(crate) fn wants_method(&self, method: &str) -> bool {
        !matches!(&self.filters, Some(Filters::Methods(methods)) if !methods.contains(method))
    }

    /// Whether it wants to be asked about a message of this type.
    pub(crate) fn wants_type(&self, kind: u64) -> bool {
        !matches!(&self.filters, Some(Filters::Types(types)) if !types.contains(&kind))
    }
}

pub(super) fn read(result: Value<'_>) -> Result<Vec<HookEntry>, PluginFault> {
    let Some(entries) = array(result, "hooks")? else { return Ok(Vec::new()) };
    let mut hooks: Vec<HookEntry> = Vec::new();
    for value in elements(entries) {
        let entry = entry(value)?;
        if hooks.iter().any(|other| other.hook == entry.hook) {
            return Err(cannot_register(entry.hook.name(), value));
        }
        hooks.push(entry);
    }
    Ok(hooks)
}

fn entry(value: Value<'_>) -> Result<HookEntry, PluginFault> {
    let name = if value.is_object() { member(value, "name") } else { Some(value) };
    let Some(name) = name else {
        return Err(PluginFault::new(Rule::BadHook, "no name in hook obj", value.json));
    };
    let name = raw(name);
    let hook = Hook::named(&name).ok_or_else(|| cannot_register(&name, value))?;
    let names = |list: &str| member(value, list).into_iter().flat_map(elements).map(raw).collect();
    Ok(HookEntry { hook, before: names("before"), after: names("after"), filters: filters(hook, value)? })
}

fn cannot_register(name: &str, value: Value<'_>) -> PluginFault {
    let reason = format!(
        "could not register hook '{name}', either the name doesn't exist or another plugin already registered it."
    );
    PluginFault::new(Rule::BadHook, reason, value.json)
}

fn filters(hook: Hook, entry: Value<'_>) -> Result<Option<Filters>, PluginFault> {
    let Some(value) = member(entry, "filters") else { return Ok(None) };
    let bad = |why: &str| PluginFault::new(Rule::BadFilters, format!("hook '{}': {why}", hook.name()), value.json);
    if !matches!(hook, Hook::RpcCommand | Hook::Custommsg) {
        return Err(bad("it has no filters"));
    }
    if !value.is_array() {
        return Err(bad("filters have to be an array"));
    }
    if hook == Hook::RpcCommand {
        let methods: Option<_> = elements(value).map(|filter| filter.string().map(|_| raw(filter))).collect();
        return methods
            .map(|methods| Some(Filters::Methods(methods)))
            .ok_or_else(|| bad("a filter has to be a string"));
    }
    let types: Option<_> = elements(value).map(number).collect();
    types.map(|types| Some(Filters::Types(types))).ok_or_else(|| bad("a filter has to be a number"))
}
