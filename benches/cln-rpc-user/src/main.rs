//! Makes one request and reads one answer, as `examples/downstream` does with generated bindings.

use cln_rpc::model::requests::{DelpayRequest, DelpayStatus};
use cln_rpc::model::responses::DelpayResponse;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let payment_hash = "684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52".parse()?;
    let request = DelpayRequest { payment_hash, status: DelpayStatus::COMPLETE, partid: None, groupid: None };
    println!("{}", serde_json::to_string(&request)?);
    let response: DelpayResponse = serde_json::from_str(r#"{"payments": []}"#)?;
    println!("{} payments deleted", response.payments.len());
    Ok(())
}
