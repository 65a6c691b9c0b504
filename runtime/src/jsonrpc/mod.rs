//! The JSON-RPC 2.0 envelope: what stands around parameters and results on the wire.

mod envelope;
mod error;
mod id;
mod incoming;
mod members;
pub(crate) mod method;
mod node_error;
mod request;
mod response;

#[doc(hidden)]
pub use envelope::Envelope;
pub use error::{ErrorDetail, RpcError};
pub use id::Id;
pub use incoming::{HookCall, Incoming, Notified, Undecoded};
pub use node_error::{MethodError, NodeError};
pub use request::Request;
pub use response::Response;
