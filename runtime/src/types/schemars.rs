//! `schemars::JsonSchema` for the domain types (feature `schemars`): what `Deserialize` accepts, inline.
//!
//! What a pattern can hardly say is left out: the ranges inside short channel ids and outpoints.

use std::borrow::Cow;

use ::schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use zeroize::Zeroize;

use super::{
    Bip340Signature, Currency, Feerate, Hash, Hex, Json, JsonObject, JsonObjectOrArray, JsonScalar, Msat, MsatOrAll,
    MsatOrAny, Null, Number, Outpoint, OutputDesc, ProofField, PublicKey, Sat, SatOrAll, Secret, Sensitive,
    ShortChannelId, ShortChannelIdDir, Signature, StringMap, Txid,
};

/// The amounts that [`Msat`] reads.
const MSAT: &str = r"[0-9]+((msat|sat|btc)?|\.[0-9]{3}sat|\.([0-9]{8}|[0-9]{11})btc)";

/// The amounts that [`Sat`] reads: whole satoshi.
const SAT: &str = r"([0-9]*000|0+)msat|[0-9]+((sat|btc)?|\.000sat|\.[0-9]{8}(000)?btc)";

/// A string that `pattern` matches as a whole.
fn text(pattern: &str) -> Schema {
    json_schema!({ "type": "string", "pattern": format!("^({pattern})$") })
}

/// A string that `pattern` matches as a whole, or an integer from 0 to `maximum`.
fn text_or_integer(pattern: &str, maximum: u64) -> Schema {
    json_schema!({
        "type": ["integer", "string"],
        "minimum": 0,
        "maximum": maximum,
        "pattern": format!("^({pattern})$"),
    })
}

fn amount(pattern: &str) -> Schema {
    text_or_integer(pattern, u64::MAX)
}

fn feerate() -> Schema {
    let words: Vec<&str> = Feerate::WORDS.iter().map(|(word, _)| *word).collect();
    text_or_integer(&format!("[0-9]+(perkw|perkb|blocks)|{}", words.join("|")), u64::from(u32::MAX))
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
    Hash, "Hash" => text("[0-9a-fA-F]{64}");
    Txid, "Txid" => text("[0-9a-fA-F]{64}");
    Secret, "Secret" => text("[0-9a-fA-F]{64}");
    PublicKey, "PublicKey" => text("0[23][0-9a-fA-F]{64}");
    Hex, "Hex" => text("([0-9a-fA-F]{2})*");
    Signature, "Signature" => text("([0-9a-fA-F]{2}){0,72}");
    Bip340Signature, "Bip340Signature" => text("[0-9a-fA-F]{128}");
    ShortChannelId, "ShortChannelId" => text("[0-9]+x[0-9]+x[0-9]+");
    ShortChannelIdDir, "ShortChannelIdDir" => text("[0-9]+x[0-9]+x[0-9]+/[01]");
    Outpoint, "Outpoint" => text("[0-9a-fA-F]{64}:[0-9]+");
    Currency, "Currency" => text(r"[0-9]+(\.[0-9]+)?[A-Z]{3}");
    Feerate, "Feerate" => feerate();
    Msat, "Msat" => amount(MSAT);
    Sat, "Sat" => amount(SAT);
    MsatOrAll, "MsatOrAll" => amount(&format!("{MSAT}|all"));
    MsatOrAny, "MsatOrAny" => amount(&format!("{MSAT}|any"));
    SatOrAll, "SatOrAll" => amount(&format!("{SAT}|all"));
    OutputDesc, "OutputDesc" => {
        json_schema!({ "type": "object", "additionalProperties": amount(&format!("{SAT}|all")) })
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
