//! What a test asks a plugin, and tells it.

use std::sync::Arc;

use cln_runtime::jsonrpc::Response;

use cln_runtime::{HookRequest, Json, NotificationPayload, Record, Request, RpcError};

use super::PluginUnderTest;
use super::answer::{PluginAnswer, PluginCallError};
use crate::plugin::{Answer, EarlyAnswer, PluginFault, Rule, Slot, member, object};
use crate::state::State;

/// What a call of `R` comes to.
type Called<R> = Result<<R as Request>::Response, PluginCallError<<R as Request>::Error>>;

/// What a call comes to whose command has no type: its result, or the error that the plugin has answered.
type CalledRaw = Result<Json, PluginCallError<RpcError>>;

impl PluginUnderTest {
    /// Calls a command of the plugin, as a client of the node would.
    ///
    /// # Errors
    /// The plugin answers with an error; or with what its schema does not allow; or a node would not pass on any answer.
    pub fn call<R: Request>(&self, request: &R) -> Called<R> {
        self.begin_call(request).wait()
    }

    /// Begins a [`call`](Self::call), and lets the test go on.
    pub fn begin_call<R: Request>(&self, request: &R) -> PluginAnswer<Called<R>> {
        self.begin(R::METHOD, &request.to_json(), |text| {
            let response = Response::<R::Response>::from_json(&text).map_err(unreadable)?;
            response.outcome.map_err(|error| PluginCallError::Refused(error.into()))
        })
    }

    /// Calls a command by its name, with any parameters.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    pub fn call_raw(&self, method: &str, params: &Json) -> CalledRaw {
        self.begin_call_raw(method, params).wait()
    }

    /// Begins a [`call_raw`](Self::call_raw), and lets the test go on.
    pub fn begin_call_raw(&self, method: &str, params: &Json) -> PluginAnswer<CalledRaw> {
        self.begin(method, params.as_str().as_bytes(), |text| raw_outcome(&text))
    }

    /// Asks whether a command would take its parameters, as the command `check` does. A plugin that has not said that it
    /// can tell is not asked.
    ///
    /// # Errors
    /// The plugin says why it would not; or as [`call`](Self::call).
    pub fn check<R: Request>(&self, request: &R) -> Result<(), PluginCallError> {
        self.check_json(R::METHOD, &text(request))
    }

    /// Asks whether a command would take these parameters.
    ///
    /// # Errors
    /// As [`check`](Self::check).
    pub fn check_raw(&self, method: &str, params: &Json) -> Result<(), PluginCallError> {
        self.check_json(method, params.as_str())
    }

    fn check_json(&self, method: &str, params: &str) -> Result<(), PluginCallError> {
        let slot = self.state.plugins.check(&self.link, method, params);
        self.answer(slot, |text| raw_outcome(&text).map(drop)).wait()
    }

    /// Gives a dynamic option of the plugin another value, as the command `setconfig` does; a flag has none.
    ///
    /// # Errors
    /// The plugin refuses the value, or the node does; or as [`call`](Self::call).
    pub fn set_config(&self, option: &str, value: Option<&Json>) -> Result<(), PluginCallError> {
        let slot = self.state.plugins.set_config(&self.link, option, value);
        self.answer(slot, |text| raw_outcome(&text).map(drop)).wait()
    }

    fn begin<T: 'static, E: 'static>(
        &self,
        method: &str,
        params: &[u8],
        read: impl FnOnce(Vec<u8>) -> Result<T, PluginCallError<E>> + Send + 'static,
    ) -> PluginAnswer<Result<T, PluginCallError<E>>> {
        self.answer(self.state.plugins.call(&self.link, method, params), |text| {
            if has_blank_line(&text) {
                return Err(unreadable("there is a blank line in it, which is the end of an answer to many clients"));
            }
            read(text)
        })
    }

    /// What is read of an answer. Of a fault that comes instead, the test knows then.
    fn answer<T: 'static, E: 'static>(
        &self,
        slot: Arc<Slot<Answer>>,
        read: impl FnOnce(Vec<u8>) -> Result<T, PluginCallError<E>> + Send + 'static,
    ) -> PluginAnswer<Result<T, PluginCallError<E>>> {
        let (link, plugins) = (Arc::clone(&self.link), Arc::clone(&self.state.plugins));
        let read = move |answer: Answer| match answer {
            Ok(text) => read(text),
            Err(fault) => {
                link.see(&fault);
                Err(PluginCallError::Fault(fault))
            }
        };
        PluginAnswer::new(slot, move || plugins.silence(Rule::CallUnanswered), read)
    }

    /// Asks the plugin alone what a node asks at a hook; [`MockNode::hook`](crate::MockNode::hook) asks all.
    ///
    /// # Errors
    /// What a node does not survive, or waits for in vain; or the plugin has not registered the hook, or its filters leave
    /// this event out.
    pub fn hook<H: HookRequest>(&self, event: &H) -> Result<H::Response, PluginFault> {
        self.begin_hook(event).wait()
    }

    /// Begins a [`hook`](Self::hook), and lets the test go on.
    pub fn begin_hook<H: HookRequest>(&self, event: &H) -> PluginAnswer<Result<H::Response, PluginFault>> {
        let slot = self.state.plugins.hook_of(&self.link, H::HOOK, &text(event));
        hook_answer(&self.state, slot, typed::<H>)
    }

    /// Asks the plugin alone at a hook by its name, with the parameters as they are on the wire; what it answers.
    ///
    /// # Errors
    /// As [`hook`](Self::hook).
    pub fn hook_raw(&self, hook: &str, params: &Json) -> Result<Json, PluginFault> {
        self.begin_hook_raw(hook, params).wait()
    }

    /// Begins a [`hook_raw`](Self::hook_raw), and lets the test go on.
    pub fn begin_hook_raw(&self, hook: &str, params: &Json) -> PluginAnswer<Result<Json, PluginFault>> {
        hook_answer(&self.state, self.state.plugins.hook_of(&self.link, hook, params.as_str()), raw)
    }

    /// The answer to what the plugin was asked before it was ready, as [its trouble](crate::PluginTrouble) has it: the first that
    /// the test has not yet looked at.
    pub fn early(&self) -> Option<PluginAnswer<CalledRaw>> {
        let EarlyAnswer { is_hook, slot } = self.link.early()?;
        Some(match is_hook {
            false => self.answer(slot, |text| raw_outcome(&text)),
            true => hook_answer(&self.state, slot, raw).map(|answer| answer.map_err(PluginCallError::Fault)),
        })
    }

    /// Sends a notification as a node does, if the plugin has subscribed to it; how often it was sent, for a plugin may
    /// subscribe by name and to all.
    pub fn notify<N: NotificationPayload>(&self, payload: &N) -> usize {
        self.state.plugins.notify(&self.link, N::METHOD, &payload.to_json())
    }

    /// Sends a notification by its name, its payload wrapped as nodes wrap theirs: `{"connect":{...}}`.
    pub fn notify_raw(&self, topic: &str, payload: &Json) -> usize {
        self.state.plugins.notify(&self.link, topic, payload.as_str().as_bytes())
    }

    /// Sends a notification that another plugin of this name publishes: its parameters are what that has sent.
    pub fn notify_from(&self, origin: &str, topic: &str, params: &Json) -> usize {
        self.state.plugins.notify_from(origin, &self.link, topic, params.as_str().as_bytes())
    }
}

