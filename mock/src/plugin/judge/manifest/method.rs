//! The methods that a plugin adds to its node.

use std::collections::BTreeSet;

use super::super::fault::PluginFault;
use super::deprecated::Deprecated;
use super::members::array;
use super::registry::Registry;
use crate::wire::Value;
use cln_protocol::Rule;
use cln_protocol::lax::{elements, member, raw};

/// A method of a plugin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Method {
    pub(crate) name: String,
    /// What `help` shows behind the name.
    pub(crate) usage: String,
    pub(crate) deprecated: Deprecated,
}

pub(super) fn read(result: Value<'_>, registry: &Registry<'_>) -> Result<Vec<Method>, PluginFault> {
    let Some(entries) = array(result, "rpcmethods")? else {
        return Err(PluginFault::new(Rule::BadManifest, "\"result.rpcmethods\" missing", result.json));
    };
    let (mut methods, mut names) = (Vec::new(), BTreeSet::new());
    for entry in elements(entries) {
        let method = method(entry)?;
        let own = (!names.insert(method.name.clone())).then_some("itself");
        if let Some(owner) = own.or_else(|| registry.methods.get(&method.name).map(String::as_str)) {
            let by = if owner.is_empty() { "the node" } else { owner };
            let reason = format!(
                "Could not register method \"{}\", a method with that name is already registered by plugin {by}",
                method.name
            );
            return Err(PluginFault::new(Rule::MethodTaken, reason, entry.json));
        }
        methods.push(method);
    }
    Ok(methods)
}

fn method(entry: Value<'_>) -> Result<Method, PluginFault> {
    let fault = |reason: String| PluginFault::new(Rule::BadMethod, reason, entry.json);
    let text = |name: &str| {
        let value = member(entry, name).filter(|value| value.string().is_some());
        value.map(raw).ok_or_else(|| fault(format!("rpcmethod does not have a string \"{name}\"")))
    };
    let (name, usage) = (text("name")?, text("usage")?);
    let deprecated = member(entry, "deprecated").map_or(Some(Deprecated::No), Deprecated::read);
    let deprecated = deprecated.ok_or_else(|| fault(format!("{name}: invalid \"deprecated\" field")))?;
    Ok(Method { name, usage, deprecated })
}
