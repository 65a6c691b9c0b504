//! Typed handlers on a builder of the crate cln-plugin.

use std::future::{Future, pending, ready};
use std::io::Write as _;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use cln_plugin::{Builder, Error, HookBuilder, HookFilter, Plugin, RpcMethodBuilder};
use cln_protocol::hooks::Hook;
use cln_protocol::lax::{member, object};
use cln_runtime::{HookRequest, NotificationPayload, Record, Request, RpcError, visible};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::time::timeout;

use crate::contained::contained;
use crate::error::{HandlerError, PluginError};
use crate::guard::{Guarded, Question};
use crate::handler::{self, Told};
use crate::hook_options::HookOptions;
use crate::line::{Level, of_failure};
use crate::manifest::HookEntry;
use crate::objection;
use crate::safe::IfItFails;

/// Typed handlers on a [`cln_plugin::Builder`], so that a plugin moves to this crate one handler at a time.
///
#[doc = include_str!("../docs/cln-plugin.md")]
pub trait TypedHandlers<S: Clone + Send>: Sized {
    /// Adds a command, as [`Plugin::method`](crate::Plugin::method) does: its parameters and its answer are checked.
    ///
    /// Deprecated parameters are taken from every caller: cln-plugin does not say who allows them.
    #[must_use]
    fn typed_method<R, F, Fut>(self, handler: F) -> Self
    where
        R: Request,
        R::Response: Send,
        F: Fn(Plugin<S>, R) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<R::Response, HandlerError>> + Send + 'static;

    /// Adds a hook, as [`Plugin::hook_with`](crate::Plugin::hook_with) does: whatever the handler does, the node lives.
    ///
    /// An answer later than the deadline is dropped, but not logged.
    ///
    /// # Errors
    /// The node, or cln-plugin, would not have such a hook: `db_write` comes before `init`, where cln-plugin ends.
    fn typed_hook<H, F, Fut>(self, options: HookOptions, handler: F) -> Result<Self, PluginError>
    where
        H: HookRequest,
        H::Response: Send,
        F: Fn(Plugin<S>, H) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<H::Response, HandlerError>> + Send + 'static;

    /// Subscribes to a notification, as [`Plugin::subscribe`](crate::Plugin::subscribe) does: wrapped or not, one after
    /// another, in the order in which they come.
    #[must_use]
    fn typed_subscription<N, F, Fut>(self, handler: F) -> Self
    where
        N: NotificationPayload,
        F: Fn(Plugin<S>, N) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), HandlerError>> + Send + 'static;
}

impl<S, I, O> TypedHandlers<S> for Builder<S, I, O>
where
    S: Clone + Send + Sync + 'static,
    I: AsyncRead + Send + Unpin + 'static,
    O: AsyncWrite + Send + Unpin + 'static,
{
    fn typed_method<R, F, Fut>(self, handler: F) -> Self
    where
        R: Request,
        R::Response: Send,
        F: Fn(Plugin<S>, R) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<R::Response, HandlerError>> + Send + 'static,
    {
        let handler = Arc::new(handler);
        let method = RpcMethodBuilder::new(R::METHOD, move |plugin, params| {
            let (handler, params) = (Arc::clone(&handler), text(&params));
            async move { called(R::METHOD, contained(|| handler::call(&*handler, plugin, &params, true)).await) }
        });
        self.rpcmethod_from_builder(method.usage(&cln_protocol::params::usage(R::SHAPE)))
    }

    fn typed_hook<H, F, Fut>(self, options: HookOptions, handler: F) -> Result<Self, PluginError>
    where
        H: HookRequest,
        H::Response: Send,
        F: Fn(Plugin<S>, H) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<H::Response, HandlerError>> + Send + 'static,
    {
        let (handler, deadline) = (Arc::new(handler), options.deadline);
        let HookEntry { hook, if_it_fails, before, after, filters } = entry(H::HOOK, options)?;
        let if_it_fails = if_it_fails.unwrap_or(IfItFails::Open);
        let builder = HookBuilder::new(H::HOOK, move |plugin, params| {
            let (handler, params) = (Arc::clone(&handler), text(&params));
            async move {
                let asked = Arc::clone(&params);
                let handling = contained(move || handler::ask(&*handler, plugin, &asked));
                let handled = within(deadline, handling).await.unwrap_or_else(Err);
                match answer(Question { hook, id: b"null", params: &params, if_it_fails }, handled) {
                    Some(answer) => Ok(answer),
                    None => pending().await,
                }
            }
        });
        let filters = filters.iter().map(|filter| as_filter(filter)).collect();
        Ok(self.hook_from_builder(builder.before(before).after(after).filters(filters)))
    }

    fn typed_subscription<N, F, Fut>(self, handler: F) -> Self
    where
        N: NotificationPayload,
        F: Fn(Plugin<S>, N) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), HandlerError>> + Send + 'static,
    {
        let (handler, queue) = (Arc::new(handler), OnceLock::new());
        // This is called in order; the futures that it returns are not.
        self.subscribe(N::METHOD, move |plugin, params| {
            let queue = queue.get_or_init(|| in_order(Arc::clone(&handler)));
            // It ends with the plugin.
            drop(queue.send((plugin, text(&params))));
            ready(Ok(()))
        })
    }
}

