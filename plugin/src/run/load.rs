//! What weighs while it is done.

use std::future::{Future, poll_fn, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::unconstrained;

use crate::context::Context;
use crate::handler::Told;

/// A notification that waits for its turn.
pub(super) type Queued<S> = (Context<S>, Told, Arc<Load>);

/// What work weighs while it is done.
pub(super) struct Load {
    _bytes: Option<OwnedSemaphorePermit>,
    /// How much is being done. Whoever waits is told only once that is nothing.
    busy: watch::Sender<usize>,
}

impl Load {
    pub(super) fn new(bytes: Option<OwnedSemaphorePermit>, busy: &watch::Sender<usize>) -> Self {
        busy.send_if_modified(|count| {
            *count += 1;
            false
        });
        Self { _bytes: bytes, busy: busy.clone() }
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.busy.send_if_modified(|count| {
            *count -= 1;
            *count == 0
        });
    }
}

/// A turn that has to be waited for.
pub(super) type Turn = Pin<Box<dyn Future<Output = Option<OwnedSemaphorePermit>> + Send>>;

/// Queues for a turn now, so that turns come in the order of this, whichever task is the first to wait.
pub(super) async fn queue(at_once: &Arc<Semaphore>) -> Turn {
    let at_once = Arc::clone(at_once);
    // A task that has done much for its time would be made to wait before it has queued.
    let mut turn: Turn = Box::pin(unconstrained(async move { at_once.acquire_owned().await.ok() }));
    match poll_fn(|context| Poll::Ready(turn.as_mut().poll(context))).await {
        Poll::Ready(permit) => Box::pin(ready(permit)),
        Poll::Pending => turn,
    }
}
