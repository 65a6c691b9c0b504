//! What is written to the node: strict JSON, one message a line.

use cln_runtime::{Json, Record, RpcError};

/// How much a line in the node's log matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// What nobody but its author wants to see.
    Trace,
    /// What only those who look for a mistake want to see.
    Debug,
    /// What happens.
    Info,
    /// What somebody should look at; the node shows it as `UNUSUAL`, and sends the notification `warning`.
    Unusual,
    /// What must not happen; the node shows it as `**BROKEN**`, and sends the notification `warning`.
    Broken,
}

impl Level {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Trace => "trace",
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Unusual => "unusual",
            Self::Broken => "broken",
        }
    }
}

/// How it is logged that the handler of a notification fails; `None` if not in the node's log. What is logged must not come to
/// that very handler, which would fail again, without end.
pub(crate) fn of_failure(topic: &str) -> Option<Level> {
    match topic {
        "log" => None,
        "warning" => Some(Level::Info),
        _ => Some(Level::Broken),
    }
}

/// The answer to a request; `id` and `result` are JSON.
pub(crate) fn result(id: &[u8], result: &[u8]) -> Vec<u8> {
    [br#"{"jsonrpc":"2.0","id":"#, id, br#","result":"#, result, b"}\n\n"].concat()
}

/// The refusal of a request.
pub(crate) fn error(id: &[u8], error: &RpcError) -> Vec<u8> {
    [br#"{"jsonrpc":"2.0","id":"#, id, br#","error":"#, &error.to_json(), b"}\n\n"].concat()
}

/// A notification; `params` is JSON.
pub(crate) fn notification(topic: &str, params: &[u8]) -> Vec<u8> {
    let topic = Json::from(topic);
    [br#"{"jsonrpc":"2.0","method":"#, topic.as_str().as_bytes(), br#","params":"#, params, b"}\n\n"].concat()
}

/// A line for the node's log.
///
/// A node resolves the escapes of a text unless one of them is `\u`, which spoils the whole text: control characters are
/// written so that people can read them.
pub(crate) fn log(level: Level, message: &str) -> Vec<u8> {
    let is_plain = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    let message: String = message.chars().map(|c| if is_plain(&c) { c } else { char::REPLACEMENT_CHARACTER }).collect();
    let params = format!(r#"{{"level":"{}","message":{}}}"#, level.name(), Json::from(&*message));
    notification("log", params.as_bytes())
}
