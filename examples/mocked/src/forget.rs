//! Forgets failed payments.

use cln_bindings::runtime::client::CallError;
use cln_bindings::runtime::client::blocking::Client;
use cln_bindings::runtime::{Hash, Msat};
use cln_bindings::{DelpayError, DelpayRequest, DelpayStatus};

/// Deletes the failed parts of each payment. Gives what they would have cost; payments that are gone cost nothing.
///
/// # Errors
/// Whatever else the node says, or the connection.
pub fn forget_failed(client: &Client, payments: &[Hash]) -> Result<Msat, CallError<DelpayError>> {
    let mut total = Msat(0);
    for payment in payments {
        match client.call(&DelpayRequest::new(*payment, DelpayStatus::Failed)) {
            Ok(deleted) => {
                let amounts = deleted.payments.iter().map(|part| part.amount_sent_msat.0);
                total = Msat(amounts.fold(total.0, u64::saturating_add));
            }
            Err(CallError::Node(DelpayError::PayNoSuchPayment(_))) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(total)
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::time::Duration;

    use cln_bindings::DelpayPaymentsStatus;
    use cln_bindings::runtime::client::NoAnswerError;
    use cln_mock::{Fault, MockNode};

    use super::*;

    /// The documented payment that failed.
    const FAILED: &str = "25af7c1858066685212846e0d976263dde0ddbf1a7dc517a652853641dcf81fb";
    const COMPLETE: &str = "684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52";

    #[test]
    fn failed_payments_are_deleted_and_others_are_not() -> Result<(), Box<dyn Error>> {
        let node = MockNode::builder().example().start()?;
        node.expect::<DelpayRequest>().with(|request| request.status == DelpayStatus::Failed).times(2);
        let client = Client::connect(node.socket())?;

        let gone = FAILED.parse()?;
        assert_eq!(forget_failed(&client, &[gone, gone])?, Msat(50_000_501));

        let left = node.payments()?;
        assert!(left.iter().all(|payment| payment.payment_hash != gone));
        assert!(left.iter().any(|payment| payment.status == DelpayPaymentsStatus::Complete));
        Ok(())
    }

    #[test]
    fn a_payment_that_did_not_fail_is_an_error() -> Result<(), Box<dyn Error>> {
        let node = MockNode::builder().example().start()?;
        let client = Client::connect(node.socket())?;
        let refused = forget_failed(&client, &[COMPLETE.parse()?]);
        assert!(matches!(refused, Err(CallError::Node(DelpayError::PayStatusUnexpected(_)))));
        // As nodes since v23.05 answer, which cannot be told from a payment that is gone.
        let node = MockNode::builder().example().behave_like("v26.06").start()?;
        assert_eq!(forget_failed(&Client::connect(node.socket())?, &[COMPLETE.parse()?])?, Msat(0));
        Ok(())
    }

    #[test]
    fn an_answer_that_is_cut_off_may_have_been_executed() -> Result<(), Box<dyn Error>> {
        let node = MockNode::builder().example().fault(Fault::cut_answer().on("delpay")).start()?;
        let client = Client::connect(node.socket())?;
        let outcome = forget_failed(&client, &[FAILED.parse()?]);
        assert!(matches!(outcome, Err(CallError::MaybeExecuted(NoAnswerError::Broken(_)))));
        assert_eq!(node.payments()?.len(), 2, "it was");
        Ok(())
    }

    /// The same node serves asynchronous users.
    #[tokio::test]
    async fn a_slow_node_is_waited_for() -> Result<(), Box<dyn Error>> {
        let node = MockNode::builder().example().fault(Fault::delay(Duration::from_millis(20))).start()?;
        let client = cln_bindings::runtime::client::tokio::Client::connect(node.socket()).await?;
        let request = DelpayRequest::new(FAILED.parse()?, DelpayStatus::Failed);
        assert_eq!(client.call(&request).await?.payments.len(), 1);
        assert_eq!(node.received()[0].typed::<DelpayRequest>()?, request);
        Ok(())
    }
}
