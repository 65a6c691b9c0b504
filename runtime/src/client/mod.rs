//! Calling a node.
//!
//! A client makes any number of calls at once on one connection, through `&self`. An answer belongs to the call whose id
//! it repeats byte for byte; the answer to a call that has timed out is dropped.
//!
//! A malformed answer fails only its own call, as long as its end and its id can be found: control characters in
//! strings, invalid numbers or words, extra commas, a repeated member, a value of another type. It ends where its
//! brackets, outside of strings, match. If they never do, if it has no id or two, or if another message begins inside it,
//! the client closes the connection and fails every pending call.
//!
//! [`Settings`] limits the memory that a node can take: for each answer, for the answers that wait for their callers,
//! and for notifications that no listener has taken yet.
//!
//! | | |
//! |---|---|
//! | [`blocking::Client`] | for threads, over Unix sockets and any `Read` and `Write` |
//! | `tokio::Client` | with the feature `tokio`: for tasks, over Unix sockets and any `AsyncRead` and `AsyncWrite` |
//! | [`CallError`] | what went wrong, and whether the node may have executed the request |
//! | [`Deletion`] | a row that was deleted, as a client's `deletions` tells |
//! | [`Endpoint`] | where a node is; made from any path or [`NodeDir`] |
//! | [`Filter`] | the parts of an answer that the node is to send |
//! | [`Message`] | a notification; [`Message::update`] or the bindings turn it into a type |
//! | [`Prepared`] | a call whose id is known before it is made |
//! | [`NodeDir`] | the folder of a node, to find its socket |
//! | [`NodeVersion`] | a node's version, and whether the bindings are made for it |
//! | [`Retry`] | how calls that were not sent are repeated |
//! | [`Settings`] | limits in bytes, how to connect, and reconnecting |

pub mod blocking;
mod call;
mod connect;
mod error;
mod events;
mod filter;
mod items;
mod listeners;
mod log;
mod mailbox;
mod message;
#[cfg(feature = "narrow")]
mod narrow;
mod pages;
mod prepared;
mod received;
mod reply;
mod retry;
mod session;
mod settings;
mod shared;
#[cfg(feature = "tokio")]
pub mod tokio;
mod unread;
mod update;
mod version;

pub use connect::Endpoint;
#[cfg(unix)]
pub use connect::NodeDir;
pub use error::{
    CallError, ConnectError, ConnectErrorKind, ConnectionError, NoAnswerError, NotSentError, RawText, UnreadableError,
};
pub use events::Deletion;
pub use filter::Filter;
pub use message::Message;
pub use prepared::Prepared;
pub use received::Received;
pub use retry::Retry;
pub use settings::Settings;
pub use update::{CallMessage, CallProgress, CallStage, CallUpdate};
pub use version::NodeVersion;
