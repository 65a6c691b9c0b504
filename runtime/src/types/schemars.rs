//! `schemars::JsonSchema` for the domain types (feature `schemars`): what `Deserialize` accepts, inline.

use std::borrow::Cow;

use ::schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use zeroize::Zeroize;

use super::{
    Bip340Signature, Currency, Feerate, Hash, Hex, Json, JsonObject, JsonObjectOrArray, JsonScalar, Msat, MsatOrAll,
    MsatOrAny, Null, Number, Outpoint, OutputDesc, ProofField, PublicKey, Sat, SatOrAll, Secret, Sensitive,
    ShortChannelId, ShortChannelIdDir, Signature, StringMap, Txid,
};
use crate::rules::ScalarKind;

/// A string that is written as the type demands.
fn text(kind: ScalarKind) -> Schema {
    json_schema!({ "type": "string", "pattern": kind.pattern() })
}

/// Such a string, or an integer from 0 to `maximum`.
fn text_or_integer(kind: ScalarKind, maximum: u64) -> Schema {
    json_schema!({ "type": ["integer", "string"], "minimum": 0, "maximum": maximum, "pattern": kind.pattern() })
}

fn amount(kind: ScalarKind) -> Schema {
    text_or_integer(kind, u64::MAX)
}

macro_rules! json_schemas {
    ($($type:ty, $name:literal => $schema:expr;)*) => {$(
        impl JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn schema_id() -> Cow<'static, str> {
                concat!("cln_runtime::", $name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    )*};
}

json_schemas! {
    Hash, "Hash" => text(ScalarKind::Hash);
    Txid, "Txid" => text(ScalarKind::Txid);
    Secret, "Secret" => text(ScalarKind::Secret);
    PublicKey, "PublicKey" => text(ScalarKind::PublicKey);
    Hex, "Hex" => text(ScalarKind::Hex);
    Signature, "Signature" => text(ScalarKind::Signature);
    Bip340Signature, "Bip340Signature" => text(ScalarKind::Bip340Signature);
    ShortChannelId, "ShortChannelId" => text(ScalarKind::ShortChannelId);
    ShortChannelIdDir, "ShortChannelIdDir" => text(ScalarKind::ShortChannelIdDir);
    Outpoint, "Outpoint" => text(ScalarKind::Outpoint);
    Currency, "Currency" => text(ScalarKind::Currency);
    Feerate, "Feerate" => text_or_integer(ScalarKind::Feerate, u64::from(u32::MAX));
    Msat, "Msat" => amount(ScalarKind::Msat);
    Sat, "Sat" => amount(ScalarKind::Sat);
    MsatOrAll, "MsatOrAll" => amount(ScalarKind::MsatOrAll);
    MsatOrAny, "MsatOrAny" => amount(ScalarKind::MsatOrAny);
    SatOrAll, "SatOrAll" => amount(ScalarKind::SatOrAll);
    OutputDesc, "OutputDesc" => {
        json_schema!({ "type": "object", "additionalProperties": amount(ScalarKind::SatOrAll) })
    };
    StringMap, "StringMap" => json_schema!({ "type": "object", "additionalProperties": { "type": "string" } });
    Number, "Number" => json_schema!({ "type": "number" });
    Json, "Json" => json_schema!({});
    Null, "Null" => json_schema!({ "type": "null" });
    JsonObject, "JsonObject" => json_schema!({ "type": "object" });
    JsonObjectOrArray, "JsonObjectOrArray" => json_schema!({ "type": ["object", "array"] });
    JsonScalar, "JsonScalar" => json_schema!({ "type": ["string", "number", "null"] });
    ProofField, "ProofField" => json_schema!({ "type": ["number", "string"] });
}

/// The schema of `T`.
impl<T: JsonSchema + Zeroize> JsonSchema for Sensitive<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}
