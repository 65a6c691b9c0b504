//! Where the messages of a stream begin and end, told by brackets and quotes alone.

/// The longest message that is kept as a whole, in bytes.
pub(super) const KEPT: usize = 4 << 20;

/// Follows the bytes of one direction of a connection.
#[derive(Debug, Default)]
pub(super) struct Splitter {
    message: Vec<u8>,
    length: u64,
    depth: usize,
    text: InText,
    /// Whether the message is longer than what is kept.
    is_long: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum InText {
    #[default]
    No,
    Yes,
    /// After a backslash.
    Escaped,
}

/// What has been found in the bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A message.
    Message(Vec<u8>),
    /// The beginning of a message that is too long to be kept: [`Splitter::rest`] finds its end.
    Long(Vec<u8>),
    /// Something that begins no message.
    Garbage,
}

impl Splitter {
    /// Takes bytes up to the end of what is found in them; all of them if that is nothing.
    pub(super) fn next(&mut self, bytes: &mut &[u8]) -> Option<Found> {
        if self.depth == 0 {
            *bytes = bytes.trim_ascii_start();
            match bytes.first()? {
                b'{' | b'[' => {}
                _ => return Some(Found::Garbage),
            }
        }
        let (count, ends) = self.scan(bytes);
        let (taken, rest) = bytes.split_at(count);
        *bytes = rest;
        self.message.extend_from_slice(taken);
        match ends {
            true if self.message.len() <= KEPT => Some(Found::Message(self.begin_anew())),
            false if self.message.len() <= KEPT => None,
            _ => {
                self.is_long = !ends;
                Some(Found::Long(std::mem::take(&mut self.message)))
            }
        }
    }

    /// Takes the bytes that belong to a long message; `None` if it has ended.
    pub(super) fn rest<'b>(&mut self, bytes: &mut &'b [u8]) -> Option<&'b [u8]> {
        if !self.is_long {
            return None;
        }
        let (count, ends) = self.scan(bytes);
        let (taken, rest) = bytes.split_at(count);
        *bytes = rest;
        self.is_long = !ends;
        Some(taken)
    }

    /// How long the message is, of which nothing may be kept; the next one is another.
    pub(super) fn length(&mut self) -> u64 {
        std::mem::take(&mut self.length)
    }

    fn begin_anew(&mut self) -> Vec<u8> {
        self.length = 0;
        std::mem::take(&mut self.message)
    }

    /// How many bytes belong to the message, and whether it ends with them.
    fn scan(&mut self, bytes: &[u8]) -> (usize, bool) {
        for (index, byte) in bytes.iter().enumerate() {
            match (self.text, byte) {
                (InText::Escaped, _) => self.text = InText::Yes,
                (InText::Yes, b'\\') => self.text = InText::Escaped,
                (InText::Yes, b'"') => self.text = InText::No,
                (InText::No, b'"') => self.text = InText::Yes,
                (InText::No, b'{' | b'[') => self.depth += 1,
                (InText::No, b'}' | b']') => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        self.length += index as u64 + 1;
                        return (index + 1, true);
                    }
                }
                _ => {}
            }
        }
        self.length += bytes.len() as u64;
        (bytes.len(), false)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::*;

    /// What is found in a text that comes in pieces of this length.
    fn found(text: &[u8], piece: usize) -> Vec<Found> {
        let mut splitter = Splitter::default();
        let mut found = Vec::new();
        for mut bytes in text.chunks(piece) {
            while let Some(next) = splitter.next(&mut bytes) {
                let is_garbage = next == Found::Garbage;
                found.push(next);
                if is_garbage {
                    return found;
                }
            }
        }
        found
    }

    #[test]
    fn messages_end_where_their_brackets_do_whatever_the_pieces() {
        let text = b" {\"a\":\"}\\\"]\\\\\"}\n\n{\"b\":[{}]}[1]x{}";
        let message = |text: &[u8]| Found::Message(text.to_vec());
        let expected = [message(b"{\"a\":\"}\\\"]\\\\\"}"), message(b"{\"b\":[{}]}"), message(b"[1]"), Found::Garbage];
        for piece in 1..=text.len() {
            assert_eq!(found(text, piece), expected, "{piece}");
        }
    }

    #[test]
    fn of_a_long_message_only_the_beginning_is_kept() {
        let long = format!("{{\"a\":\"{}\"}}", "x".repeat(KEPT));
        let text = format!("{long}{{}}");
        let mut splitter = Splitter::default();
        let (mut heads, mut rest, mut messages) = (0, 0, Vec::new());
        for mut bytes in text.as_bytes().chunks(1000) {
            while let Some(next) = match splitter.rest(&mut bytes) {
                Some(more) => {
                    rest += more.len();
                    splitter.next(&mut bytes).filter(|_| !splitter.is_long)
                }
                None => splitter.next(&mut bytes),
            } {
                match next {
                    Found::Long(head) => heads += head.len(),
                    other => messages.push(other),
                }
            }
        }
        assert!(heads > KEPT && heads <= KEPT + 1000, "{heads}");
        assert_eq!(heads + rest, long.len());
        assert_eq!(messages, [Found::Message(b"{}".to_vec())]);
    }
}
