//! A handler called so that its panic is nobody else's.

use std::any::Any;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;

use crate::handler::Boxed;

/// Calls a handler and waits for it. It may panic before its future is there, in it, and when that is dropped.
///
/// What handlers share may be left half changed by a panic; that is for whoever shares it, as with threads.
pub(crate) async fn contained<T>(call: impl FnOnce() -> Boxed<T>) -> Result<T, String> {
    let mut running = Running(Some(caught(call)?));
    poll_fn(move |context| {
        let Some(future) = &mut running.0 else { return Poll::Pending };
        let polled = match caught(|| future.as_mut().poll(context)) {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(value)) => Ok(value),
            Err(why) => Err(why),
        };
        Poll::Ready(running.end().and(polled))
    })
    .await
}

/// A handler that runs, or has ended.
struct Running<T>(Option<Boxed<T>>);

impl<T> Running<T> {
    fn end(&mut self) -> Result<(), String> {
        let ended = self.0.take();
        caught(move || drop(ended))
    }
}

/// Nobody may wait for it any more.
impl<T> Drop for Running<T> {
    fn drop(&mut self) {
        let _ = self.end();
    }
}

fn caught<T>(call: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(call)).map_err(|panic| {
        let why = format!("the handler has panicked: {}", message(&*panic));
        // What it has panicked with may panic, too, when it is dropped.
        if let Err(another) = catch_unwind(AssertUnwindSafe(|| drop(panic))) {
            std::mem::forget(another);
        }
        why
    })
}

fn message(panic: &(dyn Any + Send)) -> &str {
    match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
        (Some(text), _) => text,
        (None, Some(text)) => text,
        (None, None) => "without a text",
    }
}
