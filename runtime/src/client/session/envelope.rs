//! The members of a JSON-RPC message while it arrives: where each begins and ends, nothing of their content read.

use std::ops::Range;

use super::outline::{Garbage, Outline, Part};

/// Where the members of a message stand in its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Members {
    pub(crate) id: Option<Range<usize>>,
    pub(crate) method: Option<Range<usize>>,
    pub(crate) result: Option<Range<usize>>,
    pub(crate) error: Option<Range<usize>>,
}

impl Members {
    /// The member with this name, as it stands between quotes; `None` for names that mean nothing here.
    fn named(&mut self, name: &[u8]) -> Option<&mut Option<Range<usize>>> {
        match name {
            b"\"id\"" => Some(&mut self.id),
            b"\"method\"" => Some(&mut self.method),
            b"\"result\"" => Some(&mut self.result),
            b"\"error\"" => Some(&mut self.error),
            _ => None,
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
    Colon { key: Range<usize> },
    Value { key: Range<usize> },
    CommaOrEnd,
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
    pub(crate) fn forget(&mut self) {
        self.outline.forget(self.outline.at());
        self.members = Members::default();
        if let Expect::Colon { key } | Expect::Value { key } = &mut self.expect {
            *key = 0..0;
        }
    }

    /// Goes on in `text`, which begins as it did last time. The length of the message once it is whole.
    pub(crate) fn advance(&mut self, text: &[u8]) -> Result<Option<usize>, Garbage> {
        while let Some(part) = self.outline.next(text)? {
            if self.step(part, text)? {
                return Ok(Some(self.outline.at()));
            }
        }
        Ok(None)
    }

    /// Takes one part; `true` at the end of the message.
    fn step(&mut self, part: Part, text: &[u8]) -> Result<bool, Garbage> {
        self.expect = match (self.expect.clone(), part) {
            (Expect::Start, Part::Open(b'{')) => Expect::KeyOrEnd,
            (Expect::KeyOrEnd | Expect::Key, Part::Text(key)) => Expect::Colon { key },
            (Expect::KeyOrEnd | Expect::CommaOrEnd, Part::Close(b'}')) => return Ok(true),
            (Expect::Colon { key }, Part::Colon) => Expect::Value { key },
            (Expect::Value { key }, Part::Text(value) | Part::Bare(value) | Part::Deep(value)) => {
                self.keep(text.get(key).unwrap_or_default(), value)?;
                Expect::CommaOrEnd
            }
            (Expect::CommaOrEnd, Part::Comma) => Expect::Key,
            (expect, part) => return Err(Garbage { expected: expect.words(), found: part.first(text) }),
        };
        Ok(false)
    }

    fn keep(&mut self, name: &[u8], value: Range<usize>) -> Result<(), Garbage> {
        match self.members.named(name) {
            // Which of two ids counts is not for us to guess.
            Some(Some(_)) => Err(Garbage { expected: "each member of a message once", found: b'"' }),
            Some(member) => {
                *member = Some(value);
                Ok(())
            }
            None => Ok(()),
        }
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
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

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

    #[test]
    fn refuses_what_is_no_object_and_what_is_there_twice() {
        for text in [
            &b"[1]"[..],
            b"1 ",
            b"\"x\"",
            b"{\"id\":1,\"id\":2}",
            b"{\"id\" 1}",
            b"{,}",
            b"{\"id\":}",
            b"{\"id\":1,}",
            b"{\"id\":1 2}",
            b"{1:2}",
            b"{]",
        ] {
            assert!(Envelope::new().advance(text).is_err(), "{}", String::from_utf8_lossy(text));
        }
    }
}
