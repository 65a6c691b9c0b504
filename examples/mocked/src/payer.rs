//! A payer: pays an invoice once, whatever happens to answers, and gives up at a limit.

use std::time::Duration;

use cln_runtime::client::CallError;
use cln_runtime::client::blocking::Client;
use cln_runtime::{Hash, Msat, RpcError};

use crate::node::{ListsendpaysPaymentsStatus, ListsendpaysRequest, XpayError, XpayRequest};

/// What became of an invoice.
#[derive(Debug, PartialEq, Eq)]
pub enum Payment {
    /// Paid; this has left our channels.
    Paid(Msat),
    /// On its way. To pay again now could be to pay twice.
    Pending,
}

/// How much a payment may cost, and how long it may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The fee, on top of the amount.
    pub fee: Msat,
    /// How often to send the payment, at least once.
    pub attempts: u32,
    /// How long to wait for the answer to an attempt. That it has not come by then says nothing of the payment.
    pub patience: Duration,
}

/// Pays the invoice with this hash, unless that was done before. Tries again only if nothing can be on its way.
///
/// # Errors
/// What the last attempt came to. Nothing was paid then, unless it is `MaybeExecuted`.
pub fn pay(client: &Client, invoice: &str, hash: Hash, limits: Limits) -> Result<Payment, CallError<RpcError>> {
    let patient = client.clone().with_timeout(limits.patience);
    let mut attempt = 1;
    loop {
        if let Some(payment) = sent_before(client, hash)? {
            return Ok(payment);
        }
        let error = match patient.call(&XpayRequest::new(invoice).with_maxfee(limits.fee)) {
            Ok(paid) => return Ok(Payment::Paid(paid.amount_sent_msat)),
            Err(error) => error,
        };
        let again = match &error {
            CallError::NotSent(_) | CallError::MaybeExecuted(_) => true,
            CallError::Node(why) => matches!(why, XpayError::PayRouteNotFound(_) | XpayError::PayUnspecifiedError(_)),
            _ => false,
        };
        if !again || attempt >= limits.attempts {
            return Err(error.into());
        }
        attempt += 1;
    }
}

