//! Invoices that were paid, by the index that a node gives to payments of invoices.

use super::feed::Feed;
use crate::client::call::{Call, CallOutcome};
use crate::client::error::{CallError, NotSentError, RawText, UnreadableError};
use crate::client::reply::mismatch;
use crate::lists::AwaitsPaid;
use crate::rules::Rule;

/// Payments of invoices, one a call.
pub(crate) struct Paid<R: AwaitsPaid> {
    request: R,
    position: u64,
    paid: Option<R::Response>,
}

impl<R: AwaitsPaid> Paid<R> {
    pub(crate) fn new(request: &R) -> Self {
        let position = request.last_index().unwrap_or(0);
        Self { request: request.after(position), position, paid: None }
    }
}

impl<R: AwaitsPaid + Send> Feed<R::Response, R::Error> for Paid<R>
where
    R::Response: Send,
{
    fn next(&mut self) -> Option<R::Response> {
        let paid = self.paid.take()?;
        self.position = R::index(&paid).unwrap_or(self.position);
        Some(paid)
    }

    fn call(&self, validate: bool) -> Result<Call<'static>, NotSentError> {
        Call::typed(&self.request.after(self.position), validate)
    }

    fn is_waiting(&self) -> bool {
        true
    }

    fn take(&mut self, outcome: CallOutcome) -> Result<(), CallError<R::Error>> {
        let paid = outcome.read_typed::<R>()?;
        if R::index(&paid).is_none_or(|index| index <= self.position) {
            let expected = format!("expected a pay_index above {}", self.position);
            let raw = RawText::new(Vec::new().into());
            return Err(CallError::Unreadable(UnreadableError::decode(mismatch(Rule::Minimum, &expected), raw)));
        }
        self.paid = Some(paid);
        Ok(())
    }

    fn position(&self) -> u64 {
        self.position
    }
}
