//! What a plugin tells its node without having been asked.

use super::fault::PluginFault;
use super::framing::Notification;
use crate::wire::{Value, unescaped};
use cln_protocol::Rule;
use cln_protocol::lax::{member, raw};

/// What a node does with a notification.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Told<'t> {
    /// It goes to the log.
    Log(Level, Vec<String>),
    /// It goes to the caller of the request of this id, quotes included, with the caller's own id in its place.
    Progress { id: &'t [u8], method: &'static str, params: &'t [u8] },
    /// It goes to who has subscribed to it: these parameters exactly, with the plugin's name beside them.
    Topic { topic: String, params: &'t [u8] },
}

/// How much a line of the log matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// What nobody but its author wants to see.
    Trace,
    /// What only who looks for a mistake wants to see.
    Debug,
    /// What happens.
    Info,
    /// In a node's words `UNUSUAL`; also sent as the notification `warning`.
    Warn,
    /// In a node's words `BROKEN`; also sent as the notification `warning`.
    Error,
}

impl Level {
    /// As the plugin writes it, in any case.
    fn read(name: &[u8]) -> Option<Self> {
        const NAMES: [(&str, Level); 7] = [
            ("trace", Level::Trace),
            ("debug", Level::Debug),
            ("info", Level::Info),
            ("unusual", Level::Warn),
            ("warn", Level::Warn),
            ("broken", Level::Error),
            ("error", Level::Error),
        ];
        NAMES.into_iter().find(|(known, _)| known.as_bytes().eq_ignore_ascii_case(name)).map(|(_, level)| level)
    }

    /// As a node writes it in the notifications `log` and `warning`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Trace => "trace",
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }
}

/// What the node does with it. `declared` are the topics of the plugin's manifest, of which there are none before it.
pub(crate) fn told<'t>(said: &Notification<'t>, declared: &[String]) -> Result<Told<'t>, PluginFault> {
    match said.method.token() {
        b"log" => log(said),
        b"message" => progress(said, "message"),
        b"progress" => progress(said, "progress"),
        _ => topic(said, declared),
    }
}

fn log<'t>(said: &Notification<'t>) -> Result<Told<'t>, PluginFault> {
    let Some(message) = member(said.params, "message").and_then(Value::string) else {
        let reason = "Log notification from plugin doesn't have a string \"message\" field";
        return Err(PluginFault::new(Rule::BadLogMessage, reason, said.text));
    };
    let level = member(said.params, "level");
    match level.map_or(Some(Level::Info), |level| Level::read(level.token())) {
        Some(level) => Ok(Told::Log(level, lines(message))),
        None => {
            let unknown = String::from_utf8_lossy(level.map_or(&b""[..], |level| level.json));
            let valid = "valid values are \"trace\", \"debug\", \"info\", \"warn\", or \"error\".";
            Err(PluginFault::new(Rule::BadLogLevel, format!("Unknown log-level {unknown}, {valid}"), said.text))
        }
    }
}

/// A node resolves the escapes of a text unless one of them is `\u`: then all stays as it was written, on one line.
fn lines(message: &[u8]) -> Vec<String> {
    let written = String::from_utf8_lossy(message);
    if has_unicode_escape(message) {
        return vec![written.into_owned()];
    }
    unescaped(message).split('\n').map(str::to_owned).collect()
}

fn has_unicode_escape(text: &[u8]) -> bool {
    let mut bytes = text.iter();
    while let Some(byte) = bytes.next() {
        if *byte == b'\\' && bytes.next() == Some(&b'u') {
            return true;
        }
    }
    false
}

fn progress<'t>(said: &Notification<'t>, method: &'static str) -> Result<Told<'t>, PluginFault> {
    match member(said.params, "id") {
        Some(id) => Ok(Told::Progress { id: id.json, method, params: said.params.json }),
        None => {
            let reason = "JSON-RPC notify \"id\"-field is not present";
            Err(PluginFault::new(Rule::ProgressWithoutId, reason, said.text))
        }
    }
}

fn topic<'t>(said: &Notification<'t>, declared: &[String]) -> Result<Told<'t>, PluginFault> {
    let topic = raw(said.method);
    if declared.contains(&topic) {
        return Ok(Told::Topic { topic, params: said.params.json });
    }
    let reason = format!(
        "Plugin attempted to send a notification to topic \"{topic}\" it hasn't declared in its manifest, not forwarding \
         to subscribers."
    );
    Err(PluginFault::new(Rule::UndeclaredTopic, reason, said.text))
}
