//! The members of a JSON-RPC message while it arrives: where each begins and ends, nothing of their content read.

use std::ops::Range;

use super::garbage::Garbage;
use super::outline::{Outline, Part};

/// Where the members of a message stand in its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Members {
    pub(crate) id: Option<Range<usize>>,
    pub(crate) method: Option<Range<usize>>,
    pub(crate) result: Option<Range<usize>>,
    pub(crate) error: Option<Range<usize>>,
    /// The first thing that is wrong with the message itself; nothing is known of what its members hold.
    pub(crate) fault: Option<Fault>,
}

/// What is wrong with a message whose end was found all the same. Shows no more of it than one byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Its members do not follow each other as JSON has it.
    Order {
        garbage: Garbage,
        /// Where, in bytes from the beginning of the message.
        at: usize,
    },
    /// A member is there twice.
    Twice(&'static str),
}

impl Members {
    /// The member with this name, as it stands between quotes; `None` for names that mean nothing here.
    fn named(&mut self, name: &[u8]) -> Option<(&'static str, &mut Option<Range<usize>>)> {
        match name {
            b"\"id\"" => Some(("id", &mut self.id)),
            b"\"method\"" => Some(("method", &mut self.method)),
            b"\"result\"" => Some(("result", &mut self.result)),
            b"\"error\"" => Some(("error", &mut self.error)),
            _ => None,
        }
    }

    /// Checks that it can be told whose message it is, for somebody may wait for it.
    fn check_owner(&self) -> Result<(), Garbage> {
        let Self { id: None, method: None, result, error, fault } = self else { return Ok(()) };
        match fault {
            Some(Fault::Order { garbage, .. }) => Err(*garbage),
            _ if result.is_some() || error.is_some() => {
                Err(Garbage { expected: "an id in an answer before its end", found: b'}' })
            }
            _ => Ok(()),
        }
    }
}

/// Follows one message to its end.
#[derive(Debug)]
pub(crate) struct Envelope {
    outline: Outline,
    expect: Expect,
    members: Members,
}

#[derive(Clone, Debug)]
enum Expect {
    Start,
    KeyOrEnd,
    Key,
    Colon {
        key: Range<usize>,
    },
    Value {
        key: Range<usize>,
    },
    CommaOrEnd,
    /// Something was wrong: nothing until the next member.
    Skip,
    /// Only the end is wanted.
    End,
}

impl Envelope {
    pub(crate) fn new() -> Self {
        Self { outline: Outline::new(1), expect: Expect::Start, members: Members::default() }
    }

    /// Whether nothing of the message has come yet.
    pub(crate) const fn is_at_start(&self) -> bool {
        matches!(self.expect, Expect::Start)
    }

    /// Where the members stand that have come so far.
    pub(crate) const fn members(&self) -> &Members {
        &self.members
    }

    /// How many bytes have been looked at.
    pub(crate) const fn at(&self) -> usize {
        self.outline.at()
    }

    /// The bytes looked at are taken away: of this message only the end is still wanted.
    pub(crate) fn forget(&mut self, gone: &[u8]) {
        self.outline.forget(gone);
        self.members = Members::default();
        self.expect = Expect::End;
    }

    /// Goes on in `text`, which begins as it did last time. The length of the message once it is whole.
    pub(crate) fn advance(&mut self, text: &[u8]) -> Result<Option<usize>, Garbage> {
        while let Some(part) = self.outline.next(text)? {
            if self.step(part, text)? {
                self.members.check_owner()?;
                return Ok(Some(self.outline.at()));
            }
        }
        Ok(None)
    }

    /// Takes one part; `true` at the end of the message. A part that should not be there is noted, and no reason to lose
    /// the end, unless the message has not begun yet or its bracket is closed by another.
    fn step(&mut self, part: Part, text: &[u8]) -> Result<bool, Garbage> {
        self.expect = match (self.expect.clone(), part) {
            (Expect::Start, Part::Open(b'{')) => Expect::KeyOrEnd,
            (Expect::KeyOrEnd | Expect::Key, Part::Text(key)) => Expect::Colon { key },
            (Expect::Colon { key }, Part::Colon) => Expect::Value { key },
            (Expect::Value { key }, Part::Text(value) | Part::Bare(value) | Part::Deep(value)) => {
                self.keep(text, key, value)?;
                Expect::CommaOrEnd
            }
            (Expect::CommaOrEnd | Expect::Skip, Part::Comma) => Expect::Key,
            (Expect::KeyOrEnd | Expect::CommaOrEnd | Expect::Skip | Expect::End, Part::Close(b'}')) => return Ok(true),
            (expect @ (Expect::Skip | Expect::End), part) if !matches!(part, Part::Close(_)) => expect,
            (expect, part) => {
                let garbage = Garbage { expected: expect.words(), found: part.first(text) };
                if matches!(expect, Expect::Start) || part == Part::Close(b']') {
                    return Err(garbage);
                }
                self.note(garbage, &part);
                match part {
                    Part::Close(_) => return Ok(true),
                    Part::Comma => Expect::Key,
                    _ => Expect::Skip,
                }
            }
        };
        Ok(false)
    }

    /// Notes what is wrong with the message, unless something was before.
    fn note(&mut self, garbage: Garbage, part: &Part) {
        let at = match part {
            Part::Text(range) | Part::Bare(range) | Part::Deep(range) => range.start,
            _ => self.outline.at().saturating_sub(1),
        };
        self.members.fault.get_or_insert(Fault::Order { garbage, at });
    }

