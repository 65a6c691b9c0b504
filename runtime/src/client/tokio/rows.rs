//! The rows of a list, page by page, for a task.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use ::futures_core::Stream;

use super::client::{Answering, Client};
use crate::client::call::Call;
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
    /// # use cln_runtime::{Pages, Record, client::{CallError, tokio::Client}};
    /// # async fn run<R: Pages<T>, T: Record>(client: &Client, invoices: &R) -> Result<(), CallError<R::Error>> {
    /// // With bindings: let invoices = &ListinvoicesRequest::new();
    /// let mut rows = client.rows(invoices);
    /// while let Some(invoice) = rows.next().await {
    ///     let invoice = invoice?;
    ///     // ...
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn rows<R: Pages<T>, T: Record>(&self, request: &R) -> Rows<R, T> {
        Rows { client: self.clone(), pager: Pager::new(request), coming: None, has_ended: false }
    }
}

/// The rows of a list, read page by page: a [`Stream`] that ends after the last row or after an error. It holds one page
/// in memory.
pub struct Rows<R: Pages<T>, T: Record> {
    client: Client,
    pager: Pager<R, T>,
    /// The page that was asked for.
    coming: Option<Answering>,
    has_ended: bool,
}

/// Nothing is pinned in it but the call, which has a pin of its own.
impl<R: Pages<T>, T: Record> Unpin for Rows<R, T> {}

impl<R: Pages<T>, T: Record> Rows<R, T> {
    /// Waits for the next row; `None` after the last, and after an error. No row is lost if the future is dropped.
    pub async fn next(&mut self) -> Option<Result<T, CallError<R::Error>>> {
        poll_fn(|context| self.poll_row(context)).await
    }

    /// The index of the last row that was returned; at first, that before the first one. To go on later, begin with the
    /// index after it.
    #[must_use]
    pub const fn position(&self) -> u64 {
        self.pager.position()
    }

    fn poll_row(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, CallError<R::Error>>>> {
        loop {
            if let Some(row) = self.pager.next() {
                return Poll::Ready(Some(Ok(row)));
            }
            if self.has_ended {
                return Poll::Ready(None);
            }
            match ready!(self.poll_page(context)) {
                Ok(page) => self.has_ended = page == Page::Empty,
                Err(error) => {
                    self.has_ended = true;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Result<Page, CallError<R::Error>>> {
        let coming = match &mut self.coming {
            Some(coming) => coming,
            None => {
                let call = Call::typed(&self.pager.request(), self.client.options.validate)?;
                self.coming.insert(Box::pin(self.client.clone().answer(call)))
            }
        };
        let outcome = ready!(coming.as_mut().poll(context));
        self.coming = None;
        Poll::Ready(outcome?.read_typed::<R>().map(|response| self.pager.take(response)))
    }
}

impl<R: Pages<T>, T: Record> Stream for Rows<R, T> {
    type Item = Result<T, CallError<R::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_row(context)
    }
}

impl<R: Pages<T>, T: Record> fmt::Debug for Rows<R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").field("position", &self.position()).finish_non_exhaustive()
    }
}
