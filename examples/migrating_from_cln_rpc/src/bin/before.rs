//! Before: the types and the client of cln-rpc.

use std::error::Error;

use cln_rpc::model::requests::{DelpayRequest, DelpayStatus, InvoiceRequest, ListsendpaysRequest};
use cln_rpc::model::responses::ListsendpaysPaymentsStatus;
use cln_rpc::primitives::{Amount, AmountOrAny};
use cln_rpc::{ClnRpc, RpcError};

/// What the documentation calls PAY_NO_SUCH_PAYMENT.
const NO_SUCH_PAYMENT: i32 = 208;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let socket = std::env::args().nth(1).ok_or("usage: before SOCKET")?;
    let mut client = ClnRpc::new(socket).await?;

    let request = InvoiceRequest {
        amount_msat: AmountOrAny::Amount(Amount::from_msat(5_000)),
        label: "tea".to_owned(),
        description: "from the shop".to_owned(),
        expiry: Some(60),
        fallbacks: None,
        preimage: None,
        cltv: None,
        deschashonly: None,
        exposeprivatechannels: None,
    };
    println!("to be paid: {}", client.call_typed(&request).await?.bolt11);

    let request =
        ListsendpaysRequest { bolt11: None, payment_hash: None, status: None, index: None, start: None, limit: None };
    let mut spent = Amount::from_msat(0);
    for part in client.call_typed(&request).await?.payments {
        match part.status {
            ListsendpaysPaymentsStatus::COMPLETE => spent = spent + part.amount_sent_msat,
            ListsendpaysPaymentsStatus::PENDING => println!("on its way: {}msat", part.amount_sent_msat.msat()),
            ListsendpaysPaymentsStatus::FAILED => {
                let request = DelpayRequest {
                    payment_hash: part.payment_hash,
                    status: DelpayStatus::FAILED,
                    partid: None,
                    groupid: None,
                };
                // The second time it is gone.
                for _ in 0..2 {
                    match client.call_typed(&request).await {
                        Ok(deleted) => println!("deleted: {}", deleted.payments.len()),
                        Err(RpcError { code: Some(NO_SUCH_PAYMENT), .. }) => println!("nothing to delete"),
                        Err(error) => return Err(error.into()),
                    }
                }
            }
        }
    }
    println!("spent: {}msat", spent.msat());
    Ok(())
}
