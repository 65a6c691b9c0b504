//! The rows of a list that were created or changed.

use super::feed::Feed;
use super::index::Index;
use crate::client::call::{Call, CallOutcome};
use crate::client::error::{CallError, NotSentError};
use crate::client::pages::{Page, Pager};
use crate::lists::Pages;
use crate::record::Record;

/// Pages, until one is not full; then `wait`, then pages again.
pub(crate) struct Changes<R: Pages<T>, T: Record> {
    index: Index,
    pager: Pager<R, T>,
    is_waiting: bool,
    /// How far the node's index was, when it last said so.
    reached: u64,
}

impl<R: Pages<T>, T: Record> Changes<R, T> {
    pub(crate) fn new(request: &R) -> Self {
        let index = Index { subsystem: R::SUBSYSTEM, name: request.order().as_str() };
        Self { index, pager: Pager::new(request), is_waiting: false, reached: 0 }
    }
}

impl<R: Pages<T> + Send, T: Record + Send> Feed<T, R::Error> for Changes<R, T> {
    fn next(&mut self) -> Option<T> {
        self.pager.next()
    }

    fn call(&self, validate: bool) -> Result<Call<'static>, NotSentError> {
        if self.is_waiting {
            return Ok(self.index.wait_beyond(self.pager.position()));
        }
        Call::typed(&self.pager.request(), validate)
    }

    fn is_waiting(&self) -> bool {
        self.is_waiting
    }

    fn take(&mut self, outcome: CallOutcome) -> Result<(), CallError<R::Error>> {
        if self.is_waiting {
            self.reached = self.index.read(outcome, self.pager.position())?.index;
            self.is_waiting = false;
            return Ok(());
        }
        let page = self.pager.take(outcome.read_typed::<R>()?);
        if page == Page::Empty {
            // Of what has happened up to there, nothing is left to see: the rows are gone, have changed again, or are not
            // among those that the request wants.
            self.pager.skip_to(self.reached);
        }
        self.is_waiting = page != Page::Full;
        Ok(())
    }

    fn position(&self) -> u64 {
        self.pager.position()
    }
}
