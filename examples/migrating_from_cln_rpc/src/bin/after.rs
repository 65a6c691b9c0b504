//! After: generated types, and their client. That of `client::tokio` has the same methods as `async` functions.

use std::error::Error;

use cln_runtime::Msat;
use cln_runtime::client::CallError;
use cln_runtime::client::blocking::Client;
use migrating_from_cln_rpc::{
    DelpayError, DelpayRequest, DelpayStatus, InvoiceRequest, ListsendpaysPaymentsStatus, ListsendpaysRequest,
};

fn main() -> Result<(), Box<dyn Error>> {
    let socket = std::env::args().nth(1).ok_or("usage: after SOCKET")?;
    let client = Client::connect(socket)?;

    let request = InvoiceRequest::new(Msat(5_000).into(), "tea", "from the shop").with_expiry(60);
    println!("to be paid: {}", client.call(&request)?.bolt11);

    let mut spent = Msat(0);
    for part in client.call(&ListsendpaysRequest::new())?.payments {
        match part.status {
            ListsendpaysPaymentsStatus::Complete => {
                spent = spent.checked_add(part.amount_sent_msat).ok_or("more than there is")?;
            }
            ListsendpaysPaymentsStatus::Pending => println!("on its way: {}", part.amount_sent_msat),
            ListsendpaysPaymentsStatus::Failed => {
                let request = DelpayRequest::new(part.payment_hash, DelpayStatus::Failed);
                // The second time it is gone.
                for _ in 0..2 {
                    match client.call(&request) {
                        Ok(deleted) => println!("deleted: {}", deleted.payments.len()),
                        Err(CallError::Node(DelpayError::PayNoSuchPayment(_))) => println!("nothing to delete"),
                        Err(error) => return Err(error.into()),
                    }
                }
            }
            // A status that a newer node may have.
            _ => println!("neither paid nor failed: {}", part.amount_sent_msat),
        }
    }
    println!("spent: {spent}");
    Ok(())
}
