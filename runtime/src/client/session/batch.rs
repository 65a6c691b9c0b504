//! Requests on their way to a socket.

use zeroize::Zeroizing;

use super::request::needed_of;

/// Small requests are written together up to this many bytes.
const MOST: usize = 64 * 1024;

/// Bytes to be written in one go: one request, or several small ones.
pub(crate) struct Batch {
    bytes: Zeroizing<Vec<u8>>,
    written: usize,
    requests: Vec<Span>,
}

/// Where a request stands in a batch.
#[derive(Clone, Copy)]
struct Span {
    number: u64,
    start: usize,
    /// How far must be written before a node can understand it.
    needed: usize,
    end: usize,
}

/// A batch after writing.
pub(super) struct Written {
    /// The calls whose requests were written to their last byte.
    pub(super) done: Vec<u64>,
    /// The request in the middle of which writing stopped. Nothing else may be written before its rest.
    pub(super) begun: Option<Batch>,
    /// Requests of which nothing was written, in order.
    pub(super) untouched: Vec<(u64, Zeroizing<Vec<u8>>)>,
}

impl Batch {
    pub(super) fn of(number: u64, text: Zeroizing<Vec<u8>>) -> Self {
        let span = Span { number, start: 0, needed: needed_of(&text), end: text.len() };
        Self { bytes: text, written: 0, requests: vec![span] }
    }

    pub(super) fn has_room_for(&self, text: &[u8]) -> bool {
        self.bytes.len() + text.len() <= MOST
    }

    pub(super) fn append(&mut self, number: u64, text: &[u8]) {
        if self.bytes.capacity() < MOST {
            // Once for all, so that the buffer never moves and leaves a copy of a secret behind.
            let mut bytes = Zeroizing::new(Vec::with_capacity(MOST));
            bytes.extend_from_slice(&self.bytes);
            self.bytes = bytes;
        }
        let start = self.bytes.len();
        self.bytes.extend_from_slice(text);
        self.requests.push(Span { number, start, needed: start + needed_of(text), end: self.bytes.len() });
    }

    /// What has not been written yet; empty when all has been.
    pub(crate) fn rest(&self) -> &[u8] {
        self.bytes.get(self.written..).unwrap_or_default()
    }

    /// So many more bytes have been written.
    pub(crate) fn advance(&mut self, count: usize) {
        self.written = self.bytes.len().min(self.written.saturating_add(count));
    }

    /// The calls of whose requests so much was written that a node can understand them, and of the others.
    pub(super) fn by_understood(&self) -> (Vec<u64>, Vec<u64>) {
        let (understood, cut): (Vec<&Span>, Vec<&Span>) =
            self.requests.iter().partition(|request| request.needed <= self.written);
        let numbers = |requests: Vec<&Span>| requests.into_iter().map(|request| request.number).collect();
        (numbers(understood), numbers(cut))
    }

    /// Tells apart what was written, what was begun and what was not.
    pub(super) fn split(mut self) -> Written {
        let written = self.written;
        let (done, rest): (Vec<Span>, Vec<Span>) = self.requests.iter().partition(|request| request.end <= written);
        let (begun, untouched): (Vec<Span>, Vec<Span>) = rest.into_iter().partition(|request| request.start < written);
        let text_of = |request: &Span| self.bytes.get(request.start..request.end).unwrap_or_default().to_vec();
        let untouched = untouched.iter().map(|request| (request.number, Zeroizing::new(text_of(request)))).collect();
        let begun = begun.last().map(|request| {
            self.bytes.truncate(request.end);
            self.requests = vec![*request];
            self
        });
        Written { done: done.into_iter().map(|request| request.number).collect(), begun, untouched }
    }
}
