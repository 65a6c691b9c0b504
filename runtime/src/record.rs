//! What every generated struct can do: be decoded, validated and encoded, by its table of rules.

use std::fmt;
use std::io::Read;

use crate::encode::encode;
use crate::json::StreamSource;
use crate::rules::{Kind, Rule, Shape};
use crate::value::{Placeholder, Reflect};
use crate::walk::{Mode, Validation, Violation, Violations, walk_reader, walk_slice};

/// Who writes a value. It decides how the value is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The node: answers, payloads of notifications and of hooks. They grow with every release, so unknown fields and
    /// enum values are accepted.
    Node,
    /// A client of the node, or a plugin: parameters, and what a hook answers. Unknown names and values are mistakes,
    /// and refused.
    Client,
}

impl Origin {
    pub(crate) const fn mode(self) -> Mode {
        match self {
            Self::Node => Mode::Lenient,
            Self::Client => Mode::Closed,
        }
    }
}

/// A struct made from an object of a schema.
///
/// Implemented by generated code. Its methods are the direct way between bytes and types; serde's traits, which
/// every record implements too, use the same tables but are slower and do not see a number's exact digits.
///
/// ```
/// use cln_runtime::{Record, RpcError};
///
/// let error = RpcError::from_json(br#"{"code": -32602, "message": "missing required parameter"}"#)?;
/// assert_eq!(error.code, -32602);
/// assert_eq!(error.to_json(), br#"{"code":-32602,"message":"missing required parameter"}"#);
/// # Ok::<(), cln_runtime::DecodeError>(())
/// ```
pub trait Record: Reflect + Placeholder {
    /// The rules of its object.
    const SHAPE: &'static Shape<'static>;

    /// Who writes it.
    const ORIGIN: Origin;

    /// Decodes JSON, as tolerantly as its [`Origin`] allows.
    ///
    /// # Errors
    /// The first thing that does not fit the type.
    fn from_json(json: &[u8]) -> Result<Self, DecodeError> {
        let mut record = Self::placeholder();
        decode_into(json, Self::SHAPE, Self::ORIGIN, &mut record)?;
        Ok(record)
    }

    /// Decodes JSON that must keep to every rule of the schema.
    ///
    /// # Errors
    /// Every violation, also those that [`from_json`](Record::from_json) tolerates.
    fn from_json_strict(json: &[u8]) -> Result<Self, Violations> {
        let mut record = Self::placeholder();
        walk_slice(json, &Kind::Object(Self::SHAPE), Some(&mut record), Mode::Strict)?;
        Ok(record)
    }

    /// Checks JSON against every rule of the schema, without decoding it.
    ///
    /// # Errors
    /// Every violation, in document order.
    fn validate_json(json: &[u8]) -> Result<(), Violations> {
        crate::walk::validate(json, Self::SHAPE)
    }

    /// Decodes JSON that arrives in pieces, as tolerantly as its [`Origin`] allows.
    ///
    /// The reader is asked for large pieces, so it need not be buffered. It is read to its end: nothing but white space
    /// may follow the value. One string, number or value that is kept as JSON may be 64 MiB long.
    ///
    /// # Errors
    /// The first thing that does not fit the type; of [`Rule::Io`] if the reader fails.
    fn from_reader(mut reader: impl Read) -> Result<Self, DecodeError> {
        let mut record = Self::placeholder();
        let kind = Kind::Object(Self::SHAPE);
        walk_reader(&mut reader, HELD, &kind, Some(&mut record), Self::ORIGIN.mode()).map_err(DecodeError::first_of)?;
        Ok(record)
    }

    /// Decodes JSON that arrives in pieces, as [`from_reader`](Record::from_reader) does, and must keep to every rule of
    /// the schema.
    ///
    /// # Errors
    /// Every violation; the last is one of [`Rule::Io`] if the reader fails.
    fn from_reader_strict(mut reader: impl Read) -> Result<Self, Violations> {
        let mut record = Self::placeholder();
        walk_reader(&mut reader, HELD, &Kind::Object(Self::SHAPE), Some(&mut record), Mode::Strict)?;
        Ok(record)
    }

    /// Checks JSON that arrives in pieces against every rule of the schema, without ever holding it as a whole: see
    /// [`Validation::validate_reader`], which has settings, too.
    ///
    /// # Errors
    /// Every violation, in document order; the last is one of [`Rule::Io`] if the reader fails.
    fn validate_reader(reader: impl Read) -> Result<(), Violations> {
        Validation::new().validate_reader(reader, Self::SHAPE)
    }

    /// Encodes as compact JSON: by name, in schema order, absent options left out.
    fn to_json(&self) -> Vec<u8>
    where
        Self: Sized,
    {
        let mut json = Vec::new();
        encode(self, &mut json);
        json
    }
}

/// How long one token of a stream may be that is decoded: what it becomes is held anyway.
const HELD: usize = StreamSource::<&[u8]>::DEFAULT_TOKEN_LIMIT;

pub(crate) fn decode_into(
    json: &[u8],
    shape: &'static Shape<'static>,
    origin: Origin,
    slot: &mut dyn Reflect,
) -> Result<(), DecodeError> {
    walk_slice(json, &Kind::Object(shape), Some(slot), origin.mode()).map_err(DecodeError::first_of)
}

/// Checks a value against every rule of its schema: what generated `validate()` methods call.
///
/// The value is encoded and its JSON walked, so that typed values and bytes cannot be judged differently.
///
/// # Errors
/// Every violation.
pub fn validate<T: Record>(record: &T) -> Result<(), Violations> {
    // The copy may hold secrets.
    let json = zeroize::Zeroizing::new(record.to_json());
    crate::walk::validate(&json, T::SHAPE)
}

/// Why JSON could not be decoded into a type: the first thing that did not fit, and where.
///
/// Never shows the value of a secret field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError(Box<Violation>);

impl From<Violation> for DecodeError {
    fn from(violation: Violation) -> Self {
        Self(Box::new(violation))
    }
}

impl DecodeError {
    pub(crate) fn first_of(violations: Violations) -> Self {
        let first = violations.into_first();
        Self::from(first.unwrap_or_else(|| Violation::new(String::new(), Rule::Json, "not readable".to_owned())))
    }

    /// Where, as a JSON Pointer.
    #[must_use]
    pub fn pointer(&self) -> &str {
        self.0.pointer()
    }

    /// Which rule was broken.
    #[must_use]
    pub fn rule(&self) -> Rule {
        self.0.rule()
    }

    /// What was expected and what was found.
    #[must_use]
    pub fn message(&self) -> &str {
        self.0.message()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for DecodeError {}
