//! The envelope of a request, checked as a node does.

use crate::filter::Filter;
use crate::wire::{Failure, Message, PartKind, Value};

/// A request whose envelope is as it has to be.
#[derive(Debug)]
pub(crate) struct Call<'t> {
    pub(crate) text: &'t [u8],
    pub(crate) id: &'t [u8],
    pub(crate) method: &'t [u8],
    pub(crate) params: Value<'t>,
    pub(crate) filter: Option<Filter>,
}

/// A request that is kept until it can be answered.
#[derive(Debug)]
pub(crate) struct Kept {
    text: Vec<u8>,
    id: Vec<u8>,
    method: Vec<u8>,
    params: (PartKind, Vec<u8>),
    filter: Option<Filter>,
}

impl Call<'_> {
    pub(crate) fn keep(&self) -> Kept {
        Kept {
            text: self.text.to_vec(),
            id: self.id.to_vec(),
            method: self.method.to_vec(),
            params: (self.params.kind, self.params.json.to_vec()),
            filter: self.filter.clone(),
        }
    }
}

impl Kept {
    pub(crate) fn call(&self) -> Call<'_> {
        let Self { text, id, method, params: (kind, json), filter } = self;
        Call { text, id, method, params: Value { kind: *kind, json }, filter: filter.clone() }
    }
}

/// Why an envelope is refused, and whether its id could be told.
pub(crate) struct Refused {
    pub(crate) failure: Failure,
    pub(crate) with_id: bool,
}

fn refused(with_id: bool, why: &str) -> Refused {
    Refused { failure: Failure::invalid_request(why), with_id }
}

/// The request, or what a node says of its envelope, in the order in which it looks.
pub(crate) fn read<'t>(message: &Message<'t>) -> Result<Call<'t>, Refused> {
    if message.jsonrpc.and_then(Value::string) != Some(b"2.0") {
        return Err(refused(false, "jsonrpc: \"2.0\" must be specified in the request"));
    }
    let id = message.id.ok_or_else(|| refused(false, "No id"))?;
    if !id.is_scalar() {
        return Err(refused(false, "Expected string/primitive for id"));
    }
    let method = message.method.ok_or_else(|| refused(true, "No method"))?;
    let params = message.params.ok_or_else(|| refused(true, "No params"))?;
    let filter = message.filter.map(Filter::read).transpose();
    let filter = filter.map_err(|failure| Refused { failure, with_id: true })?;
    let method = method.string().ok_or_else(|| refused(true, "Expected string for method"))?;
    Ok(Call { text: message.text, id: id.json, method, params, filter })
}
