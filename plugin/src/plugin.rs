//! A plugin, put together.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use cln_protocol::hooks::Hook;
use cln_runtime::{HookRequest, Json, MethodInfo, NotificationPayload, Request};

use crate::context::Context;
use crate::core::ONESHOT;
use crate::error::HandlerError;
use crate::handler::{self, Asked, HookHandler, MethodHandler, Told, ToldHandler};
use crate::hook_options::HookOptions;
use crate::manifest::{HookEntry, Manifest, MethodEntry};
use crate::option::Opt;
use crate::outbox::Outbox;
use crate::params;

/// A plugin that is being put together, and then [runs](Self::run).
///
/// `S` is what its handlers share.
///
/// ```
/// use cln_plugin_kit::{Opt, Plugin};
///
/// const GREETING: Opt<String> = Opt::string("greeting", "How callers are greeted").default("hello").dynamic();
///
/// let plugin = Plugin::new(()).option(GREETING).method_raw("greet", "[name]", |context, _| async move {
///     Ok(context.option(&GREETING).as_str().into())
/// });
/// assert!(plugin.describe().contains(r#""rpcmethods":[{"name":"greet","usage":"[name]""#));
/// ```
pub struct Plugin<S> {
    pub(crate) state: S,
    pub(crate) manifest: Manifest,
    pub(crate) handlers: Handlers<S>,
    pub(crate) limits: Limits,
    pub(crate) outbox: Arc<Outbox>,
    /// The first hook that was added and that no node has.
    pub(crate) unknown_hook: Option<String>,
}

/// What is called for each entry of the manifest, in its order.
pub(crate) struct Handlers<S> {
    pub(crate) methods: Vec<MethodHandler<S>>,
    pub(crate) hooks: Vec<(HookHandler<S>, Option<Duration>)>,
    pub(crate) subscriptions: Vec<Subscription<S>>,
    pub(crate) start: Option<StartHandler<S>>,
    pub(crate) change: Option<ChangeHandler<S>>,
}

/// Of the start.
pub(crate) type StartHandler<S> = Arc<dyn Fn(Context<S>) -> handler::Boxed<Result<(), HandlerError>> + Send + Sync>;

/// Of a change of the option of this name.
pub(crate) type ChangeHandler<S> =
    Arc<dyn Fn(Context<S>, &'static str) -> handler::Boxed<Result<(), HandlerError>> + Send + Sync>;

/// What is called for a notification.
pub(crate) struct Subscription<S> {
    pub(crate) topic: String,
    pub(crate) is_ordered: bool,
    pub(crate) handler: ToldHandler<S>,
}

/// How much may go on at once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) methods: usize,
    pub(crate) hooks: usize,
    pub(crate) bytes: usize,
    pub(crate) patience: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { methods: 256, hooks: 4096, bytes: 64 << 20, patience: Duration::from_secs(10) }
    }
}

