//! Generated requests go through the client of cln-rpc, as its own do.

use cln_benches::{Failure, data, node::Node};
use cln_bindings::{DelpayRequest, DelpayResponse, DelpayStatus};
use cln_rpc::{ClnRpc, TypedRequest};
use cln_runtime::Record;

#[test]
fn a_generated_request_is_a_typed_request() -> Result<(), Failure> {
    let node = Node::start()?;
    let hash = "684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52";
    let request = DelpayRequest::new(hash.parse()?, DelpayStatus::Complete);
    assert_eq!(TypedRequest::method(&request), "delpay");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let response = runtime.block_on(async {
        let mut client = ClnRpc::new(node.socket()).await?;
        Ok::<_, Failure>(client.call_typed(&request).await?)
    })?;
    assert_eq!(response, DelpayResponse::from_json(&data::result(0)?)?);
    Ok(())
}
