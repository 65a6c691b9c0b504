//! What plugins are asked and told, as it goes over their pipes.

use std::sync::Arc;

use cln_runtime::Json;

use super::awaited::Slot;
use super::heard::{Heard, News};
use super::hosted::Plugins;
use super::link::{Answer, Ask, Link, Told};
use super::listener::published;
use super::splice::with_member;

/// The id of who calls a plugin's commands without a socket: the test.
pub(crate) const CALLER: &[u8] = b"\"test\"";

/// What is answered by who has nothing against something.
pub(super) const NOTHING_AGAINST: &[u8] = br#"{"result":{}}"#;

impl Plugins {
    /// Forwards a caller's request, byte for byte but for its id. The caller's id is JSON. What the plugin says of it is
    /// heard under the number that this gives.
    pub(crate) fn forward(&self, link: &Link, method: &str, caller: &[u8], text: &[u8], heard: &Arc<Heard>) -> u64 {
        let id = self.ids.next(method, Some(caller));
        let text = [&*link.written(with_member(text, "id", &id)), b"\n\n"].concat();
        let call = heard.call();
        let told = Told { caller: caller.to_vec(), heard: Arc::clone(heard), call };
        let (caller, heard, bell) = (caller.to_vec(), Arc::clone(heard), Arc::clone(&self.bell));
        let done = move |answer: Answer| {
            heard.push(call, News::Answered(answer.ok().map(|text| with_member(&text, "id", &caller))));
            bell.ring();
        };
        link.ask(Ask { id, method, text }, Some(told), Box::new(done));
        call
    }

    /// A request of the node's own, or on behalf of a caller.
    pub(super) fn request<'m>(&self, method: &'m str, caller: Option<&[u8]>, params: &[u8]) -> Ask<'m> {
        let id = self.ids.next(method, caller);
        let text = [&*request(method, &id, params), b"\n\n"].concat();
        Ask { id, method, text }
    }

    /// Calls a command, as a client would that sends it so.
    pub(crate) fn call(&self, link: &Link, method: &str, params: &[u8]) -> Arc<Slot<Answer>> {
        let id = self.ids.next(method, Some(CALLER));
        let text = [&*link.written(request(method, &id, params)), b"\n\n"].concat();
        link.ask_for(Ask { id, method, text })
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

/// A request, compact as a node writes its own.
fn request(method: &str, id: &[u8], params: &[u8]) -> Vec<u8> {
    let method_and_params = format!(r#","method":{},"params":"#, Json::from(method));
    [br#"{"jsonrpc":"2.0","id":"#, id, method_and_params.as_bytes(), params, b"}"].concat()
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
