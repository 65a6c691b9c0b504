//! The elements of the one array in an answer, while it arrives: no more than one of them is kept.

use std::ops::Range;

use super::garbage::Garbage;
use super::inbox::Unusable;
use super::outline::{Outline, Part};
use crate::wipe::Buffer;

/// What has come.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// An element, which stands there until more is pushed.
    Element(Range<usize>),
    /// The error object that came in place of a result.
    Error(Range<usize>),
    /// The answer ends here.
    End,
    /// The result, or what should be the array, is something else.
    OtherShape,
    /// What comes is longer than the limit.
    TooLong,
    /// More bytes are needed.
    More,
}

/// Follows the answer to one request on a connection that has no other.
pub(crate) struct List {
    buffer: Buffer,
    /// The bytes before are not needed any more.
    taken: usize,
    outline: Outline,
    limit: usize,
    /// The JSON of the request's id.
    id: Vec<u8>,
    /// The array's name in the result.
    field: &'static str,
    expect: Expect,
    depth: usize,
    name: Name,
    /// A value is passed over until the depth is this again; if it is the error, from where.
    passing: Option<(usize, Option<usize>)>,
    message: Message,
}

/// What is known of the message that is being received.
#[derive(Default)]
struct Message {
    /// Whether it has the request's id.
    is_ours: bool,
    has_id: bool,
    has_result: bool,
    has_array: bool,
    has_error: bool,
}

impl Message {
    /// Notes a member; whether it was there before.
    const fn has_again(&mut self, name: Name) -> bool {
        let is_known = match name {
            Name::Id => &mut self.has_id,
            Name::Result => &mut self.has_result,
            Name::Error => &mut self.has_error,
            Name::Array => &mut self.has_array,
            Name::Other => return false,
        };
        std::mem::replace(is_known, true)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expect {
    Message,
    /// A key, or the end of the object.
    First,
    Key,
    Colon,
    Value,
    Comma,
}

/// The member that a value belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    Id,
    Result,
    Error,
    Array,
    Other,
}

impl List {
    /// Waits for the answer with this id, the elements of `field` in its result; each of up to `limit` bytes.
    pub(crate) fn new(id: Vec<u8>, field: &'static str, limit: usize) -> Self {
        Self {
            buffer: Buffer::new(),
            taken: 0,
            outline: Outline::new(3),
            limit,
            id,
            field,
            expect: Expect::Message,
            depth: 0,
            name: Name::Other,
            passing: None,
            message: Message::default(),
        }
    }

    /// Adds bytes as they came.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.outline.forget(self.buffer.get(..self.taken).unwrap_or_default());
        self.buffer.take_away(self.taken);
        if let Some((_, Some(start))) = &mut self.passing {
            *start -= self.taken;
        }
        self.taken = 0;
        self.buffer.extend(bytes);
    }

    /// The bytes of what was found last.
    pub(crate) fn bytes(&self, range: Range<usize>) -> &[u8] {
        self.buffer.get(range).unwrap_or_default()
    }

    /// Whether what is being received is the answer, so that the node has executed the request.
    pub(crate) const fn is_answer(&self) -> bool {
        self.message.is_ours
    }

    /// What comes next.
    pub(crate) fn next(&mut self) -> Result<Found, Unusable> {
        loop {
            let Some(part) = self.outline.next(&self.buffer)? else {
                let kept = self.buffer.len() - self.taken;
                return match kept > self.limit {
                    true if self.message.is_ours => Ok(Found::TooLong),
                    true => Err(Unusable::TooLong),
                    false => Ok(Found::More),
                };
            };
            let found = self.step(part)?;
            if !matches!(self.passing, Some((_, Some(_)))) {
                self.taken = self.outline.at();
            }
            match found {
                // Notifications have no id; what has another is not ours.
                Some(Found::End) if !self.message.is_ours => self.message = Message::default(),
                Some(Found::Element(range)) if range.len() > self.limit => return Ok(Found::TooLong),
                Some(found) => return Ok(found),
                None => {}
            }
        }
    }

