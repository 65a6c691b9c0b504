//! How a node is reached: what a transport is, and those there are.
//!
//! A transport carries the bytes of JSON-RPC as they are, in both directions. The rest of the client asks no more of it
//! than `transport.rs` says, so another one is a file here and its `mod` line below.

mod endpoint;
mod node_dir;
mod transport;
pub(crate) mod tunnel;
mod unix;

pub use endpoint::Endpoint;
pub use node_dir::NodeDir;
#[cfg(feature = "tokio")]
pub(crate) use transport::AsyncStream;
pub(crate) use transport::Stream;
