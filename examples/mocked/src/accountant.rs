//! An accountant: adds up what came in and what went out, page by page.

use cln_runtime::client::CallError;
use cln_runtime::client::blocking::Client;
use cln_runtime::{Msat, RpcError};

use crate::node::{
    ListinvoicesInvoicesStatus, ListinvoicesRequest, ListsendpaysPaymentsStatus, ListsendpaysRequest,
};

/// What invoices and payments add up to.
#[derive(Debug, PartialEq, Eq)]
pub struct Books {
    /// What invoices were paid with.
    pub received: Msat,
    /// What has left our channels for good.
    pub spent: Msat,
    /// Entries with a status that is not known here, so that nobody can say what they are worth.
    pub unclear: usize,
}

/// Reads the books in pages of so many entries.
///
/// # Errors
/// Whatever the node says, or the connection.
pub fn books(client: &Client, page: u32) -> Result<Books, CallError<RpcError>> {
    let mut books = Books { received: Msat(0), spent: Msat(0), unclear: 0 };
    for invoice in client.rows(&ListinvoicesRequest::new().with_limit(page)) {
        let invoice = invoice?;
        match invoice.status {
            ListinvoicesInvoicesStatus::Paid => {
                add(&mut books.received, invoice.amount_received_msat.unwrap_or(Msat(0)));
            }
            ListinvoicesInvoicesStatus::Unknown(_) => books.unclear += 1,
            _ => {}
        }
    }
    for part in client.rows(&ListsendpaysRequest::new().with_limit(page)) {
        let part = part?;
        match part.status {
            ListsendpaysPaymentsStatus::Complete => add(&mut books.spent, part.amount_sent_msat),
            ListsendpaysPaymentsStatus::Unknown(_) => books.unclear += 1,
            _ => {}
        }
    }
    Ok(books)
}

fn add(total: &mut Msat, amount: Msat) {
    total.0 = total.0.saturating_add(amount.0);
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use cln_mock::{Fault, MockNode};

    use super::*;
    use crate::node::{InvoiceRequest, XpayRequest};

    /// Five invoices, of which the node pays two itself, and another node pays one.
    fn business() -> Result<(MockNode, Client), Box<dyn Error>> {
        let node = MockNode::builder().schemas("schemas").start()?;
        let client = Client::connect(node.socket())?;
        for (label, amount) in [("a", 1_000), ("b", 2_000), ("c", 4_000), ("d", 8_000), ("e", 16_000)] {
            let invoice = client.call(&InvoiceRequest::new(Msat(amount).into(), label, ""))?;
            if label == "a" || label == "d" {
                client.call(&XpayRequest::new(invoice.bolt11))?;
            }
        }
        node.pay_invoice("c", Msat(4_000))?;
        Ok((node, client))
    }

    #[test]
    fn books_are_read_page_by_page() -> Result<(), Box<dyn Error>> {
        let (node, client) = business()?;
        let order = node.sequence();
        for start in [1, 3, 5, 6] {
            let page = node.expect::<ListinvoicesRequest>();
            page.with(move |request| (request.start, request.limit) == (Some(start), Some(2)))
                .times(1)
                .in_order(&order);
        }
        node.expect::<ListsendpaysRequest>().times(2).in_order(&order);
        node.expect::<XpayRequest>().never();
        assert_eq!(books(&client, 2)?, Books { received: Msat(13_000), spent: Msat(9_000), unclear: 0 });
        Ok(())
    }

    #[test]
    fn books_of_a_newer_node_can_be_read() -> Result<(), Box<dyn Error>> {
        let (node, client) = business()?;
        node.inject(Fault::extra_field());
        node.inject(Fault::notification_of("shutdown", "{}".parse()?));
        node.inject(Fault::unknown_enum_value().on("listsendpays").times(1));
        let found = books(&client, 10)?;
        assert_eq!((found.received, found.unclear), (Msat(13_000), 1));
        assert!(found.spent == Msat(1_000) || found.spent == Msat(8_000), "{found:?}");
        Ok(())
    }

    #[test]
    fn what_is_missing_is_not_guessed() -> Result<(), Box<dyn Error>> {
        let (node, client) = business()?;
        node.inject(Fault::missing_field().on("listsendpays").times(1));
        assert!(matches!(books(&client, 10), Err(CallError::Unreadable(_))));
        Ok(())
    }
}
