//! What a node would not have in a manifest, found before the node does.

use std::collections::BTreeSet;

use cln_protocol::NATIVE_TOPICS;
use cln_protocol::hooks::Hook;
use cln_runtime::Json;

use crate::manifest::{HookEntry, Manifest};
use crate::safe::{is_possible, must_be_chosen};

/// Requests that a node sends to every plugin.
const OWN_REQUESTS: [&str; 4] = ["check", "getmanifest", "init", "setconfig"];

/// Why a node, or this crate, would not have the manifest, and what to do.
pub(crate) fn objection(manifest: &Manifest) -> Option<String> {
    options(manifest)
        .or_else(|| methods(manifest))
        .or_else(|| notifications(manifest))
        .or_else(|| features(manifest))
        .or_else(|| hooks(manifest))
}

fn options(manifest: &Manifest) -> Option<String> {
    let twice = twice(manifest.options.iter().map(|option| option.name));
    if let Some(name) = twice {
        return Some(format!("the option '{name}' is declared twice: declare it once"));
    }
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'))
    };
    manifest.options.iter().find(|option| !is_name(option.name)).map(|option| {
        let name = Json::from(option.name);
        format!("the option {name}: a node takes only a-z, 0-9, '_' and '-' in the name of an option")
    })
}

fn methods(manifest: &Manifest) -> Option<String> {
    if let Some(name) = twice(manifest.methods.iter().map(|method| &*method.name)) {
        return Some(format!("the method '{name}' is declared twice: declare it once"));
    }
    let is_own = |name: &str| OWN_REQUESTS.contains(&name) || Hook::named(name).is_some();
    let own = manifest.methods.iter().find(|method| is_own(&method.name));
    own.map(|method| format!("the method '{}': a node sends requests of this name of its own", method.name))
}

fn notifications(manifest: &Manifest) -> Option<String> {
    let native = manifest.notifications.iter().find(|topic| NATIVE_TOPICS.contains(&&***topic));
    native.map(|topic| format!("the notification '{topic}': only a node sends it, choose another name"))
}

fn features(manifest: &Manifest) -> Option<String> {
    let is_hex = |digits: &str| digits.len().is_multiple_of(2) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if let Some((place, digits)) = manifest.features.iter().find(|(_, digits)| !is_hex(digits)) {
        return Some(format!(
            "the features for '{place}': expected hexadecimal digits, found {}",
            Json::from(&**digits)
        ));
    }
    let has_some = manifest.features.iter().any(|(_, digits)| !digits.is_empty());
    (has_some && !manifest.is_static)
        .then(|| "features: a node takes them only of a plugin that it starts with; call fixed(), too".to_owned())
}

fn hooks(manifest: &Manifest) -> Option<String> {
    if let Some(name) = twice(manifest.hooks.iter().map(|entry| entry.hook.name())) {
        return Some(format!("the hook '{name}' is declared twice: declare it once"));
    }
    let has = |hook| manifest.hooks.iter().any(|entry| entry.hook == hook);
    if has(Hook::DbWrite) && has(Hook::CommitmentRevocation) {
        let why =
            "the hooks 'db_write' and 'commitment_revocation' of one plugin hang the node for good: make two plugins";
        return Some(why.to_owned());
    }
    manifest.hooks.iter().find_map(hook)
}

/// The same of one hook.
pub(crate) fn hook(entry: &HookEntry) -> Option<String> {
    let name = entry.hook.name();
    if let Some(both) = entry.before.iter().find(|plugin| entry.after.contains(plugin)) {
        return Some(format!("the hook '{name}' is to be before '{both}' and after it: choose one"));
    }
    if !entry.filters.is_empty() && !takes_filter(entry) {
        return Some(format!(
            "the hook '{name}': only rpc_command has a filter by method, and only custommsg one by type"
        ));
    }
    match entry.if_it_fails {
        None if must_be_chosen(entry.hook) => Some(format!(
            "the hook '{name}': choose what happens if its handler fails: give it HookOptions::open() or \
             HookOptions::closed()"
        )),
        Some(choice) if !is_possible(entry.hook, choice) => {
            Some(format!("the hook '{name}' has no closed answer: use HookOptions::open()"))
        }
        _ => None,
    }
}

fn takes_filter(entry: &HookEntry) -> bool {
    let is_text = |filter: &String| filter.starts_with('"');
    match entry.hook {
        Hook::RpcCommand => entry.filters.iter().all(is_text),
        Hook::Custommsg => !entry.filters.iter().any(is_text),
        _ => false,
    }
}

fn twice<'n>(names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let mut seen = BTreeSet::new();
    names.into_iter().find(|name| !seen.insert(*name))
}