impl<S: Send + Sync + 'static> Plugin<S> {
    /// A plugin that does nothing yet.
    pub fn new(state: S) -> Self {
        Self {
            state,
            manifest: Manifest::default(),
            handlers: Handlers {
                methods: Vec::new(),
                hooks: Vec::new(),
                subscriptions: Vec::new(),
                start: None,
                change: None,
            },
            limits: Limits::default(),
            outbox: Arc::default(),
            unknown_hook: None,
        }
    }

    /// Declares an option.
    #[must_use]
    pub fn option<T>(mut self, option: Opt<T>) -> Self {
        self.manifest.options.push(option.declared);
        self
    }

    /// Adds a command, as the schema of `R` describes it: parameters are checked against it before the handler is called, and
    /// the answer before it is written.
    ///
    /// Parameters are named or positional, read as laxly as a node reads those of its own commands, and refused in its words
    /// with the code -32602; so are deprecated ones where the node or the caller does not allow them. `check` is answered
    /// without the handler.
    ///
    /// Handlers run beside each other. One that panics, or answers what does not fit the schema, makes an error for its
    /// caller and a line in the log.
    #[must_use]
    pub fn method<R, F, Fut>(mut self, handler: F) -> Self
    where
        R: Request,
        R::Response: Send,
        F: Fn(Context<S>, R) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<R::Response, HandlerError>> + Send + 'static,
    {
        self.manifest.methods.push(MethodEntry {
            name: R::METHOD.to_owned(),
            usage: cln_protocol::params::usage(R::SHAPE),
            deprecated: R::DEPRECATED,
            check: |json, deprecated_ok| cln_protocol::params::check(&MethodInfo::of::<R>(), json, deprecated_ok),
        });
        self.handlers.methods.push(handler::method(handler));
        self
    }

    /// Adds a command without a schema: its parameters, an object or an array, are JSON and no more.
    #[must_use]
    pub fn method_raw<F, Fut>(mut self, name: &str, usage: &str, handler: F) -> Self
    where
        F: Fn(Context<S>, Json) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Json, HandlerError>> + Send + 'static,
    {
        self.manifest.methods.push(MethodEntry {
            name: name.to_owned(),
            usage: usage.to_owned(),
            deprecated: None,
            check: |json, _| params::json(json).map(drop),
        });
        self.handlers.methods.push(handler::method_raw(handler));
        self
    }

    /// Adds a hook: the node asks the handler, and waits for its answer.
    ///
    /// Whatever the handler does, the node lives. Its answer is written only if it fits the schema and is one that the node
    /// survives; otherwise, and if the handler fails or panics, a [safe answer](crate::IfItFails) is, and the log says why.
    /// `htlc_accepted` and `invoice_payment` have two, between which [`hook_with`](Self::hook_with) chooses.
    ///
    /// `rpc_command` goes on if its handler fails. One that has to refuse what it cannot read handles the error itself.
    /// A plugin that changes what comes of it has to be the only one: of two that do, the node aborts.
    #[must_use]
    pub fn hook<H, F, Fut>(self, handler: F) -> Self
    where
        H: HookRequest,
        H::Response: Send,
        F: Fn(Context<S>, H) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<H::Response, HandlerError>> + Send + 'static,
    {
        self.hook_with(HookOptions::new(), handler)
    }

    /// Adds a hook that is asked only of some events, before or after other plugins, or that is closed if it fails.
    #[must_use]
    pub fn hook_with<H, F, Fut>(self, options: HookOptions, handler: F) -> Self
    where
        H: HookRequest,
        H::Response: Send,
        F: Fn(Context<S>, H) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<H::Response, HandlerError>> + Send + 'static,
    {
        self.add_hook(H::HOOK, options, handler::hook(handler))
    }

    /// Adds a hook by its name, whose question is taken as it is written, and whose answer is JSON. The answer is checked as
    /// [`hook`](Self::hook) checks it, but for the schema.
    #[must_use]
    pub fn hook_raw<F, Fut>(self, name: &str, options: HookOptions, handler: F) -> Self
    where
        F: Fn(Context<S>, Asked) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Json, HandlerError>> + Send + 'static,
    {
        self.add_hook(name, options, handler::hook_raw(handler))
    }

    fn add_hook(mut self, name: &str, options: HookOptions, handler: HookHandler<S>) -> Self {
        let Some(hook) = Hook::named(name) else {
            self.unknown_hook.get_or_insert_with(|| name.to_owned());
            return self;
        };
        let HookOptions { if_it_fails, before, after, filters, deadline } = options;
        self.manifest.hooks.push(HookEntry { hook, if_it_fails, before, after, filters });
        self.handlers.hooks.push((handler, deadline));
        self
    }

    /// Subscribes to a notification. Those of one topic are handled one after another, in the order in which they come.
    ///
    /// The node's log says if a handler fails. That does not come back to it: a failure at `warning` is logged as
    /// information, and one at `log` goes to standard error alone. A handler of these that writes to the log itself hears
    /// what it has written.
    #[must_use]
    pub fn subscribe<N, F, Fut>(self, handler: F) -> Self
    where
        N: NotificationPayload,
        F: Fn(Context<S>, N) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), HandlerError>> + Send + 'static,
    {
        self.add_subscription(N::METHOD, true, handler::subscription(handler))
    }

    /// Subscribes to a notification whose order does not matter: they are handled beside each other.
    #[must_use]
    pub fn subscribe_unordered<N, F, Fut>(self, handler: F) -> Self
    where
        N: NotificationPayload,
        F: Fn(Context<S>, N) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), HandlerError>> + Send + 'static,
    {
        self.add_subscription(N::METHOD, false, handler::subscription(handler))
    }

    /// Subscribes to a notification by its name, as it is written; `*` is all but `log`.
    #[must_use]
    pub fn subscribe_raw<F, Fut>(self, topic: &str, handler: F) -> Self
    where
        F: Fn(Context<S>, Told) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), HandlerError>> + Send + 'static,
    {
        let handler: ToldHandler<S> = Arc::new(move |context, told| Box::pin(handler(context, told)));
        self.add_subscription(topic, true, handler)
    }

    fn add_subscription(mut self, topic: &str, is_ordered: bool, handler: ToldHandler<S>) -> Self {
        self.handlers.subscriptions.push(Subscription { topic: topic.to_owned(), is_ordered, handler });
        self
    }

    /// Declares a notification that the plugin sends: [`Context::notify`].
    #[must_use]
    pub fn notification<N: NotificationPayload>(self) -> Self {
        self.notification_raw(N::METHOD)
    }

    /// Declares a notification that the plugin sends, by its name.
    #[must_use]
    pub fn notification_raw(mut self, topic: &str) -> Self {
        self.manifest.notifications.push(topic.to_owned());
        self
    }

    /// Is called once the node has said where it is and what the options are, before the plugin is ready. An error disables
    /// the plugin, with its text as the reason.
    ///
    /// Calls and hooks may come meanwhile.
    #[must_use]
    pub fn on_start<F, Fut>(mut self, handler: F) -> Self
    where
        F: Fn(Context<S>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), HandlerError>> + Send + 'static,
    {
        self.handlers.start = Some(Arc::new(move |context| Box::pin(handler(context))));
        self
    }

    /// Is called with the name of an option once that has changed. An error refuses the change: the option is what it was.
    ///
    /// It is called for one change at a time: until it ends, the next `setconfig` waits.
    #[must_use]
    pub fn on_change<F, Fut>(mut self, handler: F) -> Self
    where
        F: Fn(Context<S>, &'static str) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), HandlerError>> + Send + 'static,
    {
        self.handlers.change = Some(Arc::new(move |context, name| Box::pin(handler(context, name))));
        self
    }

    /// Takes custom messages of these types from peers. A node disconnects peers that send others of an even type.
    #[must_use]
    pub fn custom_messages(mut self, types: impl IntoIterator<Item = u16>) -> Self {
        self.manifest.custom_messages.extend(types);
        self
    }

    /// Has the node announce features, as hexadecimal digits: `place` is `init`, `node`, `channel` or `invoice`.
    /// Such a plugin is [`fixed`](Self::fixed).
    #[must_use]
    pub fn features(mut self, place: &'static str, digits: &str) -> Self {
        self.manifest.features.push((place, digits.to_owned()));
        self
    }

    /// It starts and ends with the node: `plugin start` and `plugin stop` refuse it.
    #[must_use]
    pub const fn fixed(mut self) -> Self {
        self.manifest.is_static = true;
        self
    }

    /// It does not want to run, for this reason, such as a program that it needs and is not there.
    #[must_use]
    pub fn disabled(mut self, reason: &str) -> Self {
        self.manifest.disabled = Some(reason.to_owned());
        self
    }

    /// How many methods are handled at once, 256 by default; others wait.
    ///
    /// A handler that calls another command of the same plugin through the node needs a turn for that, too: if all turns are
    /// taken by such handlers, they wait for each other for ever.
    #[must_use]
    pub const fn max_methods(mut self, count: usize) -> Self {
        self.limits.methods = count;
        self
    }

    /// How many events at hooks are handled at once, 4096 by default; others wait.
    #[must_use]
    pub const fn max_hooks(mut self, count: usize) -> Self {
        self.limits.hooks = count;
        self
    }

    /// How many bytes of messages are handled at once, 64 MiB by default. While there are more, the plugin reads nothing, not
    /// even a shutdown: the node kills it 30 seconds later.
    #[must_use]
    pub const fn max_bytes(mut self, bytes: usize) -> Self {
        self.limits.bytes = bytes;
        self
    }

    /// How long handlers may go on when the plugin is to end, 10 seconds by default. What a hook has not answered by then
    /// gets the [safe answer](crate::IfItFails). Seven seconds more are taken to write what is left and to exit, and a node
    /// kills a plugin after 30.
    #[must_use]
    pub const fn patience(mut self, patience: Duration) -> Self {
        self.limits.patience = patience;
        self
    }

    /// What it declares to the node, as JSON. A program that [runs](Self::run) it prints this with `--describe`.
    #[must_use]
    pub fn describe(&self) -> String {
        self.declared().text()
    }

    /// The manifest with the subscriptions, each once.
    pub(crate) fn declared(&self) -> Manifest {
        let mut topics: Vec<String> = Vec::new();
        let of_callers = (!self.manifest.methods.is_empty()).then_some(ONESHOT);
        let own = ["shutdown"].into_iter().chain(of_callers).map(str::to_owned);
        let wanted = self.handlers.subscriptions.iter().map(|subscription| subscription.topic.clone()).chain(own);
        for topic in wanted {
            if !topics.contains(&topic) {
                topics.push(topic);
            }
        }
        if topics.iter().any(|topic| topic == "*") {
            // What is named besides is told twice.
            topics.retain(|topic| topic == "*" || topic == "log");
        }
        Manifest { subscriptions: topics, ..self.manifest.clone() }
    }
}

impl<S> fmt::Debug for Plugin<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plugin").field("manifest", &self.manifest).finish_non_exhaustive()
    }
}
