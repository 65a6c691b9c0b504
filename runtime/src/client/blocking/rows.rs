//! The rows of a list, page by page, for a thread.

use std::fmt;

use super::client::Client;
use crate::client::error::CallError;
use crate::client::pages::{Page, Pager};
use crate::lists::Pages;
use crate::record::Record;

impl Client {
    /// Reads a long list page by page: returns its rows one by one, typed, in the order of their indices. Rows that are
    /// added or deleted meanwhile neither repeat nor hide others. The request's `index` says which index is meant (if it
    /// does not, the order in which they were created), `start` where to begin, and `limit` how many rows a page has
    /// (1000).
    ///
    /// By `updated`, only rows that have ever changed are listed, and one that changes meanwhile comes again: it has got
    /// a new index.
    ///
    /// ```no_run
    /// # use cln_runtime::{Pages, Record, client::{CallError, blocking::Client}};
    /// # fn run<R: Pages<T>, T: Record>(client: &Client, invoices: &R) -> Result<(), CallError<R::Error>> {
    /// // With bindings: let invoices = &ListinvoicesRequest::new();
    /// for invoice in client.rows(invoices) {
    ///     let invoice = invoice?;
    ///     // ...
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn rows<R: Pages<T>, T: Record>(&self, request: &R) -> Rows<R, T> {
        Rows { client: self.clone(), pager: Pager::new(request), has_ended: false }
    }
}

/// The rows of a list, read page by page: an iterator that ends after the last row or after an error. It holds one page
/// in memory.
pub struct Rows<R: Pages<T>, T: Record> {
    client: Client,
    pager: Pager<R, T>,
    has_ended: bool,
}

impl<R: Pages<T>, T: Record> Rows<R, T> {
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
