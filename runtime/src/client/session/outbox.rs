//! Requests that wait to be written.

use std::collections::VecDeque;

use zeroize::Zeroizing;

use super::request::Draft;

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
    /// Each call in it, and where its request ends.
    calls: Vec<(u64, usize)>,
}

impl Batch {
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

    /// The calls whose requests were not written to their last byte. A node cannot have understood those.
    pub(super) fn incomplete(&self) -> impl Iterator<Item = u64> {
        self.calls.iter().filter(|(_, end)| *end > self.written).map(|(number, _)| *number)
    }
}

impl Outbox {
    pub(super) fn push(&mut self, draft: Draft) {
        self.queue.push_back(Queued { number: draft.number, text: draft.text });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.queue.is_empty() && self.unfinished.is_none()
    }

    /// Takes out what is to be written next.
    pub(super) fn next(&mut self) -> Option<Batch> {
        if let Some(unfinished) = self.unfinished.take() {
            return Some(unfinished);
        }
        let first = self.queue.pop_front()?;
        let mut calls = vec![(first.number, first.text.len())];
        let mut bytes = first.text;
        let mut length = bytes.len();
        let fits = |queued: &&Queued| {
            length += queued.text.len();
            length <= BATCH
        };
        let more = self.queue.iter().take_while(fits).count();
        if more > 0 {
            let mut merged = Zeroizing::new(Vec::with_capacity(BATCH));
            merged.extend_from_slice(&bytes);
            for queued in self.queue.drain(..more) {
                merged.extend_from_slice(&queued.text);
                calls.push((queued.number, merged.len()));
            }
            bytes = merged;
        }
        Some(Batch { bytes, written: 0, calls })
    }

    /// Takes back a batch, and keeps what was not written of it.
    pub(super) fn put_back(&mut self, batch: Batch) {
        if !batch.rest().is_empty() {
            self.unfinished = Some(batch);
        }
    }

    /// Removes a request of which nothing has been taken out; `false` if there is none.
    pub(super) fn remove(&mut self, number: u64) -> bool {
        let place = self.queue.iter().position(|queued| queued.number == number);
        place.and_then(|place| self.queue.remove(place)).is_some()
    }

    /// Removes everything, and gives the calls whose requests were not written to their last byte.
    pub(super) fn clear(&mut self) -> Vec<u64> {
        let unfinished = self.unfinished.take();
        let incomplete = unfinished.iter().flat_map(Batch::incomplete);
        incomplete.chain(self.queue.drain(..).map(|queued| queued.number)).collect()
    }
}
