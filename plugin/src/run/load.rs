//! What weighs while it is done.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, watch};

use crate::context::Context;
use crate::handler::Told;

/// A notification that waits for its turn.
pub(super) type Queued<S> = (Context<S>, Told, Arc<Load>);

/// What work weighs while it is done.
pub(super) struct Load {
    _bytes: Option<OwnedSemaphorePermit>,
    busy: watch::Sender<usize>,
}

impl Load {
    pub(super) fn new(bytes: Option<OwnedSemaphorePermit>, busy: &watch::Sender<usize>) -> Self {
        busy.send_modify(|count| *count += 1);
        Self { _bytes: bytes, busy: busy.clone() }
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.busy.send_modify(|count| *count -= 1);
    }
}
