//! Deleting a part, for certain and once.

use cln_bindings::{DelpayError, DelpayRequest};
use cln_runtime::RpcError;
use cln_runtime::client::CallError;

use crate::caller::Caller;
use crate::find::is_there;
use crate::part::Part;

/// How often to ask for the same deletion.
const ATTEMPTS: u32 = 5;

/// What became of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deletion {
    /// It was deleted.
    Deleted,
    /// It was not there any more, at least not as it was found.
    NotThere,
}

/// Deletes a part. If an answer is lost, the node is asked what it has, and the deletion is repeated only if the part
/// is still there.
///
/// # Errors
/// Whatever the node says, or the connection. After [`CallError::MaybeExecuted`], nobody knows: the node could not be
/// asked, or all attempts have come to that.
pub fn delete(client: &impl Caller, part: &Part) -> Result<Deletion, CallError<RpcError>> {
    let request = DelpayRequest::new(part.payment_hash, part.status).with_partid_and_groupid(part.partid, part.groupid);
    let mut attempt = 1;
    loop {
        match client.call(&request) {
            Ok(_) => return Ok(Deletion::Deleted),
            // Since v23.05, nodes answer the first also if the status is another one by now.
            Err(CallError::Node(DelpayError::PayNoSuchPayment(_) | DelpayError::PayStatusUnexpected(_))) => {
                return Ok(Deletion::NotThere);
            }
            Err(lost @ CallError::MaybeExecuted(_)) => match is_there(client, part) {
                Ok(false) => return Ok(Deletion::Deleted),
                Ok(true) if attempt < ATTEMPTS => attempt += 1,
                Ok(true) | Err(_) => return Err(lost.into()),
            },
            Err(error) => return Err(error.into()),
        }
    }
}
