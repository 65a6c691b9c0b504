//! Requests that wait to be written.

use std::collections::VecDeque;

use zeroize::Zeroizing;

use super::request::{Draft, needed_of};

/// Small requests are written together up to this many bytes.
const BATCH: usize = 64 * 1024;

/// Requests in the order in which they will be written.
#[derive(Default)]
pub(crate) struct Outbox {
    queue: VecDeque<Queued>,
    /// What a writer had to leave half-written. Nothing else may be written before its rest.
    unfinished: Option<Batch>,
}

struct Queued {
    number: u64,
    text: Zeroizing<Vec<u8>>,
}

/// Bytes to be written in one go: one request, or several small ones.
pub(crate) struct Batch {
    bytes: Zeroizing<Vec<u8>>,
    written: usize,
    /// Each call in it, and how much must be written before a node can understand its request.
    calls: Vec<(u64, usize)>,
}

impl Batch {
    fn of(queued: Queued) -> Self {
        let calls = vec![(queued.number, needed_of(&queued.text))];
        Self { bytes: queued.text, written: 0, calls }
    }

    fn append(&mut self, queued: &Queued) {
        if self.bytes.capacity() < BATCH {
            // Once for all, so that the buffer never moves and leaves a copy of a secret behind.
            let mut bytes = Zeroizing::new(Vec::with_capacity(BATCH));
            bytes.extend_from_slice(&self.bytes);
            self.bytes = bytes;
        }
        self.calls.push((queued.number, self.bytes.len() + needed_of(&queued.text)));
        self.bytes.extend_from_slice(&queued.text);
    }

    /// What has not been written yet; empty when all has been.
    pub(crate) fn rest(&self) -> &[u8] {
        self.bytes.get(self.written..).unwrap_or_default()
    }

    /// So many more bytes have been written.
    pub(crate) fn advance(&mut self, count: usize) {
        self.written = self.bytes.len().min(self.written.saturating_add(count));
    }

    /// The calls in it.
    pub(super) fn calls(&self) -> impl Iterator<Item = u64> {
        self.calls.iter().map(|(number, _)| *number)
    }

    /// The calls of whose requests so little was written that a node cannot have understood them.
    pub(super) fn incomplete(&self) -> impl Iterator<Item = u64> {
        self.calls.iter().filter(|(_, needed)| *needed > self.written).map(|(number, _)| *number)
    }
}

impl Outbox {
    pub(super) fn push(&mut self, draft: Draft) {
        self.queue.push_back(Queued { number: draft.number, text: draft.text });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.queue.is_empty() && self.unfinished.is_none()
    }

    /// Takes out what is to be written next, of the calls that are still wanted.
    pub(super) fn next(&mut self, is_wanted: impl Fn(u64) -> bool) -> Option<Batch> {
        if let Some(unfinished) = self.unfinished.take() {
            return Some(unfinished);
        }
        let mut batch: Option<Batch> = None;
        while let Some(queued) = self.queue.pop_front() {
            match &mut batch {
                _ if !is_wanted(queued.number) => {}
                None => batch = Some(Batch::of(queued)),
                Some(batch) if batch.bytes.len() + queued.text.len() <= BATCH => batch.append(&queued),
                Some(_) => {
                    self.queue.push_front(queued);
                    break;
                }
            }
        }
        batch
    }

    /// Takes back a batch, and keeps what was not written of it.
    pub(super) fn put_back(&mut self, batch: Batch) {
        if !batch.rest().is_empty() {
            self.unfinished = Some(batch);
        }
    }

    /// Removes everything, and gives the calls whose requests a node cannot have understood.
    pub(super) fn clear(&mut self) -> Vec<u64> {
        let unfinished = self.unfinished.take();
        let incomplete = unfinished.iter().flat_map(Batch::incomplete);
        incomplete.chain(self.queue.drain(..).map(|queued| queued.number)).collect()
    }
}
