//! Bytes from a node, cut into messages.

use super::envelope::{Envelope, Members};
use super::frame::Frame;
use super::garbage::Garbage;
use super::outline::is_white;
use crate::wipe::Buffer;

/// What has come.
#[derive(Debug)]
pub(crate) enum Inbound {
    /// A message.
    Message(Frame),
    /// The beginning of an answer that is longer than the limit, by the JSON of its id. The rest is thrown away as it
    /// comes; what follows it is read again.
    TooLong {
        /// The JSON of the id.
        id: Vec<u8>,
    },
}

/// Why nothing more can be read from a peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// What came is no JSON-RPC.
    Garbage(Garbage),
    /// More than the limit came before the id, so nobody can be told that the answer is too long.
    TooLong,
}

impl From<Garbage> for Unusable {
    fn from(garbage: Garbage) -> Self {
        Self::Garbage(garbage)
    }
}

/// Messages up to this length are copied: they may have to wait, and the buffer takes more memory than they do.
const SHORT: usize = 1 << 16;

/// Collects bytes until they are messages. Each byte is copied once or twice and looked at once.
pub(crate) struct Inbox {
    buffer: Buffer,
    /// Where in the buffer the message begins that is being received.
    start: usize,
    envelope: Envelope,
    /// The longest message that is taken.
    limit: usize,
    /// Whether the message that is being received is thrown away.
    discarding: bool,
}

impl Inbox {
    /// Takes messages of up to `limit` bytes.
    pub(crate) fn new(limit: usize) -> Self {
        Self { buffer: Buffer::new(), start: 0, envelope: Envelope::new(), limit, discarding: false }
    }

