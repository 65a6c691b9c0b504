//! Notifications that a plugin wants to get, and those that it wants to send.

use super::super::fault::PluginFault;
use super::members::array;
use crate::wire::Value;
use cln_protocol::lax::{elements, member, raw};
use cln_protocol::{NATIVE_TOPICS, Rule};

pub(super) fn subscriptions(result: Value<'_>) -> Result<Vec<String>, PluginFault> {
    let Some(topics) = array(result, "subscriptions")? else { return Ok(Vec::new()) };
    let read = |(index, topic): (usize, Value<'_>)| {
        let reason = || format!("result.subscriptions[{index}] is not a string");
        let is_text = topic.string().is_some();
        is_text.then(|| raw(topic)).ok_or_else(|| PluginFault::new(Rule::BadManifest, reason(), topic.json))
    };
    elements(topics).enumerate().map(read).collect()
}

pub(super) fn notifications(result: Value<'_>) -> Result<Vec<String>, PluginFault> {
    let Some(topics) = array(result, "notifications")? else { return Ok(Vec::new()) };
    elements(topics).enumerate().map(|(index, entry)| notification(index, entry)).collect()
}

fn notification(index: usize, entry: Value<'_>) -> Result<String, PluginFault> {
    if !entry.is_object() {
        let reason = format!("\"result.notifications[{index}]\" is not an object");
        return Err(PluginFault::new(Rule::BadManifest, reason, entry.json));
    }
    let Some(method) = member(entry, "method").filter(|method| method.string().is_some()) else {
        let reason = format!("\"result.notifications[{index}].name\" missing or not a string.");
        return Err(PluginFault::new(Rule::BadManifest, reason, entry.json));
    };
    let topic = raw(method);
    if NATIVE_TOPICS.contains(&&*topic) {
        let reason = format!(
            "plugin attempted to register a native notification topic \"{topic}\", these may however only be sent by \
             lightningd"
        );
        return Err(PluginFault::new(Rule::NativeTopic, reason, entry.json));
    }
    Ok(topic)
}

/// Subscriptions to what nobody sends. A node looks at them once all manifests are in, `declared` being what all plugins
/// send.
pub(crate) fn unknown_topics(subscriptions: &[String], declared: impl Fn(&str) -> bool) -> Vec<PluginFault> {
    let is_known = |topic: &str| topic == "*" || NATIVE_TOPICS.contains(&topic) || declared(topic);
    let unknown = subscriptions.iter().filter(|topic| !is_known(topic));
    let fault = |topic: &String| {
        let reason = format!("topic '{topic}' is not a known notification topic");
        PluginFault::new(Rule::UnknownTopic, reason, topic.as_bytes())
    };
    unknown.map(fault).collect()
}
