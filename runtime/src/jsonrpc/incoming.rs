//! A message that a node sends of its own accord: a notification, or a call of a hook.

use super::Id;
use crate::record::{DecodeError, Record, Writer, decode_into};
use crate::rules::{Field, KeyIndex, Kind, ScalarKind, Shape, key_index};
use crate::types::Json;
use crate::value::{Blank, Refused, Slot, Token, View};

/// A JSON-RPC 2.0 message with its parameters as they came.
///
/// ```
/// use cln_runtime::jsonrpc::Incoming;
///
/// let message = Incoming::from_json(br#"{"jsonrpc":"2.0","method":"shutdown","params":{}}"#)?;
/// assert_eq!(message.method, "shutdown");
/// assert_eq!(message.id, None); // a notification: nobody waits for an answer
/// # Ok::<(), cln_runtime::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming {
    /// What the answer must carry; `None` for a notification.
    pub id: Option<Id>,
    /// The name of the notification or hook.
    pub method: String,
    /// The parameters.
    pub params: Json,
}

impl Incoming {
    /// Decodes the envelope. Tolerates unknown members.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn from_json(json: &[u8]) -> Result<Self, DecodeError> {
        let mut message = Self { id: None, method: String::new(), params: Json::blank() };
        decode_into(json, &SHAPE, Writer::Node, &mut message)?;
        Ok(message)
    }

    /// Decodes the parameters.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn decode<T: Record>(&self) -> Result<T, DecodeError> {
        T::from_json(self.params.as_str().as_bytes())
    }
}

static FIELDS: &[Field<'static>] = &[
    Field::optional("jsonrpc", Kind::Enum(&["2.0"])),
    Field::optional("id", Kind::Any),
    Field::required("method", Kind::Scalar(ScalarKind::String)),
    Field::required("params", Kind::Scalar(ScalarKind::JsonObjectOrArray)),
];

static SHAPE: Shape<'static> = Shape {
    fields: FIELDS,
    index: KeyIndex::new(&key_index::<8>(FIELDS), FIELDS),
    closed: false,
    params: false,
    groups: &[],
    clauses: &[],
};

impl Slot for Incoming {
    fn put(&mut self, _token: Token<'_>) -> Result<(), Refused> {
        Err(Refused::kind("an object"))
    }

    fn field(&mut self, index: usize) -> Option<&mut dyn Slot> {
        Some(match index {
            1 => &mut self.id,
            2 => &mut self.method,
            3 => &mut self.params,
            _ => return None,
        })
    }

    fn view(&self) -> View<'_> {
        View::Object(&SHAPE)
    }
}
