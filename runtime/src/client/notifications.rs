//! Notifications, kept until somebody takes them.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use super::session::Frame;
use crate::jsonrpc::Incoming;
use crate::record::DecodeError;
use crate::wipe::Buffer;

/// How many notifications are kept for a listener that does not take them.
const KEPT: usize = 1024;

/// A notification as it came.
///
/// Bindings that have notifications make a type of it: `Notification::parse(message.as_bytes())`. It may hold anything,
/// so `Debug` shows only its length.
#[derive(Clone)]
pub struct Message(Arc<Buffer>);

impl Message {
    /// Bytes that are not UTF-8, which only the text of log messages has, are replaced.
    pub(crate) fn new(frame: Frame) -> Self {
        let text = frame.into_text();
        let replaced = match String::from_utf8_lossy(&text) {
            Cow::Borrowed(_) => None,
            Cow::Owned(replaced) => Some(replaced.into_bytes().into()),
        };
        Self(Arc::new(replaced.unwrap_or(text)))
    }

    /// The whole message, JSON.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Its method and parameters.
    ///
    /// # Errors
    /// The message is not a JSON-RPC one.
    pub fn decode(&self) -> Result<Incoming, DecodeError> {
        Incoming::from_json(self.as_bytes())
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Message({} bytes)", self.0.len())
    }
}

/// What waiting for a notification has come to.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Heard {
    /// A notification.
    Message(Message),
    /// None came in time.
    Nothing,
    /// None will come: the connection has ended.
    End,
}

/// What is kept for one listener.
#[derive(Default)]
pub(crate) struct Letters {
    kept: VecDeque<Message>,
    /// How many were thrown away.
    pub(crate) missed: u64,
}

impl Letters {
    /// Keeps a message, at the price of the oldest if there are too many.
    pub(crate) fn add(&mut self, message: Message) {
        if self.kept.len() == KEPT {
            self.kept.pop_front();
            self.missed += 1;
        }
        self.kept.push_back(message);
    }

    /// The oldest message.
    pub(crate) fn take(&mut self) -> Option<Message> {
        self.kept.pop_front()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_so_many_are_kept_and_the_rest_is_counted() {
        let mut letters = Letters::default();
        for number in 0..KEPT + 3 {
            letters.add(Message(Arc::new(number.to_string().into_bytes().into())));
        }
        assert_eq!(letters.missed, 3);
        assert_eq!(letters.take().as_ref().map(Message::as_bytes), Some(&b"3"[..]));
    }
}
