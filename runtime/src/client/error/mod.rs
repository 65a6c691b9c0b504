//! How a call can fail, sorted by the question that matters: has the node executed it?
//!
//! An error does not repeat what its source says. An error that displays another error in place of itself returns the
//! source of that error, not that error, from `source()`.

mod call;
mod chain;
mod connect;
mod connection;
mod no_answer;
mod not_sent;
mod raw_text;
#[cfg(test)]
mod tests;
mod unreadable;

pub use call::CallError;
pub use connect::{ConnectError, ConnectErrorKind};
pub use connection::ConnectionError;
pub use no_answer::NoAnswerError;
pub use not_sent::NotSentError;
pub use raw_text::RawText;
pub use unreadable::UnreadableError;
