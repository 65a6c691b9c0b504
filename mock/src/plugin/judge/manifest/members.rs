//! Members of a manifest that are to be of one kind.

use super::super::fault::PluginFault;
use crate::wire::Value;
use cln_protocol::Rule;
use cln_protocol::lax::{boolean, member};

/// A member that is `true` or `false`, the latter if it is not there.
pub(super) fn flag(result: Value<'_>, name: &str, reason: &str) -> Result<bool, PluginFault> {
    let Some(value) = member(result, name) else { return Ok(false) };
    boolean(value).ok_or_else(|| PluginFault::new(Rule::BadManifest, reason, value.json))
}

/// A member that is an array; `None` if it is not there.
pub(super) fn array<'t>(result: Value<'t>, name: &str) -> Result<Option<Value<'t>>, PluginFault> {
    let Some(value) = member(result, name) else { return Ok(None) };
    let reason = || format!("\"result.{name}\" is not an array");
    if value.is_array() { Ok(Some(value)) } else { Err(PluginFault::new(Rule::BadManifest, reason(), value.json)) }
}
