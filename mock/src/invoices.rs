//! What a test does with the invoices of a node.

use std::sync::Arc;

use cln_runtime::Msat;
use rusqlite::Transaction;

use crate::error::Error;
use crate::events::{self, Consent};
use crate::lock::lock;
use crate::node::MockNode;
use crate::plugin::{PATIENCE, Rule, Slot};
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
    /// the channels have too little room, or a plugin refuses it; or the database fails.
    pub fn pay_invoice(&self, label_or_hash: &str, amount: Msat) -> Result<Invoice, Error> {
        self.state.pass_time()?;
        if events::about_payment(&self.state) {
            self.ask_about_payment(label_or_hash, amount)?;
        }
        let pay = |transaction: &Transaction<'_>| self.pay_in(transaction, label_or_hash, amount);
        let invoice = lock(&self.state.store).change(pay)?;
        events::invoice_paid(&self.state, &invoice);
        Ok(invoice)
    }

    /// Asks plugins about a payment that the node would take.
    fn ask_about_payment(&self, label_or_hash: &str, amount: Msat) -> Result<(), Error> {
        let invoice = lock(&self.state.store).try_out(|transaction| self.pay_in(transaction, label_or_hash, amount))?;
        let slot = Slot::new(&self.state.bell);
        let said = Arc::clone(&slot);
        events::ask_about_payment(&self.state, &invoice, amount, move |_, consent| said.fill(consent));
        let silent = || Consent::Never(self.state.plugins.silence(Rule::HookUnanswered));
        let why = match slot.wait(PATIENCE).unwrap_or_else(silent) {
            Consent::Given => return Ok(()),
            Consent::Refused(code) => format!("a plugin refuses it: {}", code.name()),
            Consent::Never(fault) => {
                self.state.plugins.see(&fault);
                fault.to_string()
            }
        };
        Err(Error::NotPaid(label_or_hash.to_owned(), why))
    }

    fn pay_in(&self, transaction: &Transaction<'_>, label_or_hash: &str, amount: Msat) -> Result<Invoice, Error> {
        let hash = match invoices::find(transaction, label_or_hash)? {
            Some(invoice) => Some(invoice.payment_hash),
            None => label_or_hash.parse().ok(),
        };
        let paid = match hash {
            Some(hash) => invoices::pay(transaction, hash, amount, self.state.clock.seconds())?,
            None => Err(NotPaid::Unknown),
        };
        paid.map_err(|why| Error::NotPaid(label_or_hash.to_owned(), why.to_string()))
    }
}
