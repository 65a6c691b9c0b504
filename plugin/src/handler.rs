//! Handlers without their types: JSON in, JSON out.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use cln_protocol::lax::{member, object};
use cln_runtime::{HookRequest, Json, NotificationPayload, Record, Request, RpcError};

use crate::context::Context;
use crate::error::HandlerError;
use crate::params;

/// A future on the heap.
pub(crate) type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Of a method: its parameters in, its result out.
pub(crate) type MethodHandler<S> = Arc<dyn Fn(Context<S>, Arc<[u8]>) -> Boxed<Result<Vec<u8>, RpcError>> + Send + Sync>;

/// Of a hook: its question in, its answer out, or why there is none.
pub(crate) type HookHandler<S> = Arc<dyn Fn(Context<S>, Arc<[u8]>) -> Boxed<Result<Vec<u8>, String>> + Send + Sync>;

/// Of a notification, or of a change.
pub(crate) type ToldHandler<S> = Arc<dyn Fn(Context<S>, Told) -> Boxed<Result<(), HandlerError>> + Send + Sync>;

/// A notification as it was written.
#[derive(Clone)]
pub struct Told {
    pub(crate) topic: Arc<str>,
    pub(crate) params: Arc<[u8]>,
}

/// What a hook asks, as it was written.
#[derive(Clone)]
pub struct Asked {
    pub(crate) params: Arc<[u8]>,
}

/// Raw texts without what is in them, which may be secret.
macro_rules! raw {
    ($name:ident) => {
        impl $name {
            /// The parameters as the node has written them: what it takes for JSON need not be JSON.
            #[must_use]
            pub fn as_bytes(&self) -> &[u8] {
                &self.params
            }

            /// The parameters as JSON.
            ///
            /// # Errors
            /// They are none: a node passes on what a caller of it has written.
            pub fn json(&self) -> Result<Json, HandlerError> {
                Ok(std::str::from_utf8(&self.params)?.parse()?)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    };
}

raw!(Told);
raw!(Asked);

impl Told {
    /// What the notification is of.
    #[must_use]
    pub fn topic(&self) -> &str {
        &self.topic
    }

    /// The payload: without the object that nodes wrap theirs in.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        let wrapped = member(object(&self.params), &self.topic).filter(|value| value.is_object());
        wrapped.map_or(&self.params, |value| value.json)
    }
}

pub(crate) fn method<S, R, F, Fut>(handler: F) -> MethodHandler<S>
where
    S: Send + Sync + 'static,
    R: Request,
    R::Response: Send,
    F: Fn(Context<S>, R) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<R::Response, HandlerError>> + Send + 'static,
{
    Arc::new(move |context, json| {
        let takes_deprecated = context.takes_deprecated();
        call(&handler, context, &json, takes_deprecated)
    })
}

/// Calls the handler of a method. `C` is what it is given beside the request.
pub(crate) fn call<C, R, F, Fut>(
    handler: &F,
    context: C,
    json: &[u8],
    takes_deprecated: bool,
) -> Boxed<Result<Vec<u8>, RpcError>>
where
    R: Request,
    R::Response: Send,
    F: Fn(C, R) -> Fut,
    Fut: Future<Output = Result<R::Response, HandlerError>> + Send + 'static,
{
    match cln_protocol::params::read::<R>(json, takes_deprecated) {
        Err(error) => Box::pin(std::future::ready(Err(error))),
        Ok(request) => {
            let answer = handler(context, request);
            Box::pin(
                async move { answer.await.map_err(HandlerError::into_rpc).and_then(|response| checked(&response)) },
            )
        }
    }
}

/// A method's result, if clients that know its schema can read it.
fn checked<T: Record>(response: &T) -> Result<Vec<u8>, RpcError> {
    let json = response.to_json();
    match T::validate_json(&json) {
        Ok(()) => Ok(json),
        Err(violations) => {
            Err(RpcError::new(-32603, format!("the plugin's answer does not fit its schema: {violations}")))
        }
    }
}

pub(crate) fn method_raw<S, F, Fut>(handler: F) -> MethodHandler<S>
where
    S: Send + Sync + 'static,
    F: Fn(Context<S>, Json) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<Json, HandlerError>> + Send + 'static,
{
    Arc::new(move |context, json| match params::json(&json) {
        Err(error) => Box::pin(std::future::ready(Err(error))),
        Ok(params) => {
            let answer = handler(context, params);
            Box::pin(async move {
                answer.await.map_err(HandlerError::into_rpc).map(|result| result.as_str().as_bytes().to_vec())
            })
        }
    })
}

pub(crate) fn hook<S, H, F, Fut>(handler: F) -> HookHandler<S>
where
    S: Send + Sync + 'static,
    H: HookRequest,
    H::Response: Send,
    F: Fn(Context<S>, H) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<H::Response, HandlerError>> + Send + 'static,
{
    Arc::new(move |context, json| ask(&handler, context, &json))
}

/// Asks the handler of a hook. `C` is what it is given beside the question.
pub(crate) fn ask<C, H, F, Fut>(handler: &F, context: C, json: &[u8]) -> Boxed<Result<Vec<u8>, String>>
where
    H: HookRequest,
    H::Response: Send,
    F: Fn(C, H) -> Fut,
    Fut: Future<Output = Result<H::Response, HandlerError>> + Send + 'static,
{
    match H::from_json(json) {
        Err(error) => Box::pin(std::future::ready(Err(format!("the payload cannot be read: {error}")))),
        Ok(event) => {
            let answer = handler(context, event);
            Box::pin(async move {
                let json = answer.await.map_err(failed)?.to_json();
                let fits = H::Response::validate_json(&json);
                fits.map(|()| json).map_err(|violations| format!("the answer does not fit its schema: {violations}"))
            })
        }
    }
}

pub(crate) fn hook_raw<S, F, Fut>(handler: F) -> HookHandler<S>
where
    S: Send + Sync + 'static,
    F: Fn(Context<S>, Asked) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<Json, HandlerError>> + Send + 'static,
{
    Arc::new(move |context, params| {
        let answer = handler(context, Asked { params });
        Box::pin(async move { answer.await.map(|json| json.as_str().as_bytes().to_vec()).map_err(failed) })
    })
}

/// Why a handler has no answer, for the log.
pub(crate) fn failed(error: HandlerError) -> String {
    format!("the handler has failed: {error}")
}

pub(crate) fn subscription<S, N, F, Fut>(handler: F) -> ToldHandler<S>
where
    S: Send + Sync + 'static,
    N: NotificationPayload,
    F: Fn(Context<S>, N) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<(), HandlerError>> + Send + 'static,
{
    Arc::new(move |context, told: Told| tell(&handler, context, &told))
}

/// Tells the handler of a subscription. `C` is what it is given beside the notification.
pub(crate) fn tell<C, N, F, Fut>(handler: &F, context: C, told: &Told) -> Boxed<Result<(), HandlerError>>
where
    N: NotificationPayload,
    F: Fn(C, N) -> Fut,
    Fut: Future<Output = Result<(), HandlerError>> + Send + 'static,
{
    match N::from_json(told.payload()) {
        Err(error) => {
            let why = format!("the payload cannot be read: {error}");
            Box::pin(std::future::ready(Err(HandlerError::new(why))))
        }
        Ok(payload) => Box::pin(handler(context, payload)),
    }
}
