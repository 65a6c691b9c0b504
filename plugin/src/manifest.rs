//! What the plugin declares to the node, as data and as text.

use cln_protocol::hooks::Hook;
use cln_runtime::rules::Deprecation;
use cln_runtime::{Json, RpcError};

use crate::option::{Declared, Default, Kind};
use crate::safe::IfItFails;

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
    pub(crate) deprecated: Option<&'static Deprecation>,
    /// Whether it would take these parameters, deprecated ones perhaps, too.
    pub(crate) check: fn(&[u8], bool) -> Result<(), RpcError>,
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
    let deprecated = method.deprecated.map(deprecated).unwrap_or_default();
    let (name, usage) = (Json::from(&*method.name), Json::from(&*method.usage));
    format!("{{\"name\":{name},\"usage\":{usage},\"description\":\"\"{deprecated}}}")
}

/// Since when, and until when: the node refuses it to callers from then on.
fn deprecated(deprecation: &Deprecation) -> String {
    match (deprecation.since, deprecation.removed_in) {
        (Some(since), Some(removed_in)) => format!(",\"deprecated\":[\"{since}\",\"{removed_in}\"]"),
        (Some(since), None) => format!(",\"deprecated\":[\"{since}\"]"),
        (None, _) => ",\"deprecated\":true".to_owned(),
    }
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
