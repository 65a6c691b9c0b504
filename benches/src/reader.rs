//! The ways to read a result of `delpay`: ours and the peers'.

use std::fmt;

use cln_bindings::DelpayResponse;
use cln_rpc::model::responses::DelpayResponse as ClnRpcResponse;
use cln_runtime::Record;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::Failure;

/// The compile-time validator that the crate `jsonschema` makes of the same schema.
#[jsonschema::validator(path = "delpay-response.schema.json")]
struct CompiledValidator;

/// One way to read a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// Bytes → our type, through serde.
    Serde,
    /// Bytes → our type, all rules checked.
    Strict,
    /// Bytes → verdict, all rules checked, nothing decoded.
    Validate,
    /// The same from a reader (`impl Read`), which hands out the bytes in pieces.
    ValidateReader,
    /// Bytes → the type of cln-rpc, through serde.
    ClnRpcSerde,
    /// Bytes → `Value` → the type of cln-rpc: what its client does with an answer.
    ClnRpcClient,
    /// Bytes → `Value` → verdict of the crate `jsonschema`.
    Jsonschema,
    /// The same with its compile-time validator.
    JsonschemaMacro,
    /// serde_json skips the bytes: the practical limit.
    Skip,
}

impl Way {
    /// All ways.
    pub const ALL: [Self; 9] = [
        Self::Serde,
        Self::Strict,
        Self::Validate,
        Self::ValidateReader,
        Self::ClnRpcSerde,
        Self::ClnRpcClient,
        Self::Jsonschema,
        Self::JsonschemaMacro,
        Self::Skip,
    ];
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Serde => "`serde_json::from_slice::<DelpayResponse>`",
            Self::Strict => "`DelpayResponse::from_json_strict`",
            Self::Validate => "`DelpayResponse::validate_json`",
            Self::ValidateReader => "`DelpayResponse::validate_reader` (`impl Read`)",
            Self::ClnRpcSerde => "the same with cln-rpc's type",
            Self::ClnRpcClient => "cln-rpc's client: `Value`, then its type; no validation",
            Self::Jsonschema => "`Value`, then jsonschema's `is_valid`",
            Self::JsonschemaMacro => "`Value`, then `#[jsonschema::validator]`",
            Self::Skip => "serde_json skips the bytes (`IgnoredAny`)",
        })
    }
}

/// Reads in any of the ways.
pub struct Reader {
    validator: jsonschema::Validator,
}

impl Reader {
    /// Compiles the validator, which is not measured.
    ///
    /// # Errors
    /// The schema is none.
    pub fn new() -> Result<Self, Failure> {
        let schema: Value = serde_json::from_str(include_str!("../delpay-response.schema.json"))?;
        Ok(Self { validator: jsonschema::validator_for(&schema)? })
    }

    /// Whether a document is accepted. What was decoded for that is dropped again.
    #[must_use]
    pub fn accepts(&self, json: &[u8], way: Way) -> bool {
        match way {
            Way::Serde => serde_json::from_slice::<DelpayResponse>(json).is_ok(),
            Way::Strict => DelpayResponse::from_json_strict(json).is_ok(),
            Way::Validate => DelpayResponse::validate_json(json).is_ok(),
            Way::ValidateReader => DelpayResponse::validate_reader(json).is_ok(),
            Way::ClnRpcSerde => serde_json::from_slice::<ClnRpcResponse>(json).is_ok(),
            Way::ClnRpcClient => {
                value(json).is_some_and(|value| serde_json::from_value::<ClnRpcResponse>(value).is_ok())
            }
            Way::Jsonschema => value(json).is_some_and(|value| self.validator.is_valid(&value)),
            Way::JsonschemaMacro => value(json).is_some_and(|value| CompiledValidator::is_valid(&value)),
            Way::Skip => serde_json::from_slice::<IgnoredAny>(json).is_ok(),
        }
    }
}

fn value(json: &[u8]) -> Option<Value> {
    serde_json::from_slice(json).ok()
}