    fn step(&mut self, part: Part) -> Result<Option<Found>, Garbage> {
        if let Some((depth, start)) = self.passing {
            return Ok(self.pass(&part, depth, start));
        }
        let first = part.first(&self.buffer);
        let garbage = |expected| Err(Garbage { expected, found: first });
        match (self.expect, part) {
            (Expect::Message, Part::Open(b'{')) => self.enter(Expect::First),
            (Expect::First | Expect::Key, Part::Text(key)) if self.depth < 3 => {
                self.name = self.name_of(&key);
                self.expect = Expect::Colon;
            }
            (Expect::Colon, Part::Colon) => self.expect = Expect::Value,
            (Expect::Comma, Part::Comma) => self.expect = if self.depth == 3 { Expect::Value } else { Expect::Key },
            (Expect::First | Expect::Comma, Part::Close(bracket)) if bracket == self.closing() => {
                return Ok(self.leave());
            }
            (Expect::First | Expect::Value, part) if self.depth == 3 => return self.element(part, garbage),
            (Expect::Value, part) => {
                let name = self.counting_name();
                if self.message.has_again(name) {
                    return garbage("each member of an answer once");
                }
                return Ok(self.member(name, &part));
            }
            _ => return garbage("a JSON-RPC answer"),
        }
        Ok(None)
    }

    fn enter(&mut self, expect: Expect) {
        self.depth += 1;
        self.expect = expect;
    }

    const fn closing(&self) -> u8 {
        if self.depth == 3 { b']' } else { b'}' }
    }

    fn leave(&mut self) -> Option<Found> {
        self.depth -= 1;
        self.expect = if self.depth == 0 { Expect::Message } else { Expect::Comma };
        match self.depth {
            0 if self.message.is_ours && !self.message.has_array && !self.message.has_error => Some(Found::OtherShape),
            0 => Some(Found::End),
            _ => None,
        }
    }

    fn name_of(&self, key: &Range<usize>) -> Name {
        let quoted = self.buffer.get(key.clone()).unwrap_or_default();
        let name = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
        match (self.depth, name) {
            (1, b"id") => Name::Id,
            (1, b"result") => Name::Result,
            (1, b"error") => Name::Error,
            (2, name) if name == self.field.as_bytes() => Name::Array,
            _ => Name::Other,
        }
    }

    /// The member that the next value counts as.
    const fn counting_name(&self) -> Name {
        match self.name {
            // Nodes write the id first. What comes before it, or after another, is nobody's.
            Name::Result | Name::Error if !self.message.is_ours => Name::Other,
            name => name,
        }
    }

    /// The value of a member of the message or of its result.
    fn member(&mut self, name: Name, part: &Part) -> Option<Found> {
        match (name, part) {
            (Name::Result, Part::Open(b'{')) | (Name::Array, Part::Open(b'[')) => self.enter(Expect::First),
            (Name::Result | Name::Array, _) => return Some(Found::OtherShape),
            (name, Part::Open(_)) => {
                // The bracket is one byte, and the last that was looked at.
                let start = (name == Name::Error).then(|| self.outline.at().saturating_sub(1));
                self.passing = Some((self.depth, start));
                self.depth += 1;
            }
            (Name::Id, Part::Text(id)) => {
                self.message.is_ours = self.buffer.get(id.clone()) == Some(&self.id);
                self.expect = Expect::Comma;
            }
            // The node could not make out the id, and nothing else was asked here.
            (Name::Id, Part::Bare(id)) => {
                self.message.is_ours = self.buffer.get(id.clone()) == Some(b"null");
                self.expect = Expect::Comma;
            }
            (Name::Error, _) => return Some(Found::OtherShape),
            _ => self.expect = Expect::Comma,
        }
        None
    }

    fn element(
        &mut self,
        part: Part,
        garbage: impl Fn(&'static str) -> Result<Option<Found>, Garbage>,
    ) -> Result<Option<Found>, Garbage> {
        match part {
            Part::Text(range) | Part::Bare(range) | Part::Deep(range) => {
                self.expect = Expect::Comma;
                Ok(Some(Found::Element(range)))
            }
            _ => garbage("an element"),
        }
    }

    /// Passes over a value, the error as a whole.
    fn pass(&mut self, part: &Part, depth: usize, start: Option<usize>) -> Option<Found> {
        match part {
            Part::Open(_) => self.depth += 1,
            Part::Close(_) => self.depth -= 1,
            _ => {}
        }
        if self.depth > depth {
            return None;
        }
        self.passing = None;
        self.expect = Expect::Comma;
        let start = start?;
        Some(Found::Error(start..self.outline.at()))
    }
}

#[cfg(test)]
mod tests;
