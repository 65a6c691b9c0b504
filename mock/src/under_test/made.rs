//! Events that do not happen on the stand-in node by themselves, made of the rules of their schemas.

use cln_codegen::model::Target;
use cln_runtime::{HookRequest, Json, NotificationPayload, Record};

use crate::error::Error;
use crate::node::MockNode;

impl MockNode {
    /// What plugins are asked at a hook, as a schema that [`Builder::schemas`](crate::Builder::schemas) names documents it,
    /// or else made of its rules: an HTLC that comes in, a peer that wants to open a channel. The seed decides what these
    /// leave open. A test changes in it what matters to it.
    ///
    /// ```no_run
    /// # use cln_mock::MockNode;
    /// # fn test<HtlcAcceptedHookRequest: cln_runtime::HookRequest>() -> Result<(), Box<dyn std::error::Error>> {
    /// let node = MockNode::builder().schemas("schemas").plugin("target/debug/interceptor").start()?;
    /// let htlc = node.made_hook::<HtlcAcceptedHookRequest>(7)?;
    /// let answer = node.hook(&htlc)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// No schema describes the hook, or it is not as the type has it.
    pub fn made_hook<H: HookRequest>(&self, seed: u64) -> Result<H, Error> {
        typed(H::HOOK, &self.made_hook_raw(H::HOOK, seed)?)
    }

    /// The same for a hook by its name, as it is on the wire.
    ///
    /// # Errors
    /// No schema describes the hook.
    pub fn made_hook_raw(&self, hook: &str, seed: u64) -> Result<Json, Error> {
        self.made(Target::Hook, hook, seed)
    }

    /// The payload of a notification, made in the same way.
    ///
    /// # Errors
    /// No schema describes the notification, or it is not as the type has it.
    pub fn made_notification<N: NotificationPayload>(&self, seed: u64) -> Result<N, Error> {
        typed(N::METHOD, &self.made_notification_raw(N::METHOD, seed)?)
    }

    /// The same for a notification by its name, as it is on the wire, where a node wraps it.
    ///
    /// # Errors
    /// No schema describes the notification.
    pub fn made_notification_raw(&self, topic: &str, seed: u64) -> Result<Json, Error> {
        self.made(Target::Notification, topic, seed)
    }

    fn made(&self, target: Target, name: &str, seed: u64) -> Result<Json, Error> {
        let event = self.state.documented.event(target, name, seed)?;
        event.to_string().parse().map_err(|why| not_as_typed(name, why))
    }
}

fn typed<R: Record>(name: &str, event: &Json) -> Result<R, Error> {
    R::from_json(event.as_str().as_bytes()).map_err(|why| not_as_typed(name, why))
}

fn not_as_typed(name: &str, why: impl ToString) -> Error {
    Error::NotMade(name.to_owned(), why.to_string())
}
