//! Several commands of a node, called by bindings of a whole release.

use std::fmt;

use node::runtime::client::CallError;
use node::runtime::client::blocking::Client;
use node::runtime::{Msat, RpcError};
use node::{
    GetinfoRequest, ListfundsOutputsStatus, ListfundsRequest, ListinvoicesInvoicesStatus, ListinvoicesRequest,
    ListpaysPaysStatus, ListpaysRequest, ListpeerchannelsChannelsState, ListpeerchannelsRequest,
};

/// The error of any command becomes this one by `?`.
pub type Error = CallError<RpcError>;

/// What a node has, and what it was paid and has paid.
#[derive(Debug)]
pub struct Overview {
    /// What the node calls itself, and its version.
    pub node: String,
    /// What can be spent on the chain.
    pub on_chain: Option<Msat>,
    /// What can be sent through channels that work.
    pub spendable: Option<Msat>,
    /// What paid invoices have brought.
    pub received: Option<Msat>,
    /// What complete payments have cost, with their fees.
    pub sent: Option<Msat>,
}

impl Overview {
    /// Asks the node. A sum that does not fit into an amount is `None`.
    ///
    /// # Errors
    /// A call fails.
    pub fn of(client: &Client) -> Result<Self, Error> {
        let info = client.call(&GetinfoRequest::new())?;
        let funds = client.call(&ListfundsRequest::new())?;
        let channels = client.call(&ListpeerchannelsRequest::new())?.channels;
        let pays = client.call(&ListpaysRequest::new().with_status(node::ListpaysStatus::Complete))?.pays;

        let usable = funds.outputs.iter().filter(|output| output.status == ListfundsOutputsStatus::Confirmed);
        let working = channels.iter().filter(|one| one.state == ListpeerchannelsChannelsState::ChanneldNormal);
        let complete = pays.iter().filter(|pay| pay.status == ListpaysPaysStatus::Complete);
        let mut received = Some(Msat::ZERO);
        // A node may have millions of invoices: they come page by page.
        for invoice in client.rows(&ListinvoicesRequest::new()) {
            let invoice = invoice?;
            if invoice.status == ListinvoicesInvoicesStatus::Paid {
                let amount = invoice.amount_received_msat.unwrap_or(Msat::ZERO);
                received = received.and_then(|sum| sum.checked_add(amount));
            }
        }
        Ok(Self {
            node: format!("{} {}", info.alias, info.version),
            on_chain: Msat::checked_sum(usable.map(|output| output.amount_msat)),
            spendable: Msat::checked_sum(working.filter_map(|channel| channel.spendable_msat)),
            received,
            sent: Msat::checked_sum(complete.filter_map(|pay| pay.amount_sent_msat)),
        })
    }
}

impl fmt::Display for Overview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.node)?;
        for (name, amount) in [
            ("on chain", self.on_chain),
            ("spendable", self.spendable),
            ("received", self.received),
            ("sent", self.sent),
        ] {
            match amount {
                Some(amount) => writeln!(f, "{name:>9}: {amount}")?,
                None => writeln!(f, "{name:>9}: more than an amount can be")?,
            }
        }
        Ok(())
    }
}
