//! What the next plugin is asked after one that has changed something.

use cln_runtime::json::Tree;

use super::hook::Hook;
use super::verdict::Changes;

/// The `params` for the next plugin. The request of `rpc_command` never changes.
pub fn params_after(hook: Hook, params: &str, changes: &Changes) -> String {
    let Ok(mut tree) = Tree::parse(params) else { return params.to_owned() };
    let mut is_changed = false;
    for (name, json) in changes {
        let (Some(pointer), Ok(value)) = (pointer(hook, name), Tree::parse(json)) else { continue };
        let value = match value {
            Tree::Text(payload) if *name == "payload" => Tree::Text(with_length(&payload)),
            other => other,
        };
        is_changed |= tree.set(&pointer, value);
    }
    if is_changed { tree.to_string() } else { params.to_owned() }
}

/// Where plugins see what a member of an answer has changed.
fn pointer(hook: Hook, name: &str) -> Option<String> {
    match (hook, name) {
        (Hook::HtlcAccepted, "payload") => Some("/onion/payload".to_owned()),
        (Hook::HtlcAccepted, "forward_to") => Some("/forward_to".to_owned()),
        (Hook::Openchannel2Changed | Hook::Openchannel2Sign, "psbt") => Some(format!("/{}/psbt", hook.name())),
        _ => None,
    }
}

/// A payload with its length before it, which plugins are shown and do not give back.
fn with_length(digits: &str) -> String {
    let length = digits.len() / 2;
    match length {
        0..=0xfc => format!("{length:02x}{digits}"),
        0xfd..=0xffff => format!("fd{length:04x}{digits}"),
        _ => format!("fe{length:08x}{digits}"),
    }
}
