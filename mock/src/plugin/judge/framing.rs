//! From the bytes that a plugin writes to its messages, as a node finds them.

use super::fault::PluginFault;
use crate::wire::{Inbox, Next, Value};
use cln_protocol::Rule;

/// What a plugin has written, and what is not yet read of it.
#[derive(Debug)]
pub(crate) struct Framing {
    inbox: Inbox,
    limit: usize,
}

/// A message of a plugin.
#[derive(Debug)]
pub(crate) enum Said<'t> {
    /// It has an `id`, whatever else it has.
    Answer(Answer<'t>),
    /// It has none.
    Notification(Notification<'t>),
}

/// An answer, which may be to nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer<'t> {
    /// The whole text, as it was written.
    pub(crate) text: &'t [u8],
    /// The id; what is no string answers nothing.
    pub(crate) id: Value<'t>,
}

/// What a plugin tells without having been asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Notification<'t> {
    /// The whole text, as it was written.
    pub(crate) text: &'t [u8],
    pub(crate) method: Value<'t>,
    pub(crate) params: Value<'t>,
}

impl Framing {
    /// Messages may be so long, in bytes.
    pub(crate) fn new(limit: usize) -> Self {
        Self { inbox: Inbox::new(limit), limit }
    }

    /// Takes in what was written. As in a node, it is looked at once it holds a `}`.
    pub(crate) fn take_in(&mut self, bytes: &[u8]) {
        self.inbox.take_in(bytes);
    }

    /// The next message. After a fault there is none.
    pub(crate) fn next(&mut self) -> Result<Option<Said<'_>>, PluginFault> {
        let limit = self.limit;
        match self.inbox.next_message() {
            Next::Message(message) => {
                said(message.text, message.jsonrpc, message.id, message.method, message.params).map(Some)
            }
            Next::Malformed(text) => Err(PluginFault::new(Rule::NotJson, "Failed to parse RPC JSON response", text)),
            Next::TooLong(text) => {
                let reason = format!("a message is longer than {limit} bytes, more than this stand-in node reads");
                Err(PluginFault::new(Rule::TooLong, reason, text))
            }
            Next::Stuck(text) => {
                let reason = "a zero byte is where the node stops reading what this plugin writes";
                Err(PluginFault::new(Rule::ZeroByte, reason, text))
            }
            Next::Nothing => Ok(None),
        }
    }

    /// For who has waited in vain: what the node has, and does not take for a message.
    pub(crate) fn unfinished(&self) -> Option<PluginFault> {
        let unread = self.inbox.unread();
        let is_blank = unread.iter().all(u8::is_ascii_whitespace);
        let reason = "this is not the whole of a JSON object, and the node waits for more";
        (!is_blank).then(|| PluginFault::new(Rule::Unfinished, reason, unread))
    }
}

fn said<'t>(
    text: &'t [u8],
    jsonrpc: Option<Value<'t>>,
    id: Option<Value<'t>>,
    method: Option<Value<'t>>,
    params: Option<Value<'t>>,
) -> Result<Said<'t>, PluginFault> {
    if jsonrpc.is_none() {
        return Err(PluginFault::new(Rule::NoJsonrpc, "JSON-RPC message does not contain \"jsonrpc\" field", text));
    }
    match (id, method, params) {
        (Some(id), ..) => Ok(Said::Answer(Answer { text, id })),
        (None, Some(method), Some(params)) => Ok(Said::Notification(Notification { text, method, params })),
        (None, ..) => {
            let reason = "Malformed JSON-RPC notification missing \"method\" or \"params\"";
            Err(PluginFault::new(Rule::NotificationWithoutParams, reason, text))
        }
    }
}
