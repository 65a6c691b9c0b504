//! An answer.

use super::{Id, RpcError};
use crate::record::{DecodeError, Origin, Record, decode_into};
use crate::rules::{Field, Kind, Rule, Shape, key_index};
use crate::value::{Placeholder, Reflect, Token, TokenError, ValueRef};
use crate::walk::Violation;

/// A JSON-RPC 2.0 response: the envelope around a command's result, or an error.
///
/// ```
/// use cln_runtime::{RpcError, jsonrpc::{Id, Response}};
///
/// let line = br#"{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Unknown command"}}"#;
/// let response = Response::<RpcError>::from_json(line)?;
/// assert_eq!(response.id, Id::from(1));
/// assert_eq!(response.outcome, Err(RpcError::new(-32601, "Unknown command")));
/// # Ok::<(), cln_runtime::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Response<T> {
    /// The request's id.
    pub id: Id,
    /// What the method gave, or why it did not.
    pub outcome: Result<T, RpcError>,
}

impl<T: Record + 'static> Response<T> {
    /// Decodes an answer, its result straight into the type. Tolerates unknown members and a missing `jsonrpc`.
    ///
    /// # Errors
    /// The first thing that does not fit; also an answer with neither a result nor an error, or with both.
    pub fn from_json(json: &[u8]) -> Result<Self, DecodeError> {
        let mut envelope = Envelope::<T>::placeholder();
        decode_into(json, Envelope::<T>::SHAPE, Origin::Node, &mut envelope)?;
        let outcome = match (envelope.result, envelope.error) {
            (Some(result), None) => Ok(result),
            (None, Some(error)) => Err(error),
            (None, None) => return Err(one_outcome("expected a result or an error, found neither")),
            (Some(_), Some(_)) => return Err(one_outcome("expected a result or an error, found both")),
        };
        Ok(Self { id: envelope.id, outcome })
    }

    /// The answer as compact JSON, for stand-in nodes.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let mut json = b"{\"jsonrpc\":\"2.0\",\"id\":".to_vec();
        crate::encode::encode(&self.id, &mut json);
        let (name, value): (&[u8], &dyn Reflect) = match &self.outcome {
            Ok(result) => (b",\"result\":", result),
            Err(error) => (b",\"error\":", error),
        };
        json.extend_from_slice(name);
        crate::encode::encode(value, &mut json);
        json.push(b'}');
        json
    }
}

fn one_outcome(message: &str) -> DecodeError {
    DecodeError::from(Violation::new(String::new(), Rule::Required, message.to_owned()))
}

/// The members of an answer as they stand on the wire.
struct Envelope<T> {
    id: Id,
    result: Option<T>,
    error: Option<RpcError>,
}

impl<T: Record> Envelope<T> {
    const FIELDS: &'static [Field<'static>] = &[
        Field::optional("jsonrpc", Kind::Enum(&["2.0"])),
        Field::required("id", Kind::Any),
        Field::optional("result", Kind::Object(T::SHAPE)),
        Field::optional("error", Kind::Object(RpcError::SHAPE)),
    ];
    const SHAPE: &'static Shape<'static> = &Shape::of_fields(Self::FIELDS, &key_index::<8>(Self::FIELDS));
}

impl<T> Placeholder for Envelope<T> {
    fn placeholder() -> Self {
        Self { id: Id::Null, result: None, error: None }
    }
}

impl<T: Record> Reflect for Envelope<T> {
    fn put(&mut self, _token: Token<'_>) -> Result<(), TokenError> {
        Err(TokenError::kind("an object"))
    }

    fn field(&mut self, index: usize) -> Option<&mut dyn Reflect> {
        Some(match index {
            1 => &mut self.id,
            2 => &mut self.result,
            3 => &mut self.error,
            _ => return None,
        })
    }

    fn view(&self) -> ValueRef<'_> {
        ValueRef::Object(Self::SHAPE)
    }
}
