//! What is waited for: by a thread, by a task, or by a connection of the node that looks when the bell rings.

use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use crate::bell::Bell;
use crate::lock::lock;

/// How long a thread waits for an answer: a node waits for ever.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Something that will be there once.
#[derive(Debug)]
pub(crate) struct Slot<T> {
    content: Mutex<Content<T>>,
    bell: Arc<Bell>,
}

#[derive(Debug)]
struct Content<T> {
    value: Option<T>,
    waker: Option<Waker>,
}

impl<T> Slot<T> {
    /// An empty one. The bell rings when it is filled.
    pub(crate) fn new(bell: &Arc<Bell>) -> Arc<Self> {
        Arc::new(Self { content: Mutex::new(Content { value: None, waker: None }), bell: Arc::clone(bell) })
    }

    /// Wakes whoever waits.
    pub(crate) fn fill(&self, value: T) {
        let waker = {
            let mut content = lock(&self.content);
            content.value = Some(value);
            content.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
        self.bell.ring();
    }

    /// What it has been filled with.
    pub(crate) fn take(&self) -> Option<T> {
        lock(&self.content).value.take()
    }

    /// The same, waiting so long for it.
    pub(crate) fn wait(&self, patience: Duration) -> Option<T> {
        self.bell.wait_for(until(patience), || self.take())
    }

    /// The same, for a task.
    pub(crate) fn poll(&self, context: &Context<'_>) -> Poll<T> {
        let mut content = lock(&self.content);
        match content.value.take() {
            Some(value) => Poll::Ready(value),
            None => {
                content.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

/// How much is left of a time that begins now.
pub(crate) fn until(patience: Duration) -> impl Fn() -> Duration {
    let start = Instant::now();
    move || patience.saturating_sub(start.elapsed())
}
