//! Calling a node.
//!
//! A client makes any number of calls at once on one connection, through `&self`. An answer belongs to the call whose
//! id it repeats byte for byte, and to no other: that of a call that has timed out is dropped.
//!
//! An answer in which something is wrong costs only its own call, if its end and its id can be told: control characters
//! in strings, numbers and words that are no JSON, commas too many, a member twice, another type. The end is where the
//! brackets close each other, each its own kind, outside of strings. What is never closed so, has no id or two, or begins
//! a message before its end, ends the connection, and every open call with it.
//!
//! What a node sends takes no more memory than [`Settings`] allow: each answer, those that wait for their callers, and
//! notifications that nobody takes.
//!
//! | | |
//! |---|---|
//! | [`blocking::Client`] | for threads, over Unix sockets and any `Read` and `Write` |
//! | `tokio::Client` | with the feature `tokio`: the same for tasks, over Unix sockets and any `AsyncRead` and `AsyncWrite` |
//! | [`CallError`] | what went wrong, and whether the node may have executed the request |
//! | [`Filter`] | which parts of an answer are wanted |
//! | [`Message`] | a notification, which [`CallUpdate`] and bindings turn into types |
//! | [`Prepared`] | a call whose id is known before it is made |
//! | [`NodeVersion`] | whether the node is one that the bindings are made for |
//! | [`Settings`] | limits in bytes, reconnecting |

pub mod blocking;
mod call;
mod connect;
mod error;
mod filter;
mod items;
mod listeners;
mod log;
mod mailbox;
mod message;
#[cfg(feature = "narrow")]
mod narrow;
mod prepared;
mod received;
mod reply;
mod session;
mod settings;
mod shared;
#[cfg(feature = "tokio")]
pub mod tokio;
mod unread;
mod update;
mod version;

pub use connect::Endpoint;
pub use error::{
    CallError, ConnectError, ConnectErrorKind, ConnectionError, NoAnswerError, NotSentError, RawText, UnreadableError,
};
pub use filter::Filter;
pub use message::Message;
pub use prepared::Prepared;
pub use received::Received;
pub use settings::Settings;
pub use update::{CallMessage, CallProgress, CallStage, CallUpdate};
pub use version::NodeVersion;
