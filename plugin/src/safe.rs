//! The answers to hooks that a node always survives.

use cln_protocol::hooks::Hook;
use cln_protocol::lax::{member, object};
use cln_runtime::Json;

/// What a node is told at a hook if the handler fails, panics, is late, or has answered what the node would not survive.
///
#[doc = include_str!("safe.md")]
///
/// There is no closed answer for the rest: such a hook can only be told to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IfItFails {
    /// What would happen without the plugin happens.
    Open,
    /// What the plugin was asked about does not happen.
    Closed,
}

const CONTINUE: &str = r#"{"result":"continue"}"#;

/// `temporary_node_failure`, by BOLT 4.
const TEMPORARY_NODE_FAILURE: &str = r#"{"result":"fail","failure_message":"2002"}"#;

/// Whether the hook can be answered so.
pub(crate) const fn is_possible(hook: Hook, choice: IfItFails) -> bool {
    match choice {
        IfItFails::Open => true,
        IfItFails::Closed => closed(hook).is_some(),
    }
}

/// Whether money is at stake either way, so that the author has to choose.
pub(crate) const fn must_be_chosen(hook: Hook) -> bool {
    matches!(hook, Hook::HtlcAccepted | Hook::InvoicePayment)
}

const fn closed(hook: Hook) -> Option<&'static str> {
    match hook {
        Hook::DbWrite => Some(r#"{"result":"fail"}"#),
        Hook::HtlcAccepted => Some(TEMPORARY_NODE_FAILURE),
        Hook::InvoicePayment => Some(r#"{"result":"reject"}"#),
        Hook::Openchannel | Hook::Openchannel2 | Hook::RbfChannel => {
            Some(r#"{"result":"reject","error_message":"temporarily not possible"}"#)
        }
        Hook::PeerConnected => Some(r#"{"result":"disconnect","error_message":"temporarily not possible"}"#),
        _ => None,
    }
}

/// The result, as JSON; `None` if there is none that the node survives. `params` are those of the question.
pub(crate) fn answer(hook: Hook, choice: IfItFails, params: &[u8]) -> Option<String> {
    match (hook, choice) {
        (Hook::Openchannel2Changed | Hook::Openchannel2Sign, _) => {
            let asked = member(object(params), hook.name())?;
            // What the node takes for a text need not be one in JSON.
            let psbt: Json = std::str::from_utf8(member(asked, "psbt")?.json).ok()?.parse().ok()?;
            Some(format!(r#"{{"result":"continue","psbt":{psbt}}}"#))
        }
        (_, IfItFails::Closed) => Some(closed(hook).unwrap_or(CONTINUE).to_owned()),
        (_, IfItFails::Open) => Some(CONTINUE.to_owned()),
    }
}
