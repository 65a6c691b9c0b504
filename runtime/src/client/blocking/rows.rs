//! The rows of a list, page by page, for a thread.

use std::fmt;

use super::client::Client;
use crate::client::error::CallError;
use crate::client::pages::{Page, Pager};
use crate::lists::Pages;
use crate::record::Record;

/// The rows of a list, read page by page: an iterator that ends after the last row or after an error. It holds one page
/// in memory.
pub struct Rows<R: Pages<T>, T: Record> {
    client: Client,
    pager: Pager<R, T>,
    has_ended: bool,
}

impl<R: Pages<T>, T: Record> Rows<R, T> {
    pub(super) fn of(client: Client, request: &R) -> Self {
        Self { client, pager: Pager::new(request), has_ended: false }
    }

    /// The index of the last row that was returned; at first, that before the first one. To go on later, begin with the
    /// index after it.
    #[must_use]
    pub const fn position(&self) -> u64 {
        self.pager.position()
    }
}

impl<R: Pages<T>, T: Record> Iterator for Rows<R, T> {
    type Item = Result<T, CallError<R::Error>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.pager.next() {
                return Some(Ok(row));
            }
            if self.has_ended {
                return None;
            }
            match self.client.call(&self.pager.request()) {
                Ok(response) => self.has_ended = self.pager.take(response) == Page::Empty,
                Err(error) => {
                    self.has_ended = true;
                    return Some(Err(error));
                }
            }
        }
    }
}

impl<R: Pages<T>, T: Record> fmt::Debug for Rows<R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").field("position", &self.position()).finish_non_exhaustive()
    }
}
