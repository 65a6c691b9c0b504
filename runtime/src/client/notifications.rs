//! Notifications, kept until somebody takes them.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use super::session::Frame;
use crate::jsonrpc::Incoming;
use crate::record::DecodeError;
use crate::wipe::Buffer;

/// How many notifications are kept for a listener that does not take them, however short they are.
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
        let mut text: Buffer = replaced.unwrap_or(text);
        // It may be kept for long, and in the buffer that it was received in: that has room for more.
        text.shrink(0);
        Self(Arc::new(text))
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
pub(crate) struct Letters {
    kept: VecDeque<Message>,
    /// Bytes of all that is kept.
    bytes: usize,
    /// How many bytes may be kept.
    most: usize,
    /// How many were thrown away.
    pub(crate) missed: u64,
}

impl Letters {
    /// None yet; up to `most` bytes of them.
    pub(crate) const fn new(most: usize) -> Self {
        Self { kept: VecDeque::new(), bytes: 0, most, missed: 0 }
    }

    /// Keeps a message, at the price of the oldest if there are too many, or too many bytes.
    pub(crate) fn add(&mut self, message: Message) {
        let length = message.as_bytes().len();
        if length > self.most {
            self.missed += 1;
            return;
        }
        while self.kept.len() >= KEPT || self.bytes > self.most - length {
            self.take();
            self.missed += 1;
        }
        self.bytes += length;
        self.kept.push_back(message);
    }

    /// The oldest message.
    pub(crate) fn take(&mut self) -> Option<Message> {
        let message = self.kept.pop_front()?;
        self.bytes -= message.as_bytes().len();
        Some(message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> Message {
        Message(Arc::new(text.as_bytes().to_vec().into()))
    }

    fn taken(letters: &mut Letters) -> Vec<String> {
        let text = |message: Message| String::from_utf8_lossy(message.as_bytes()).into_owned();
        std::iter::from_fn(|| letters.take().map(text)).collect()
    }

    #[test]
    fn only_so_many_are_kept_and_the_rest_is_counted() {
        let mut letters = Letters::new(usize::MAX);
        for number in 0..KEPT + 3 {
            letters.add(message(&number.to_string()));
        }
        assert_eq!(letters.missed, 3);
        assert_eq!(letters.take().as_ref().map(Message::as_bytes), Some(&b"3"[..]));
    }

    #[test]
    fn only_so_many_bytes_are_kept_and_the_rest_is_counted() {
        let mut letters = Letters::new(10);
        for text in ["1234", "2345", "34", "too long for all", "456789"] {
            letters.add(message(text));
        }
        assert_eq!((letters.missed, letters.bytes), (3, 8));
        assert_eq!(taken(&mut letters), ["34", "456789"]);
        for text in ["1234567890", "2345678901", "", "3"] {
            letters.add(message(text));
        }
        assert_eq!(letters.missed, 5);
        assert_eq!(taken(&mut letters), ["", "3"]);
        assert_eq!(letters.bytes, 0);
    }

    #[test]
    fn a_kept_message_takes_no_more_memory_than_its_text() {
        let mut text = Vec::with_capacity(1 << 20);
        text.extend_from_slice(b"{\"method\":\"\xff\"}");
        let message = Message::new(Frame::new(text.into(), Default::default()));
        assert_eq!(message.as_bytes(), "{\"method\":\"\u{fffd}\"}".as_bytes());
        assert_eq!(message.0.capacity(), message.as_bytes().len());
    }
}
