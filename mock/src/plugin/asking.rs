//! What plugins are asked and told, as it goes over their pipes.

use std::sync::{Arc, Mutex};

use cln_runtime::Json;

use super::awaited::Slot;
use super::hosted::Plugins;
use super::link::{Answer, Ask, Link, Told};
use super::listener::published;
use super::splice::with_member;
use crate::lock::lock;

/// The id of who calls a plugin's commands without a socket: the test.
pub(super) const CALLER: &[u8] = b"\"test\"";

/// What is answered by who has nothing against something.
pub(super) const NOTHING_AGAINST: &[u8] = br#"{"result":{}}"#;

/// A caller's request that was forwarded.
#[derive(Debug)]
pub(crate) struct Forwarded {
    caller: Vec<u8>,
    slot: Arc<Slot<Answer>>,
    told: Arc<Mutex<Vec<u8>>>,
}

impl Forwarded {
    /// The plugin's answer with the caller's id, once it is there; nothing if the plugin is not there any more.
    pub(crate) fn answer(&self) -> Option<Option<Vec<u8>>> {
        self.slot.take().map(|answer| answer.ok().map(|text| with_member(&text, "id", &self.caller)))
    }

    /// What the plugin has told of the request since this was asked last, as notifications to the caller.
    pub(crate) fn told(&self) -> Vec<u8> {
        std::mem::take(&mut lock(&self.told))
    }
}

impl Plugins {
    /// Forwards a caller's request, byte for byte but for its id. The caller's id is JSON.
    pub(crate) fn forward(&self, link: &Link, method: &str, caller: &[u8], text: &[u8]) -> Forwarded {
        let id = self.ids.next(method, Some(caller));
        let text = [&*with_member(text, "id", &id), b"\n\n"].concat();
        let (slot, told) = (Slot::new(&self.bell), Arc::<Mutex<Vec<u8>>>::default());
        let (filled, heard) = (Arc::clone(&slot), Told { caller: caller.to_vec(), lines: Arc::clone(&told) });
        link.ask(Ask { id, method, text }, Some(heard), Box::new(move |answer| filled.fill(answer)));
        Forwarded { caller: caller.to_vec(), slot, told }
    }

    /// A request of the node's own, or on behalf of a caller.
    pub(super) fn request<'m>(&self, method: &'m str, caller: Option<&[u8]>, params: &[u8]) -> Ask<'m> {
        let id = self.ids.next(method, caller);
        let name = Json::from(method);
        let method_and_params = format!(r#","method":{name},"params":"#);
        let text = [br#"{"jsonrpc":"2.0","id":"#, &*id, method_and_params.as_bytes(), params, b"}\n\n"].concat();
        Ask { id, method, text }
    }

    /// Calls a command, as a client would that sends it so.
    pub(crate) fn call(&self, link: &Link, method: &str, params: &[u8]) -> Arc<Slot<Answer>> {
        link.ask_for(self.request(method, Some(CALLER), params))
    }

    /// Asks whether a command would take its parameters: a plugin that can tell, and otherwise nobody.
    pub(crate) fn check(&self, link: &Link, method: &str, params: &str) -> Arc<Slot<Answer>> {
        if !link.can_check() && link.gone().is_none() {
            let passed = Slot::new(&self.bell);
            passed.fill(Ok(NOTHING_AGAINST.to_vec()));
            return passed;
        }
        self.call(link, "check", checking(method, params).as_bytes())
    }

    /// Sends a plugin a notification of the node's own, its payload wrapped.
    pub(crate) fn notify(&self, link: &Link, topic: &str, payload: &[u8]) -> usize {
        link.deliver(topic, &native(topic, payload))
    }

    /// Sends a plugin a notification of another one.
    pub(crate) fn notify_from(&self, origin: &str, link: &Link, topic: &str, params: &[u8]) -> usize {
        link.deliver(topic, &published(origin, topic, params))
    }
}

/// The parameters of `check`, which are those of the command and its name.
fn checking(method: &str, params: &str) -> String {
    let name = Json::from(method);
    let (first, open) = match params.trim_start().strip_prefix('[') {
        Some(rest) => (format!("[{name}"), rest),
        None => (format!(r#"{{"command_to_check":{name}"#), params.trim_start().strip_prefix('{').unwrap_or(params)),
    };
    let is_empty = matches!(open.trim(), "]" | "}");
    format!("{first}{}{open}", if is_empty { "" } else { "," })
}

/// A notification of the node itself.
pub(super) fn native(topic: &str, payload: &[u8]) -> Vec<u8> {
    let topic = Json::from(topic);
    let start = format!(r#"{{"jsonrpc":"2.0","method":{topic},"params":{{{topic}:"#);
    [start.as_bytes(), payload, b"}}\n\n"].concat()
}