/// What the node knows of payments with this hash; nothing if all have failed.
fn sent_before(client: &Client, hash: Hash) -> Result<Option<Payment>, CallError<RpcError>> {
    let parts = client.call(&ListsendpaysRequest::new().with_payment_hash(hash))?.payments;
    let of = |status| parts.iter().filter(move |part| part.status == status);
    if of(ListsendpaysPaymentsStatus::Pending).next().is_some() {
        return Ok(Some(Payment::Pending));
    }
    let mut complete = of(ListsendpaysPaymentsStatus::Complete).map(|part| part.amount_sent_msat).peekable();
    if complete.peek().is_none() {
        return Ok(None);
    }
    Ok(Some(Payment::Paid(complete.sum::<Option<Msat>>().unwrap_or(Msat(u64::MAX)))))
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use cln_mock::{FailCode, Fault, MockNode, PaymentFailure};
    use cln_runtime::Sat;
    use cln_runtime::client::Settings;

    use super::*;
    use crate::node::{InvoiceRequest, ListpeerchannelsRequest};

    const LIMITS: Limits = Limits { fee: Msat(50), attempts: 3, patience: Duration::from_secs(600) };

    /// Two nodes with a channel, and an invoice that one of them has made.
    struct Table {
        payer: MockNode,
        payee: MockNode,
        client: Client,
        invoice: String,
        hash: Hash,
    }

    fn table() -> Result<Table, Box<dyn Error>> {
        let payee = MockNode::builder().seed(1).start()?;
        let payer = MockNode::builder().channel(payee.id(), Sat(1_000), Msat(600_000)).start()?;
        let invoice = Client::connect(payee.socket())?.call(&InvoiceRequest::new(Msat(5_000).into(), "tea", ""))?;
        let client = Client::connect_with(payer.socket(), Settings::new().reconnect(true))?;
        Ok(Table { payer, payee, client, invoice: invoice.bolt11, hash: invoice.payment_hash })
    }

    impl Table {
        fn pay(&self) -> Result<Payment, CallError<RpcError>> {
            pay(&self.client, &self.invoice, self.hash, LIMITS)
        }

        /// What the payer has in its channels; nothing is ever lost in them.
        fn balance(&self) -> Result<Msat, Box<dyn Error>> {
            let channels = self.client.call(&ListpeerchannelsRequest::new())?.channels;
            assert_eq!(channels.iter().map(|channel| channel.total_msat).sum::<Option<Msat>>(), Some(Msat(1_000_000)));
            Ok(channels.iter().map(|channel| channel.to_us_msat).sum::<Option<Msat>>().ok_or("too much")?)
        }

        /// The payee is paid, and the payer's payment will succeed with the proof of it.
        fn succeeds(&self) -> Result<(), Box<dyn Error>> {
            let paid = self.payee.pay_invoice("tea", Msat(5_000))?;
            self.payer.payment(self.hash).fee(Msat(12)).succeeds(paid.preimage.ok_or("no preimage")?)?;
            Ok(())
        }
    }

    #[test]
    fn a_lost_answer_does_not_pay_twice() -> Result<(), Box<dyn Error>> {
        let table = table()?;
        table.payer.inject(Fault::cut_answer().on("xpay"));
        table.payer.expect::<XpayRequest>().times(1);
        table.succeeds()?;
        assert_eq!(table.pay()?, Payment::Paid(Msat(5_012)));
        assert_eq!(table.pay()?, Payment::Paid(Msat(5_012)), "and later it is paid still");
        assert_eq!(table.balance()?, Msat(594_988));
        Ok(())
    }

    #[test]
    fn a_pending_payment_is_not_sent_again() -> Result<(), Box<dyn Error>> {
        let table = table()?;
        table.payer.expect::<XpayRequest>().times(1);
        table.payer.payment(table.hash).fee(Msat(12)).stays_pending();
        let limits = Limits { patience: Duration::from_millis(200), ..LIMITS };
        assert_eq!(pay(&table.client, &table.invoice, table.hash, limits)?, Payment::Pending);
        let paid = table.payee.pay_invoice("tea", Msat(5_000))?;
        table.payer.complete_payment(table.hash, paid.preimage.ok_or("no preimage")?)?;
        assert_eq!(table.pay()?, Payment::Paid(Msat(5_012)));
        assert_eq!(table.balance()?, Msat(594_988));
        Ok(())
    }

    #[test]
    fn a_payment_that_fails_on_its_way_is_tried_again() -> Result<(), Box<dyn Error>> {
        let table = table()?;
        table.payer.expect::<XpayRequest>().times(5);
        let empty = PaymentFailure::by_channel(FailCode::TemporaryChannelFailure, "103x1x0/1".parse()?);
        table.payer.payment(table.hash).fails(empty);
        assert_eq!(table.pay().unwrap_err().code(), Some(209));
        assert_eq!(table.balance()?, Msat(600_000));

        // Now it fails only once more.
        table.succeeds()?;
        table.payer.inject(Fault::error(RpcError::new(209, "Failed")).on("xpay").times(1));
        assert_eq!(table.pay()?, Payment::Paid(Msat(5_012)));
        assert_eq!(table.balance()?, Msat(594_988));
        Ok(())
    }

    #[test]
    fn what_the_payee_refuses_or_costs_too_much_is_sent_once() -> Result<(), Box<dyn Error>> {
        let table = table()?;
        table.payer.expect::<XpayRequest>().times(2);
        table
            .payer
            .payment(table.hash)
            .fails(PaymentFailure::by_destination(FailCode::IncorrectOrUnknownPaymentDetails));
        assert_eq!(table.pay().unwrap_err().code(), Some(203));

        let paid = table.payee.pay_invoice("tea", Msat(5_000))?;
        table.payer.payment(table.hash).fee(Msat(51)).succeeds(paid.preimage.ok_or("no preimage")?)?;
        assert_eq!(table.pay().unwrap_err().code(), Some(206));
        assert_eq!(table.balance()?, Msat(600_000));
        Ok(())
    }
}
