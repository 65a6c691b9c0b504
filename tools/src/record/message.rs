//! A message on the wire: the members of its envelope that count.

use std::ops::Range;

use cln_runtime::json::{SliceSource, Source, Tree};

/// A JSON object, its members found.
#[derive(Debug)]
pub(super) struct Message<'m> {
    text: &'m str,
    members: Vec<(String, Range<usize>)>,
}

impl<'m> Message<'m> {
    /// Reads a message; `None` if it is no JSON object, or has a member twice: nobody can tell which one counts.
    pub(super) fn read(bytes: &'m [u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let mut source = SliceSource::new(bytes);
        source.peek().ok()?;
        source.enter_object().ok()?;
        let mut members: Vec<(String, Range<usize>)> = Vec::new();
        while let Some(name) = source.next_key(members.is_empty()).ok()? {
            let name = String::from_utf8_lossy(name).into_owned();
            if members.iter().any(|(before, _)| *before == name) {
                return None;
            }
            source.peek().ok()?;
            let start = source.offset() as usize;
            source.skip().ok()?;
            members.push((name, start..source.offset() as usize));
        }
        source.finish().ok()?;
        Some(Self { text, members })
    }

    /// The JSON of a member.
    pub(super) fn get(&self, name: &str) -> Option<&'m str> {
        let (_, range) = self.members.iter().find(|(known, _)| known == name)?;
        self.text.get(range.clone())
    }

    /// The name of the method, of a request or notification.
    pub(super) fn method(&self) -> Option<String> {
        match Tree::parse(self.get("method")?) {
            Ok(Tree::Text(method)) => Some(method),
            _ => None,
        }
    }
}

/// The id of a message of which only the beginning is there, if that comes before what is cut.
pub(super) fn early_id(head: &[u8]) -> Option<String> {
    let mut source = SliceSource::new(head);
    source.peek().ok()?;
    source.enter_object().ok()?;
    let mut first = true;
    while let Some(name) = source.next_key(first).ok()? {
        first = false;
        if name == b"id" {
            return Some(source.raw().ok()?.to_owned());
        }
        source.skip().ok()?;
    }
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::*;

    #[test]
    fn members_are_found_as_they_are_written() {
        let message = Message::read(b" {\"id\" : \"a\\u0062\", \"m\\u0065thod\":\"pay\", \"params\":{ } } ").unwrap();
        assert_eq!(message.get("id"), Some("\"a\\u0062\""));
        assert_eq!((message.method().as_deref(), message.get("params")), (Some("pay"), Some("{ }")));
        for none in [&b"[]"[..], b"{", b"{\"id\":01}", b"{\"id\":1,\"id\":2}", b"{\"id\":\"\xff\"}", b"{} {}"] {
            assert!(Message::read(none).is_none(), "{}", String::from_utf8_lossy(none));
        }
    }

    #[test]
    fn an_id_is_found_in_a_beginning() {
        assert_eq!(early_id(b"{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":{\"a\":\"").as_deref(), Some("\"x\""));
        assert_eq!(early_id(b"{\"result\":{\"a\":\""), None);
    }
}
