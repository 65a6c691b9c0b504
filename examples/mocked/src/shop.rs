//! A shop: sells for an invoice, and waits until that is paid or has expired.

use cln_runtime::client::CallError;
use cln_runtime::client::blocking::Client;
use cln_runtime::{Msat, RpcError};

use crate::node::{
    InvoiceError, InvoiceRequest, ListinvoicesRequest, WaitanyinvoiceError, WaitanyinvoiceRequest, WaitinvoiceError,
    WaitinvoiceRequest,
};

/// What became of an invoice.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Paid, with this amount.
    Paid(Msat),
    /// Never paid in time.
    Expired,
}

/// An invoice of this price, which is valid for a minute. The same label always gives the same invoice, so it is safe
/// to call this again if an answer was lost.
///
/// # Errors
/// Whatever the node says, or the connection.
pub fn sell(client: &Client, label: &str, price: Msat) -> Result<String, CallError<RpcError>> {
    let request = InvoiceRequest::new(price.into(), label, "from the shop").with_expiry(60);
    match client.call(&request) {
        Ok(invoice) => Ok(invoice.bolt11),
        Err(error @ CallError::Node(InvoiceError::InvoiceLabelAlreadyExists(_))) => {
            let listed = client.call(&ListinvoicesRequest::new().with_label(label))?;
            let bolt11 = listed.invoices.into_iter().find_map(|invoice| invoice.bolt11);
            bolt11.ok_or_else(|| error.into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Waits for the end of an invoice.
///
/// # Errors
/// There is no such invoice; or whatever else the node says, or the connection.
pub fn outcome(client: &Client, label: &str) -> Result<Outcome, CallError<WaitinvoiceError>> {
    match client.call(&WaitinvoiceRequest::new(label)) {
        Ok(paid) => Ok(Outcome::Paid(paid.amount_received_msat.unwrap_or(Msat(0)))),
        Err(CallError::Node(WaitinvoiceError::InvoiceExpiredDuringWait(_))) => Ok(Outcome::Expired),
        Err(error) => Err(error),
    }
}

/// The labels of all invoices that were paid after the payment with this index, in the order in which they were paid.
///
/// # Errors
/// Whatever the node says, or the connection.
pub fn sales_after(client: &Client, mut index: u64) -> Result<Vec<String>, CallError<WaitanyinvoiceError>> {
    let mut sales = Vec::new();
    loop {
        let request = WaitanyinvoiceRequest::new().with_lastpay_index(index).with_timeout(0);
        match client.call(&request) {
            Ok(paid) => {
                index = paid.pay_index.unwrap_or(index + 1);
                sales.push(paid.label);
            }
            Err(CallError::Node(WaitanyinvoiceError::InvoiceWaitTimedOut(_))) => return Ok(sales),
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::thread;
    use std::time::Duration;

    use cln_mock::{Fault, InvoiceStatus, MockNode};
    use cln_runtime::client::Settings;

    use super::*;

    /// Both wait; the node answers one when it is paid, the other when its minute is over.
    #[test]
    fn one_invoice_is_paid_and_another_expires() -> Result<(), Box<dyn Error>> {
        let node = MockNode::builder().clock(Duration::from_secs(1_700_000_000)).start()?;
        node.expect::<WaitinvoiceRequest>().times(2);
        // If something goes wrong, the test is to fail rather than to wait for ever.
        let client = Client::connect(node.socket())?.with_timeout(Duration::from_secs(60));
        sell(&client, "tea", Msat(5_000))?;
        sell(&client, "cake", Msat(9_000))?;

        let (tea, cake) = thread::scope(|scope| -> Result<_, Box<dyn Error>> {
            let tea = scope.spawn(|| outcome(&client, "tea"));
            let cake = scope.spawn(|| outcome(&client, "cake"));
            node.pay_invoice("tea", Msat(5_500))?;
            node.clock().advance(Duration::from_secs(60));
            Ok((tea.join().unwrap(), cake.join().unwrap()))
        })?;
        assert_eq!(tea?, Outcome::Paid(Msat(5_500)), "a customer may give more");
        assert_eq!(cake?, Outcome::Expired);

        assert!(node.pay_invoice("cake", Msat(9_000)).is_err(), "too late");
        let statuses: Vec<InvoiceStatus> = node.invoices()?.iter().map(|invoice| invoice.status).collect();
        assert_eq!(statuses, [InvoiceStatus::Paid, InvoiceStatus::Expired]);
        Ok(())
    }

    #[test]
    fn sales_come_in_the_order_of_their_payments() -> Result<(), Box<dyn Error>> {
        let node = MockNode::builder().start()?;
        let order = node.sequence();
        for after in 0..=2 {
            node.expect::<WaitanyinvoiceRequest>()
                .with(move |request| request.lastpay_index == Some(after))
                .times(1)
                .in_order(&order);
        }
        let client = Client::connect(node.socket())?;
        for label in ["tea", "cake", "milk"] {
            sell(&client, label, Msat(5_000))?;
        }
        node.pay_invoice("milk", Msat(5_000))?;
        node.pay_invoice("tea", Msat(5_000))?;
        assert_eq!(sales_after(&client, 0)?, ["milk", "tea"]);
        Ok(())
    }

    #[test]
    fn a_lost_answer_does_not_make_a_second_invoice() -> Result<(), Box<dyn Error>> {
        let node = MockNode::builder().fault(Fault::cut_answer().on("invoice").times(1)).start()?;
        let client = Client::connect_with(node.socket(), Settings::new().reconnect(true))?;
        assert!(matches!(sell(&client, "tea", Msat(5_000)), Err(CallError::MaybeExecuted(_))));
        let invoice = sell(&client, "tea", Msat(5_000))?;
        assert_eq!(node.invoices()?.len(), 1);
        assert!(invoice.starts_with("lnbcrt50n1"), "{invoice}");
        Ok(())
    }
}
