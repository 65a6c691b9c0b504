//! What the plugin declares to the node, as data and as text.

use cln_protocol::hooks::Hook;
use cln_runtime::{Json, RpcError};

use crate::option::{Declared, Default, Kind};
use crate::safe::{IfItFails, is_possible, must_be_chosen};

/// What the plugin declares.
#[derive(Clone, Debug, Default)]
pub(crate) struct Manifest {
    pub(crate) options: Vec<Declared>,
    pub(crate) methods: Vec<MethodEntry>,
    pub(crate) hooks: Vec<HookEntry>,
    pub(crate) subscriptions: Vec<String>,
    pub(crate) notifications: Vec<String>,
    pub(crate) custom_messages: Vec<u16>,
    pub(crate) features: Vec<(&'static str, String)>,
    pub(crate) is_static: bool,
    pub(crate) disabled: Option<String>,
}

/// A command of the plugin.
#[derive(Clone, Debug)]
pub(crate) struct MethodEntry {
    pub(crate) name: String,
    pub(crate) usage: String,
    pub(crate) is_deprecated: bool,
    /// Whether it would take these parameters.
    pub(crate) check: fn(&[u8]) -> Result<(), RpcError>,
}

/// A hook of the plugin.
#[derive(Clone, Debug)]
pub(crate) struct HookEntry {
    pub(crate) hook: Hook,
    pub(crate) if_it_fails: Option<IfItFails>,
    pub(crate) before: Vec<String>,
    pub(crate) after: Vec<String>,
    /// As JSON.
    pub(crate) filters: Vec<String>,
}

impl Manifest {
    /// As the node is told it.
    pub(crate) fn text(&self) -> String {
        let mut members = vec![
            format!("\"options\":{}", list(self.options.iter().map(option))),
            format!("\"rpcmethods\":{}", list(self.methods.iter().map(method))),
            format!("\"subscriptions\":{}", strings(&self.subscriptions)),
            format!("\"hooks\":{}", list(self.hooks.iter().map(hook))),
            format!("\"dynamic\":{},\"cancheck\":true,\"nonnumericids\":true", !self.is_static),
        ];
        let topics = self.notifications.iter().map(|topic| format!("{{\"method\":{}}}", Json::from(&**topic)));
        members.extend(some("notifications", topics));
        members.extend(some("custommessages", self.custom_messages.iter().map(u16::to_string)));
        if !self.features.is_empty() {
            let places = self.features.iter().map(|(place, digits)| format!("\"{place}\":{}", Json::from(&**digits)));
            members.push(format!("\"featurebits\":{{{}}}", places.collect::<Vec<_>>().join(",")));
        }
        members.extend(self.disabled.as_ref().map(|reason| format!("\"disable\":{}", Json::from(&**reason))));
        format!("{{{}}}", members.join(","))
    }

    /// Why a node, or this crate, would not have it.
    pub(crate) fn objection(&self) -> Option<String> {
        let names = self.options.iter().map(|option| option.name);
        if let Some(name) = twice(names) {
            return Some(format!("the option '{name}' is declared twice: declare it once"));
        }
        let is_name = |name: &str| {
            !name.is_empty() && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'))
        };
        if let Some(option) = self.options.iter().find(|option| !is_name(option.name)) {
            let name = Json::from(option.name);
            return Some(format!(
                "the option {name}: a node takes only a-z, 0-9, '_' and '-' in the name of an option"
            ));
        }
        if let Some(name) = twice(self.methods.iter().map(|method| &*method.name)) {
            return Some(format!("the method '{name}' is declared twice: declare it once"));
        }
        if let Some(method) = self.methods.iter().find(|method| is_own(&method.name)) {
            return Some(format!("the method '{}': a node sends requests of this name of its own", method.name));
        }
        if self.is_static || self.features.iter().all(|(_, digits)| digits.is_empty()) {
            return self.hook_objection();
        }
        Some("feature bits: a node takes them only of a plugin that it starts with: call fixed(), too".to_owned())
    }

