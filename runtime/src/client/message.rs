//! A notification as it came.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::session::Frame;
use crate::jsonrpc::Incoming;
use crate::record::DecodeError;
use crate::wipe::Buffer;

/// A notification as it came.
///
/// Bindings that have notifications turn it into a type: `Notification::parse(message.as_bytes())`. It may hold secrets,
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

    /// The whole message, as JSON.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_message_takes_no_more_memory_than_its_text() {
        let mut text = Vec::with_capacity(1 << 20);
        text.extend_from_slice(b"{\"method\":\"\xff\"}");
        let message = Message::new(Frame::new(text.into(), Default::default()));
        assert_eq!(message.as_bytes(), "{\"method\":\"\u{fffd}\"}".as_bytes());
        assert_eq!(message.0.capacity(), message.as_bytes().len());
    }
}