/// Parameters as they are read here.
fn text(params: &Value) -> Arc<[u8]> {
    params.to_string().into_bytes().into()
}

/// The hook, if a node and cln-plugin can have it.
fn entry(name: &str, options: HookOptions) -> Result<HookEntry, PluginError> {
    let hook = Hook::named(name).ok_or_else(|| PluginError::Declared(format!("there is no hook '{name}'")))?;
    let HookOptions { if_it_fails, before, after, filters, deadline: _ } = options;
    let entry = HookEntry { hook, if_it_fails, before, after, filters };
    let why = match hook {
        Hook::DbWrite => Some(
            "the hook 'db_write' comes before init, where cln-plugin ends: make a cln_plugin_kit::Plugin of it"
                .to_owned(),
        ),
        _ => objection::hook(&entry),
    };
    why.map_or(Ok(entry), |why| Err(PluginError::Declared(why)))
}

/// A filter, which is JSON, as cln-plugin has it.
fn as_filter(json: &str) -> HookFilter {
    match serde_json::from_str(json) {
        Ok(Value::String(method)) => HookFilter::Str(method),
        value => HookFilter::Int(value.ok().and_then(|kind| kind.as_i64()).unwrap_or_default()),
    }
}

/// What comes of it in time. A handler that takes longer goes on.
async fn within<T: Send + 'static>(
    deadline: Option<Duration>,
    handling: impl Future<Output = Result<T, String>> + Send + 'static,
) -> Result<T, String> {
    let Some(deadline) = deadline else { return handling.await };
    match timeout(deadline, tokio::spawn(handling)).await {
        Ok(handled) => handled.unwrap_or_else(|error| Err(error.to_string())),
        Err(_) => Err(format!("the handler has not answered within {deadline:?}")),
    }
}

/// What cln-plugin is to write at a hook; `None` where no answer is survived.
fn answer(question: Question<'_>, handled: Result<Vec<u8>, String>) -> Option<Value> {
    // What is judged is what cln-plugin makes of it.
    let handled = handled.and_then(|json| match serde_json::from_slice::<Value>(&json) {
        Ok(value) => Ok(value.to_string().into_bytes()),
        Err(error) => Err(format!("cln-plugin cannot write the answer: {error}")),
    });
    let Guarded { line, fault } = question.guarded(handled);
    if let Some(fault) = fault {
        tracing::error!("{}", visible(&fault));
    }
    serde_json::from_slice(member(object(&line?), "result")?.json).ok()
}

/// What cln-plugin is to tell the caller of a method.
fn called(method: &str, handled: Result<Result<Vec<u8>, RpcError>, String>) -> Result<Value, Error> {
    let result = handled.unwrap_or_else(|why| {
        tracing::error!("method {method}: {}", visible(&why));
        Err(HandlerError::new(why).into_rpc())
    });
    result.map_err(|error| as_error(&error)).and_then(|json| {
        serde_json::from_slice(&json).map_err(|error| {
            as_error(HandlerError::new(format!("cln-plugin cannot write the answer: {error}")).as_rpc())
        })
    })
}

/// cln-plugin reads an error from its text, with a code of 32 bits.
fn as_error(error: &RpcError) -> Error {
    let json = match i32::try_from(error.code) {
        Ok(_) => error.to_json(),
        Err(_) => HandlerError::new(format!("{} (code {})", error.message, error.code)).as_rpc().to_json(),
    };
    Error::msg(String::from_utf8_lossy(&json).into_owned())
}

/// Handles notifications one after another, until nobody sends any more.
fn in_order<S, N, F, Fut>(handler: Arc<F>) -> UnboundedSender<(Plugin<S>, Arc<[u8]>)>
where
    S: Clone + Send + Sync + 'static,
    N: NotificationPayload,
    F: Fn(Plugin<S>, N) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<(), HandlerError>> + Send + 'static,
{
    let (sender, mut queue) = unbounded_channel();
    tokio::spawn(async move {
        while let Some((plugin, params)) = queue.recv().await {
            let told = Told { topic: N::METHOD.into(), params };
            let why = match contained(|| handler::tell(&*handler, plugin, &told)).await {
                Ok(Ok(())) => continue,
                Ok(Err(error)) => handler::failed(error),
                Err(why) => why,
            };
            let line = format!("notification {}: {}", N::METHOD, visible(&why));
            match of_failure(N::METHOD) {
                Some(Level::Broken) => tracing::error!("{line}"),
                Some(_) => tracing::info!("{line}"),
                // Who has closed it does not want to know.
                None => drop(writeln!(std::io::stderr(), "{line}")),
            }
        }
    });
    sender
}