    fn hook_objection(&self) -> Option<String> {
        let has = |hook| self.hooks.iter().any(|entry| entry.hook == hook);
        if let Some(name) = twice(self.hooks.iter().map(|entry| entry.hook.name())) {
            return Some(format!("the hook '{name}' is declared twice: declare it once"));
        }
        if has(Hook::DbWrite) && has(Hook::CommitmentRevocation) {
            return Some(
                "the hooks 'db_write' and 'commitment_revocation' in one plugin hang the node for good: make two \
                 plugins of it"
                    .to_owned(),
            );
        }
        let is_open = |entry: &&HookEntry| entry.if_it_fails.is_none() && must_be_chosen(entry.hook);
        if let Some(entry) = self.hooks.iter().find(is_open) {
            let name = entry.hook.name();
            return Some(format!(
                "the hook '{name}': choose what happens if the handler fails, with hook_with(HookOptions::open(), ..) or \
                 hook_with(HookOptions::closed(), ..)"
            ));
        }
        let is_impossible =
            |entry: &&HookEntry| !entry.if_it_fails.is_none_or(|choice| is_possible(entry.hook, choice));
        self.hooks.iter().find(is_impossible).map(|entry| {
            format!("the hook '{}' can only be open if the handler fails: it has no closed answer", entry.hook.name())
        })
    }
}

/// Whether a node asks this of any plugin.
fn is_own(name: &str) -> bool {
    matches!(name, "getmanifest" | "init" | "check" | "setconfig") || Hook::named(name).is_some()
}

fn twice<'n>(names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let mut seen = std::collections::BTreeSet::new();
    names.into_iter().find(|name| !seen.insert(*name))
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(","))
}

fn strings(texts: &[String]) -> String {
    list(texts.iter().map(|text| Json::from(&**text).to_string()))
}

/// A member with a list, unless that is empty.
fn some(name: &str, items: impl Iterator<Item = String>) -> Option<String> {
    let list = list(items);
    (list != "[]").then(|| format!("\"{name}\":{list}"))
}

fn option(option: &Declared) -> String {
    let mut text = format!(
        "{{\"name\":\"{}\",\"type\":\"{}\",\"description\":{}",
        option.name,
        option.kind.name(),
        Json::from(option.description)
    );
    let default = match (option.kind, option.default) {
        (Kind::Flag, _) | (_, None) => None,
        (_, Some(Default::Text(default))) => Some(Json::from(default).to_string()),
        (_, Some(Default::Int(default))) => Some(default.to_string()),
        (_, Some(Default::Bool(default))) => Some(default.to_string()),
    };
    text.extend(default.map(|default| format!(",\"default\":{default}")));
    let flags = [("multi", option.is_multi), ("dynamic", option.is_dynamic), ("deprecated", option.is_deprecated)];
    text.extend(flags.into_iter().filter(|(_, is_so)| *is_so).map(|(name, _)| format!(",\"{name}\":true")));
    text + "}"
}

fn method(method: &MethodEntry) -> String {
    let deprecated = if method.is_deprecated { ",\"deprecated\":true" } else { "" };
    let (name, usage) = (Json::from(&*method.name), Json::from(&*method.usage));
    format!("{{\"name\":{name},\"usage\":{usage},\"description\":\"\"{deprecated}}}")
}

fn hook(entry: &HookEntry) -> String {
    let name = entry.hook.name();
    let mut text = format!("{{\"name\":\"{name}\"");
    let neighbours = [("before", &entry.before), ("after", &entry.after)];
    let named = neighbours.into_iter().filter(|(_, names)| !names.is_empty());
    text.extend(named.map(|(place, names)| format!(",\"{place}\":{}", strings(names))));
    text.extend(some("filters", entry.filters.iter().cloned()).map(|filters| format!(",{filters}")));
    text + "}"
}
