//! A request: the members of its envelope that count.

use std::ops::Range;

use super::{Part, Value};

/// Where the members of an envelope stand. Of two of a name the first counts.
#[derive(Debug, Default)]
pub(super) struct Members {
    jsonrpc: Option<Part>,
    id: Option<Part>,
    method: Option<Part>,
    params: Option<Part>,
    filter: Option<Part>,
}

impl Members {
    /// This many bytes before it have been taken away.
    pub(super) fn forget(&mut self, bytes: usize) {
        let members = [&mut self.jsonrpc, &mut self.id, &mut self.method, &mut self.params, &mut self.filter];
        for part in members.into_iter().flatten() {
            part.range = part.range.start - bytes..part.range.end - bytes;
        }
    }

    pub(super) fn keep(&mut self, name: &[u8], value: Part) {
        let member = match name {
            b"jsonrpc" => &mut self.jsonrpc,
            b"id" => &mut self.id,
            b"method" => &mut self.method,
            b"params" => &mut self.params,
            b"filter" => &mut self.filter,
            _ => return,
        };
        member.get_or_insert(value);
    }
}

/// An outermost value of the stream, most likely a request.
#[derive(Debug)]
pub struct Message<'t> {
    /// The value alone.
    pub text: &'t [u8],
    /// The member of this name.
    pub jsonrpc: Option<Value<'t>>,
    /// The member of this name.
    pub id: Option<Value<'t>>,
    /// The member of this name.
    pub method: Option<Value<'t>>,
    /// The member of this name.
    pub params: Option<Value<'t>>,
    /// The member of this name.
    pub filter: Option<Value<'t>>,
}

impl<'t> Message<'t> {
    pub(super) fn new(stream: &'t [u8], range: Range<usize>, members: &Members) -> Self {
        let value = |part: &Option<Part>| part.as_ref().map(|part| Value::of(stream, part));
        Self {
            text: stream.get(range).unwrap_or_default(),
            jsonrpc: value(&members.jsonrpc),
            id: value(&members.id),
            method: value(&members.method),
            params: value(&members.params),
            filter: value(&members.filter),
        }
    }
}
