//! What a node says where it does not know what is asked for by its key, as it was recorded.

use cln_codegen::instances::Exchange;
use cln_runtime::json::Tree;

use crate::wire::Failure;

/// A command that finds something by one of its parameters, and what a node says if there is nothing.
struct Lookup {
    command: &'static str,
    key: &'static str,
    failure: fn(key: &str, asked: &Tree) -> Failure,
}

const LOOKUPS: &[Lookup] =
    &[Lookup { command: "disableoffer", key: "offer_id", failure: |_, _| Failure::new(-1, "Unknown offer") }];

/// The error, if the request looks for something whose key no documented request has, and that is not there otherwise.
pub(super) fn failure(
    command: &str,
    asked: &Tree,
    documented: &[Exchange],
    is_there: impl Fn(&str) -> bool,
) -> Option<Failure> {
    let lookup = LOOKUPS.iter().find(|lookup| lookup.command == command)?;
    let key = |request: &Tree| request.at(&format!("/{}", lookup.key)).cloned();
    let wanted = key(asked)?;
    let is_known = documented.iter().any(|exchange| key(&exchange.request).as_ref() == Some(&wanted));
    let text = match &wanted {
        Tree::Text(text) => text.clone(),
        other => other.to_string(),
    };
    (!is_known && !is_there(&text)).then(|| (lookup.failure)(&text, asked))
}

/// Whether a request gives the key of such a command: then the answer to another request is not about what it wants.
pub(super) fn looks_up(command: &str, asked: &Tree) -> bool {
    key(command).is_some_and(|key| asked.at(&format!("/{key}")).is_some())
}

/// The parameter by which a command finds something, if it is known what a node says where there is nothing.
pub(super) fn key(command: &str) -> Option<&'static str> {
    LOOKUPS.iter().find(|lookup| lookup.command == command).map(|lookup| lookup.key)
}
