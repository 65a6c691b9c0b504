//! A request on its way to a node, or as a stand-in node sees it.

use super::{Id, method};
use crate::encode::encode;
use crate::json::write::write_string;
use crate::record::{DecodeError, Origin, decode_into};
use crate::rules::{Field, Kind, Shape, key_index};
use crate::value::{Reflect, Token, TokenError, ValueRef};

/// A JSON-RPC 2.0 request: the envelope around a command's parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Request<R> {
    /// What the answer will carry, too.
    pub id: Id,
    /// The parameters.
    pub params: R,
}

impl<R: method::Request> Request<R> {
    /// A request with these parameters.
    pub const fn new(id: Id, params: R) -> Self {
        Self { id, params }
    }

    /// The request as compact JSON, parameters by name. A node needs no terminator after it.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let mut json = b"{\"jsonrpc\":\"2.0\",\"id\":".to_vec();
        encode(&self.id, &mut json);
        json.extend_from_slice(b",\"method\":");
        write_string(R::METHOD, &mut json);
        json.extend_from_slice(b",\"params\":");
        encode(&self.params, &mut json);
        json.push(b'}');
        json
    }

    /// Decodes a request of this method, its parameters by name or by position.
    ///
    /// # Errors
    /// The first thing that does not fit, another method's name among them.
    pub fn from_json(json: &[u8]) -> Result<Self, DecodeError> {
        let mut envelope = Envelope { id: Id::Null, method: String::new(), params: R::placeholder() };
        decode_into(json, Envelope::<R>::SHAPE, Origin::Client, &mut envelope)?;
        Ok(Self { id: envelope.id, params: envelope.params })
    }
}

/// The members of a request as they stand on the wire.
struct Envelope<R> {
    id: Id,
    method: String,
    params: R,
}

impl<R: method::Request> Envelope<R> {
    const FIELDS: &'static [Field<'static>] = &[
        Field::required("jsonrpc", Kind::Enum(&["2.0"])),
        Field::required("id", Kind::Any),
        Field::required("method", Kind::Enum(&[R::METHOD])),
        Field::required("params", Kind::Object(R::SHAPE)),
    ];
    const SHAPE: &'static Shape<'static> = &Shape::of_fields(Self::FIELDS, &key_index::<8>(Self::FIELDS));
}

impl<R: method::Request> Reflect for Envelope<R> {
    fn put(&mut self, _token: Token<'_>) -> Result<(), TokenError> {
        Err(TokenError::kind("an object"))
    }

    fn field(&mut self, index: usize) -> Option<&mut dyn Reflect> {
        Some(match index {
            1 => &mut self.id,
            2 => &mut self.method,
            3 => &mut self.params,
            _ => return None,
        })
    }

    fn view(&self) -> ValueRef<'_> {
        ValueRef::Object(Self::SHAPE)
    }
}
