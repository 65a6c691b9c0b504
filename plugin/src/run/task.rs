//! A handler in a task of its own, so that its panic is nobody else's.

use std::any::Any;
use std::future::Future;

use tokio::task::JoinError;

/// Calls a handler and waits for it. `call` itself runs in the task, too.
pub(super) async fn contained<T, Fut>(call: impl FnOnce() -> Fut + Send + 'static) -> Result<T, String>
where
    T: Send + 'static,
    Fut: Future<Output = T> + Send,
{
    tokio::spawn(async move { call().await }).await.map_err(panicked)
}

pub(super) fn panicked(error: JoinError) -> String {
    match error.try_into_panic() {
        Ok(panic) => format!("the handler has panicked: {}", message(&*panic)),
        Err(_) => "the handler was cancelled".to_owned(),
    }
}

fn message(panic: &(dyn Any + Send)) -> &str {
    match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
        (Some(text), _) => text,
        (None, Some(text)) => text,
        (None, None) => "with no text",
    }
}
