//! Rows that were deleted. No list shows them, so that they are counted is all that is sure.

use super::feed::Feed;
use super::index::{Index, Reached};
use crate::client::call::{Call, CallOutcome};
use crate::client::error::{CallError, NotSentError};
use crate::jsonrpc::RpcError;
use crate::types::Json;

/// A row that was deleted.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Deletion {
    /// Which deletion it was.
    pub index: u64,
    /// What the row was, such as label and status of an invoice. A node only says so of a deletion for which it was
    /// waited: `None` if it was not, or if several happened at once.
    pub details: Option<Json>,
}

/// Deletions by their index.
pub(crate) struct Deletions {
    index: Index,
    position: u64,
    reached: Reached,
}

impl Deletions {
    /// Those after a position.
    pub(crate) const fn new(subsystem: &'static str, position: u64) -> Self {
        let reached = Reached { index: position, details: None };
        Self { index: Index { subsystem, name: "deleted" }, position, reached }
    }
}

impl<E: From<RpcError>> Feed<Deletion, E> for Deletions {
    fn next(&mut self) -> Option<Deletion> {
        let index = self.position.checked_add(1).filter(|index| *index <= self.reached.index)?;
        self.position = index;
        let details = if index == self.reached.index { self.reached.details.take() } else { None };
        Some(Deletion { index, details })
    }

    fn call(&self, _: bool) -> Result<Call<'static>, NotSentError> {
        Ok(self.index.wait_beyond(self.position))
    }

    fn is_waiting(&self) -> bool {
        true
    }

    fn take(&mut self, outcome: CallOutcome) -> Result<(), CallError<E>> {
        self.reached = self.index.read(outcome, self.position)?;
        Ok(())
    }

    fn position(&self) -> u64 {
        self.position
    }
}
