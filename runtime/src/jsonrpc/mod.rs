//! The JSON-RPC 2.0 envelope: what stands around parameters and results on the wire.

mod error;
mod id;
mod incoming;
mod node_error;
mod request;
mod response;

pub use error::{ErrorDetail, RpcError};
pub use id::Id;
pub use incoming::Incoming;
pub use node_error::{MethodError, NodeError};
pub use request::Request;
pub use response::Response;