/// What will come of a hook. Of a fault, the test knows then.
pub(super) fn hook_answer<T>(
    state: &State,
    slot: Arc<Slot<Answer>>,
    read: impl FnOnce(&[u8]) -> Result<T, PluginFault> + Send + 'static,
) -> PluginAnswer<Result<T, PluginFault>> {
    let (plugins, silent) = (Arc::clone(&state.plugins), Arc::clone(&state.plugins));
    let read = move |answer: Answer| {
        let result = answer.inspect_err(|fault| plugins.see(fault))?;
        read(&result)
    };
    PluginAnswer::new(slot, move || silent.silence(Rule::HookUnanswered), read)
}

/// What came of a hook, as the type of its answer.
pub(super) fn typed<H: HookRequest>(result: &[u8]) -> Result<H::Response, PluginFault> {
    H::Response::from_json(result).map_err(|error| PluginFault::new(Rule::OffSchema, error.to_string(), result))
}

/// What came of a hook.
pub(super) fn raw(result: &[u8]) -> Result<Json, PluginFault> {
    json(result).map_err(|error| PluginFault::new(Rule::OffSchema, error, result))
}

/// A record as JSON, which is UTF-8.
pub(super) fn text(record: &impl Record) -> String {
    String::from_utf8_lossy(&record.to_json()).into_owned()
}

/// The result in the text of an answer, or the error in it.
fn raw_outcome(text: &[u8]) -> CalledRaw {
    match (member(object(text), "result"), member(object(text), "error")) {
        (Some(result), None) => json(result.json).map_err(unreadable),
        (None, Some(error)) => Err(PluginCallError::Refused(RpcError::from_json(error.json).map_err(unreadable)?)),
        (None, None) => Err(unreadable("expected a result or an error, found neither")),
        (Some(_), Some(_)) => Err(unreadable("expected a result or an error, found both")),
    }
}

/// Whether two ends of lines follow each other: a node passes an answer on byte for byte.
fn has_blank_line(text: &[u8]) -> bool {
    text.windows(2).any(|pair| pair == b"\n\n")
}

fn json(text: &[u8]) -> Result<Json, String> {
    let text = std::str::from_utf8(text).map_err(|error| error.to_string())?;
    text.parse::<Json>().map_err(|error| error.to_string())
}

fn unreadable<E>(why: impl ToString) -> PluginCallError<E> {
    PluginCallError::Unreadable(why.to_string())
}
