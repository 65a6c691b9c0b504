//! Where events come from.

use crate::client::call::{Call, CallOutcome};
use crate::client::error::{CallError, NotSentError};

/// Where events of one kind come from.
pub(crate) trait Feed<T, E>: Send {
    /// An event that is there already.
    fn next(&mut self) -> Option<T>;

    /// What to ask the node if there is none.
    fn call(&self, validate: bool) -> Result<Call<'static>, NotSentError>;

    /// Whether that call takes as long as nothing happens.
    fn is_waiting(&self) -> bool;

    /// Takes what the node says to that.
    fn take(&mut self, outcome: CallOutcome) -> Result<(), CallError<E>>;

    /// The index after which the next event comes.
    fn position(&self) -> u64;
}