    fn keep(&mut self, text: &[u8], key: Range<usize>, value: Range<usize>) -> Result<(), Garbage> {
        let key = text.get(key).unwrap_or_default();
        let Some((name, member)) = self.members.named(key) else { return Ok(()) };
        match member {
            None => *member = Some(value),
            // Which of two ids counts is not for us to guess.
            Some(first) if name == "id" && text.get(first.clone()) != text.get(value) => {
                return Err(Garbage { expected: "one id in a message, not two", found: b'"' });
            }
            Some(_) => _ = self.members.fault.get_or_insert(Fault::Twice(name)),
        }
        Ok(())
    }
}

impl Expect {
    const fn words(&self) -> &'static str {
        match self {
            Self::Start => "a JSON-RPC message, which begins with \"{\"",
            Self::KeyOrEnd | Self::Key => "the name of a member of a message",
            Self::Colon { .. } => "a colon after the name of a member",
            Self::Value { .. } => "the value of a member",
            Self::CommaOrEnd => "a comma or the end of a message",
            Self::Skip | Self::End => "the end of a message",
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a failing test may panic")]

    use super::*;

    fn slice(text: &[u8], range: &Option<Range<usize>>) -> Option<String> {
        range.clone().map(|range| String::from_utf8(text[range].to_vec()).unwrap())
    }

    #[test]
    fn finds_the_members_in_any_order_and_spacing() {
        let text = br#"{ "result" : {"id":2}, "jsonrpc":"2.0" ,"id":"a:b#1" , "more": [ "id" ] } {"id""#;
        let mut envelope = Envelope::new();
        let end = envelope.advance(text).unwrap().unwrap();
        assert_eq!(&text[end..], b" {\"id\"");
        let members = envelope.members();
        assert_eq!(slice(text, &members.id).as_deref(), Some("\"a:b#1\""));
        assert_eq!(slice(text, &members.result).as_deref(), Some("{\"id\":2}"));
        assert_eq!((&members.error, &members.method), (&None, &None));
    }

    /// The members of a message that comes in pieces of each size, or why it is none.
    #[track_caller]
    fn members(text: &str) -> Result<Members, Garbage> {
        let whole = |piece: usize| {
            let mut envelope = Envelope::new();
            for end in (piece..text.len()).step_by(piece).chain([text.len()]) {
                if let Some(end) = envelope.advance(&text.as_bytes()[..end])? {
                    assert_eq!(end, text.len(), "{text}");
                    return Ok(envelope.members().clone());
                }
            }
            panic!("{text} has no end");
        };
        let found = whole(1);
        for piece in 2..=text.len() {
            assert_eq!(whole(piece), found, "{text}");
        }
        found
    }

    #[test]
    fn a_message_whose_end_and_id_are_found_keeps_its_fault() {
        for (text, at, found) in [
            (r#"{"id":1,}"#, 8, b'}'),
            (r#"{"id":1,,"result":2}"#, 8, b','),
            (r#"{"id":1 2}"#, 8, b'2'),
            (r#"{"id":1,"x"2,"result":{}}"#, 11, b'2'),
            (r#"{"id":1,"result":}"#, 17, b'}'),
            (r#"{"id":1,"result":,"x":[]}"#, 17, b','),
            (r#"{"id":1,x:2,"y":[{}]}"#, 8, b'x'),
            (r#"{"x":NaN,"id":1}"#, 5, b'N'),
            (r#"{'x':"}","id":1}"#, 1, b'\''),
            (r#"{,"id":1}"#, 1, b','),
        ] {
            let members = members(text).unwrap();
            assert_eq!(slice(text.as_bytes(), &members.id).as_deref(), Some("1"), "{text}");
            let Some(Fault::Order { garbage, at: place }) = members.fault else { panic!("{text}: {members:?}") };
            assert_eq!((place, garbage.found), (at, found), "{text}");
        }
        for (text, name) in [
            (r#"{"id":1,"result":1,"result":2}"#, "result"),
            (r#"{"id":1,"error":1,"result":1,"error":2}"#, "error"),
            (r#"{"id":1,"id":1}"#, "id"),
        ] {
            assert_eq!(members(text).unwrap().fault, Some(Fault::Twice(name)), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_message_and_what_might_be_anybodys() {
        for text in [
            "[1]",
            "1 ",
            "\"x\"",
            "{\"id\":1,\"id\":2}",
            "{\"id\" 1}",
            "{,}",
            "{\"id\":}",
            "{1:2}",
            "{]",
            "{\"id\":1]",
            "{\"id\":1,\"result\" ]",
            "{\"id\":1,\"result\":[}}",
            "{\"result\":1}",
            "{\"error\":{},\"error\":{}}",
            "{\"\\u0069d\":1,\"result\":{}}",
            "{\"id\":1\n\n{\"id\":2}",
        ] {
            assert!(Envelope::new().advance(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn only_the_end_is_wanted_of_what_is_thrown_away() {
        let text = br#"{"id":1,"result":[],"id":2,"x" 1,"result":3}"#;
        for cut in 8..text.len() {
            let mut envelope = Envelope::new();
            assert_eq!(envelope.advance(&text[..cut]).is_err(), cut > 26, "{cut}");
            let mut envelope = Envelope::new();
            if envelope.advance(&text[..cut]).is_ok() {
                let at = envelope.at();
                envelope.forget(&text[..at]);
                assert_eq!(envelope.advance(&text[at..]), Ok(Some(text.len() - at)), "{cut}");
            }
        }
    }
}
