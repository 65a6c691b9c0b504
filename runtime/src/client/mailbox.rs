//! Notifications, kept until somebody takes them.

use std::collections::VecDeque;

use super::message::Message;

/// How many notifications are kept for a listener that does not take them, however short they are.
const KEPT: usize = 1024;

/// What is kept for one listener.
pub(crate) struct Mailbox {
    kept: VecDeque<Message>,
    /// Bytes of all that is kept.
    bytes: usize,
    /// How many bytes may be kept.
    most: usize,
    /// How many were thrown away.
    pub(crate) missed: u64,
}

impl Mailbox {
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
    use crate::client::session::Frame;

    fn message(text: &str) -> Message {
        Message::new(Frame::new(text.as_bytes().to_vec().into(), Default::default()))
    }

    fn taken(mailbox: &mut Mailbox) -> Vec<String> {
        let text = |message: Message| String::from_utf8_lossy(message.as_bytes()).into_owned();
        std::iter::from_fn(|| mailbox.take().map(text)).collect()
    }

    #[test]
    fn only_so_many_are_kept_and_the_rest_is_counted() {
        let mut mailbox = Mailbox::new(usize::MAX);
        for number in 0..KEPT + 3 {
            mailbox.add(message(&number.to_string()));
        }
        assert_eq!(mailbox.missed, 3);
        assert_eq!(mailbox.take().as_ref().map(Message::as_bytes), Some(&b"3"[..]));
    }

    #[test]
    fn only_so_many_bytes_are_kept_and_the_rest_is_counted() {
        let mut mailbox = Mailbox::new(10);
        for text in ["1234", "2345", "34", "too long for all", "456789"] {
            mailbox.add(message(text));
        }
        assert_eq!((mailbox.missed, mailbox.bytes), (3, 8));
        assert_eq!(taken(&mut mailbox), ["34", "456789"]);
        for text in ["1234567890", "2345678901", "", "3"] {
            mailbox.add(message(text));
        }
        assert_eq!(mailbox.missed, 5);
        assert_eq!(taken(&mut mailbox), ["", "3"]);
        assert_eq!(mailbox.bytes, 0);
    }
}
