//! Between: generated types, and the client of cln-rpc, by the feature `cln-rpc` of the runtime.

use std::error::Error;

use cln_rpc::{ClnRpc, RpcError};
use cln_runtime::Msat;
use migrating_from_cln_rpc::{
    DelpayRequest, DelpayStatus, InvoiceRequest, ListsendpaysPaymentsStatus, ListsendpaysRequest,
};

/// What the documentation calls PAY_NO_SUCH_PAYMENT.
const NO_SUCH_PAYMENT: i32 = 208;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let socket = std::env::args().nth(1).ok_or("usage: between SOCKET")?;
    let mut client = ClnRpc::new(socket).await?;

    let request = InvoiceRequest::new(Msat(5_000).into(), "tea", "from the shop").with_expiry(60);
    println!("to be paid: {}", client.call_typed(&request).await?.bolt11);

    let mut spent = Msat(0);
    for part in client.call_typed(&ListsendpaysRequest::new()).await?.payments {
        match part.status {
            ListsendpaysPaymentsStatus::Complete => {
                spent = spent.checked_add(part.amount_sent_msat).ok_or("more than there is")?;
            }
            ListsendpaysPaymentsStatus::Pending => println!("on its way: {}", part.amount_sent_msat),
            ListsendpaysPaymentsStatus::Failed => {
                let request = DelpayRequest::new(part.payment_hash, DelpayStatus::Failed);
                // The second time it is gone.
                for _ in 0..2 {
                    match client.call_typed(&request).await {
                        Ok(deleted) => println!("deleted: {}", deleted.payments.len()),
                        Err(RpcError { code: Some(NO_SUCH_PAYMENT), .. }) => println!("nothing to delete"),
                        Err(error) => return Err(error.into()),
                    }
                }
            }
            _ => println!("neither paid nor failed: {}", part.amount_sent_msat),
        }
    }
    println!("spent: {spent}");
    Ok(())
}
