//! One message of a node, whole, its members found but not read.

use std::fmt;

use super::envelope::{Fault, Members};
use crate::wipe::Buffer;

/// A message: its text, and where its members stand.
#[derive(Clone)]
pub(crate) struct Frame {
    text: Buffer,
    members: Members,
}

/// What an answer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome<'f> {
    /// The JSON of the result.
    Result(&'f [u8]),
    /// The JSON of the error object.
    Error(&'f [u8]),
    /// Neither or both, so nothing.
    Unclear,
    /// Nothing that can be trusted: the message is damaged.
    Damaged(Fault),
}

/// What kind of message it is, by the members that it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class<'f> {
    /// It answers the request with this id, which is JSON as it came.
    Answer(&'f [u8]),
    /// It answers nothing.
    Notification,
    /// An error about a request whose id the node could not make out.
    Complaint,
    /// Neither of these.
    Stray,
}

impl Frame {
    /// The members' places must be those of this text.
    pub(crate) const fn new(text: Buffer, members: Members) -> Self {
        Self { text, members }
    }

    /// How long the text is.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// The whole text as it came, without white space around it. May not be UTF-8.
    pub(crate) fn into_text(self) -> Buffer {
        self.text
    }

    pub(crate) fn class(&self) -> Class<'_> {
        let Members { id, method, result, error, .. } = &self.members;
        match (self.part(id), method, result, error) {
            (Some(b"null"), None, None, Some(_)) => Class::Complaint,
            (Some(id), None, _, _) | (Some(id), _, Some(_), _) | (Some(id), _, _, Some(_)) => Class::Answer(id),
            (None, Some(_), None, None) => Class::Notification,
            _ => Class::Stray,
        }
    }

    pub(crate) fn outcome(&self) -> Outcome<'_> {
        if let Some(fault) = self.members.fault {
            return Outcome::Damaged(fault);
        }
        match (self.part(&self.members.result), self.part(&self.members.error)) {
            (Some(result), None) => Outcome::Result(result),
            (None, Some(error)) => Outcome::Error(error),
            _ => Outcome::Unclear,
        }
    }

    fn part(&self, range: &Option<std::ops::Range<usize>>) -> Option<&[u8]> {
        range.clone().and_then(|range| self.text.get(range))
    }
}

/// Its length: the text may hold secrets.
impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Frame({} bytes)", self.text.len())
    }
}
