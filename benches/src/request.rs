//! One small request, decoded and encoded again.

use std::fmt;

use cln_bindings::DelpayRequest;
use cln_rpc::model::requests::DelpayRequest as ClnRpcRequest;
use cln_runtime::Record;

use crate::Failure;

/// Whose type the request is decoded into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Library {
    /// Ours, which checks every rule.
    Ours,
    /// cln-rpc, which checks none.
    ClnRpc,
}

impl Library {
    /// All libraries.
    pub const ALL: [Self; 2] = [Self::Ours, Self::ClnRpc];

    /// Decodes parameters and encodes them again.
    ///
    /// # Errors
    /// The parameters do not fit the type, or break a rule.
    pub fn round_trip(self, params: &[u8]) -> Result<Vec<u8>, Failure> {
        Ok(match self {
            Self::Ours => DelpayRequest::from_json_strict(params)?.to_json(),
            Self::ClnRpc => serde_json::to_vec(&serde_json::from_slice::<ClnRpcRequest>(params)?)?,
        })
    }
}

impl fmt::Display for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Ours => "decode + validate + encode",
            Self::ClnRpc => "cln-rpc: decode + encode, no validation",
        })
    }
}