    /// Adds bytes as they came. All messages should have been taken out before.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.buffer.take_away(self.start);
        self.start = 0;
        self.buffer.extend(bytes);
    }

    /// The next message, if it is whole.
    pub(crate) fn next(&mut self) -> Result<Option<Inbound>, Unusable> {
        loop {
            if self.envelope.is_at_start() {
                self.skip_white();
            }
            let end = self.envelope.advance(self.buffer.get(self.start..).unwrap_or_default())?;
            if self.discarding {
                if !self.discard(end.is_some()) {
                    return Ok(None);
                }
                continue;
            }
            let length = end.unwrap_or(self.buffer.len() - self.start);
            if length > self.limit {
                return self.give_up(end.is_some()).map(Some);
            }
            return Ok(end.map(|end| Inbound::Message(self.cut(end))));
        }
    }

    fn skip_white(&mut self) {
        let rest = self.buffer.get(self.start..).unwrap_or_default();
        self.start += rest.iter().take_while(|byte| is_white(**byte)).count();
        if self.start == self.buffer.len() {
            self.buffer.clear();
            self.start = 0;
        }
    }

    /// Takes the message of this length out of the buffer.
    fn cut(&mut self, length: usize) -> Frame {
        let envelope = std::mem::replace(&mut self.envelope, Envelope::new());
        let end = self.start + length;
        let text = if self.start == 0 && length > self.buffer.len() / 2 && length > SHORT {
            // It is most of what is there: the rest moves instead.
            let rest = self.buffer.split_off(end);
            std::mem::replace(&mut self.buffer, rest)
        } else {
            let text = self.buffer.get(self.start..end).unwrap_or_default().to_vec();
            self.start = end;
            text.into()
        };
        Frame::new(text, envelope.members().clone())
    }

    /// Gives up the message that is being received for its length.
    fn give_up(&mut self, is_whole: bool) -> Result<Inbound, Unusable> {
        let text = self.buffer.get(self.start..).unwrap_or_default();
        let Members { id, .. } = self.envelope.members();
        let id = id.clone().and_then(|id| text.get(id)).ok_or(Unusable::TooLong)?.to_vec();
        self.discarding = true;
        self.discard(is_whole);
        Ok(Inbound::TooLong { id })
    }

    /// Throws away what was looked at; `true` if that was the end of the message.
    fn discard(&mut self, is_whole: bool) -> bool {
        let end = self.start + self.envelope.at();
        self.envelope.forget(self.buffer.get(self.start..end).unwrap_or_default());
        self.start = end;
        if is_whole {
            self.discarding = false;
            self.envelope = Envelope::new();
        }
        // Give back the memory that the long message took.
        self.buffer.take_away(self.start);
        self.buffer.shrink(1 << 16);
        self.start = 0;
        is_whole
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a failing test may panic")]

    use super::super::frame::{Class, Outcome};
    use super::*;

    fn received(inbox: &mut Inbox, bytes: &[u8]) -> Vec<String> {
        inbox.push(bytes);
        let mut all = Vec::new();
        while let Some(next) = inbox.next().unwrap() {
            all.push(match next {
                Inbound::Message(frame) => String::from_utf8_lossy(&frame.into_text()).into_owned(),
                Inbound::TooLong { id } => format!("too long: {}", String::from_utf8_lossy(&id)),
            });
        }
        all
    }

    const TWO: &[u8] = b"{\"id\":1,\"result\":{\"a\":\"}{\"}}\n\n{\"id\":2,\"error\":{}}\n\n";

    #[test]
    fn pieces_of_any_size_give_the_same_messages() {
        let expected = ["{\"id\":1,\"result\":{\"a\":\"}{\"}}", "{\"id\":2,\"error\":{}}"];
        for size in 1..=TWO.len() {
            let mut inbox = Inbox::new(1000);
            let found: Vec<String> = TWO.chunks(size).flat_map(|piece| received(&mut inbox, piece)).collect();
            assert_eq!(found, expected, "{size}");
            assert!(inbox.buffer.is_empty(), "white space is not kept");
        }
    }

    #[test]
    fn many_messages_in_one_piece_are_all_found() {
        let mut inbox = Inbox::new(1000);
        assert_eq!(received(&mut inbox, &TWO.repeat(1000)).len(), 2000);
        assert_eq!(received(&mut inbox, TWO).len(), 2);
    }

    #[test]
    fn an_answer_longer_than_the_limit_is_thrown_away_and_the_next_is_read() {
        let long = format!("{{\"id\":\"x#1\",\"result\":[\"{}\"]}}", "]}\\\\\\\"".repeat(100));
        for size in [1, 7, 64, 10_000] {
            let mut inbox = Inbox::new(100);
            let text = [long.as_bytes(), b"\n\n", TWO].concat();
            let found: Vec<String> = text.chunks(size).flat_map(|piece| received(&mut inbox, piece)).collect();
            assert_eq!(found[0], "too long: \"x#1\"");
            assert_eq!(found[1..], received(&mut Inbox::new(1000), TWO));
        }
    }

    #[test]
    fn a_long_answer_that_is_never_closed_does_not_swallow_the_next() {
        let cut = format!("{{\"id\":1,\"result\":{{\"a\":[{}]", "1,".repeat(100));
        let text = format!("{cut}\n\n{{\"id\":2,\"result\":{{}}}}\n\n");
        for size in [1, 7, cut.len(), cut.len() + 1, cut.len() + 2, text.len()] {
            let mut inbox = Inbox::new(100);
            let mut found = None;
            for piece in text.as_bytes().chunks(size) {
                inbox.push(piece);
                while let Some(Inbound::TooLong { id }) = inbox.next().unwrap_or_else(|unusable| {
                    found = Some(unusable);
                    None
                }) {
                    assert_eq!(id, b"1");
                }
            }
            assert!(matches!(found, Some(Unusable::Garbage(Garbage { found: b'{', .. }))), "{size}: {found:?}");
        }
    }

    #[test]
    fn an_answer_of_the_limit_is_taken() {
        assert_eq!(received(&mut Inbox::new(TWO.len()), b"{\"id\":1,\"error\":{}}"), ["{\"id\":1,\"error\":{}}"]);
        assert_eq!(received(&mut Inbox::new(19), b"{\"id\":1,\"error\":{}}"), ["{\"id\":1,\"error\":{}}"]);
        assert_eq!(received(&mut Inbox::new(18), b"{\"id\":1,\"error\":{}}"), ["too long: 1"]);
    }

    #[test]
    fn a_short_message_takes_no_more_memory_than_its_text() {
        let mut inbox = Inbox::new(1 << 20);
        received(&mut inbox, &TWO.repeat(3000));
        for length in [1, SHORT - 20, SHORT, 2 * SHORT] {
            let answer = format!("{{\"id\":1,\"result\":\"{}\"}}", "x".repeat(length));
            inbox.push(answer.as_bytes());
            let Ok(Some(Inbound::Message(frame))) = inbox.next() else { panic!("{length}") };
            let text = frame.into_text();
            assert_eq!(text.len(), answer.len());
            assert!(
                text.capacity() == text.len() || text.len() > SHORT && text.capacity() < 8 * text.len(),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_gigabyte_without_end_takes_no_memory() {
        let mut inbox = Inbox::new(1 << 20);
        let piece = [b'x'; 1 << 16];
        assert!(received(&mut inbox, b"{\"id\":1,\"result\":\"").is_empty());
        let complaints: usize = (0..1 << 14).map(|_| received(&mut inbox, &piece).len()).sum();
        assert_eq!(complaints, 1);
        assert!(inbox.buffer.capacity() < 1 << 20);
    }

    #[test]
    fn what_is_too_long_before_its_id_makes_the_peer_unusable() {
        let mut inbox = Inbox::new(10);
        inbox.push(b"{\"result\":\"0123456789");
        assert_eq!(inbox.next().unwrap_err(), Unusable::TooLong);
        let mut inbox = Inbox::new(10);
        inbox.push(b"hello}");
        assert!(matches!(inbox.next().unwrap_err(), Unusable::Garbage(Garbage { found: b'h', .. })));
    }

    #[test]
    fn messages_are_told_apart_by_their_members() {
        let class = |text: &str| {
            let mut inbox = Inbox::new(1000);
            inbox.push(text.as_bytes());
            let Ok(Some(Inbound::Message(frame))) = inbox.next() else { panic!("{text}") };
            (format!("{:?}", frame.class()), format!("{:?}", frame.outcome()))
        };
        let answer = |id: &[u8]| format!("{:?}", Class::Answer(id));
        let unclear = format!("{:?}", Outcome::Unclear);
        let result = format!("{:?}", Outcome::Result(b"{}"));
        let error = format!("{:?}", Outcome::Error(b"{}"));
        assert_eq!(class(r#"{"id":01,"result":{}}"#), (answer(b"01"), result));
        assert_eq!(class(r#"{"id":"1","error":{}}"#), (answer(b"\"1\""), error.clone()));
        assert_eq!(class(r#"{"id":1}"#), (answer(b"1"), unclear.clone()));
        assert_eq!(class(r#"{"id":1,"result":{},"error":{}}"#), (answer(b"1"), unclear.clone()));
        assert_eq!(class(r#"{"id":null,"error":{}}"#), ("Complaint".to_owned(), error));
        let notification = r#"{"method":"message","params":{"id":1,"result":2}}"#;
        assert_eq!(class(notification), ("Notification".to_owned(), unclear.clone()));
        assert_eq!(class(r#"{"id":1,"method":"x","params":{}}"#), ("Stray".to_owned(), unclear.clone()));
        let with_more = r#"{"id":1,"method":"x","result":{}}"#;
        assert_eq!(class(with_more), (answer(b"1"), format!("{:?}", Outcome::Result(b"{}"))));
        assert_eq!(class("{}"), ("Stray".to_owned(), unclear));
        let (kind, outcome) = class(r#"{"id":1,"result":{},}"#);
        assert_eq!(kind, answer(b"1"));
        assert!(outcome.starts_with("Damaged(Order"), "{outcome}");
        let (kind, outcome) = class(r#"{"id":1,"error":{},"error":{}}"#);
        assert_eq!((kind, outcome.as_str()), (answer(b"1"), "Damaged(Twice(\"error\"))"));
    }

    /// 200 MB in pieces of 1 kB: minutes, if the buffer were looked through again for each.
    #[test]
    fn a_long_answer_in_small_pieces_takes_linear_time() {
        const PIECES: usize = if cfg!(debug_assertions) { 30_000 } else { 200_000 };
        let mut inbox = Inbox::new(usize::MAX);
        inbox.push(b"{\"id\":1,\"result\":{\"list\":[");
        let row = [&b"{\"label\":\""[..], &[b'x'; 980], b"\"},"].concat();
        for _ in 0..PIECES {
            inbox.push(&row);
            assert!(inbox.next().unwrap().is_none());
        }
        assert_eq!(received(&mut inbox, b"0]}}\n").len(), 1);
    }
}
