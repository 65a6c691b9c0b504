//! How a node is reached: what a transport is, and those there are.
//!
//! A transport carries the bytes of JSON-RPC as they are, in both directions. The rest of the client asks no more of it
//! than `transport.rs` says, so another one is a file here and its `mod` line below.

#[cfg(not(unix))]
mod elsewhere;
mod endpoint;
#[cfg(unix)]
mod node_dir;
mod pipe;
mod transport;
pub(crate) mod tunnel;
#[cfg(unix)]
mod unix;

pub use endpoint::Endpoint;
#[cfg(unix)]
pub use node_dir::NodeDir;
#[cfg(feature = "tokio")]
pub(crate) use transport::AsyncStream;
pub(crate) use transport::Stream;
