//! What a test does with the invoices of a node.

use cln_runtime::Msat;

use crate::error::Error;
use crate::lock::lock;
use crate::node::MockNode;
use crate::store::invoices::{self, Invoice, Listing, NotPaid};

impl MockNode {
    /// The invoices that are there, in the order of their creation. Those whose time is over have expired.
    ///
    /// # Errors
    /// The database fails.
    pub fn invoices(&self) -> Result<Vec<Invoice>, Error> {
        self.state.pass_time()?;
        let mut all = Vec::new();
        invoices::list(lock(&self.state.store).db(), &Listing::default(), |invoice| all.push(invoice.clone()))?;
        Ok(all)
    }

    /// Pays an invoice, found by its label or its hash, as somebody else would: who waits for it is answered, and if the
    /// node has channels, the amount comes in through them. As a node does, it takes up to twice of what is asked for.
    ///
    /// ```
    /// use cln_mock::{InvoiceStatus, MockNode};
    /// use cln_runtime::Msat;
    /// use cln_runtime::client::blocking::Client;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let node = MockNode::builder().start()?;
    /// let client = Client::connect(node.socket())?;
    /// client.call_raw("invoice", &r#"{"amount_msat": 5000, "label": "tea", "description": "a cup"}"#.parse()?)?;
    ///
    /// assert!(node.pay_invoice("tea", Msat(4_999)).is_err());
    /// node.pay_invoice("tea", Msat(5_000))?;
    /// assert_eq!(node.invoices()?[0].status, InvoiceStatus::Paid);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// There is no such invoice, it is paid already or has expired, it asks for another amount, its preimage is not known,
    /// or the channels have too little room; or the database fails.
    pub fn pay_invoice(&self, label_or_hash: &str, amount: Msat) -> Result<Invoice, Error> {
        self.state.pass_time()?;
        let now = self.state.clock.seconds();
        lock(&self.state.store).change(|transaction| {
            let hash = match invoices::find(transaction, label_or_hash)? {
                Some(invoice) => Some(invoice.payment_hash),
                None => label_or_hash.parse().ok(),
            };
            let paid = match hash {
                Some(hash) => invoices::pay(transaction, hash, amount, now)?,
                None => Err(NotPaid::Unknown),
            };
            paid.map_err(|why| Error::NotPaid(label_or_hash.to_owned(), why.to_string()))
        })
    }
}
