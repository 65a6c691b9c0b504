//! `schemars::JsonSchema` for the domain types (feature `schemars`): what `Deserialize` accepts, inline.

use std::borrow::Cow;

use ::schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;
use zeroize::Zeroize;

use super::*; // each that a row of the table names
use crate::rules::{ScalarKind, scalar_types};

impl ScalarKind {
    /// The JSON Schema of the type, as the table describes it.
    pub(crate) fn json_schema(self) -> Schema {
        let facts = self.facts();
        let mut schema = json_schema!({});
        match facts.json {
            [] => {}
            [only] => set(&mut schema, "type", Some(*only)),
            several => set(&mut schema, "type", Some(several)),
        }
        // Integers of 64 bits fit; there are no others.
        let bound = |bound: i128| serde_json::Number::from_i128(bound).map(Value::Number);
        set(&mut schema, "minimum", facts.integers.and_then(|(least, _)| bound(least)));
        set(&mut schema, "maximum", facts.integers.and_then(|(_, most)| bound(most)));
        set(&mut schema, "pattern", self.pattern());
        set(&mut schema, "additionalProperties", facts.members.map(|members| members.json_schema().to_value()));
        schema
    }
}

fn set(schema: &mut Schema, keyword: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        schema.insert(keyword.to_owned(), value.into());
    }
}

macro_rules! json_schemas {
    (std $std:tt own { $($(#[$doc:meta])* $kind:ident($ty:ident) = $facts:expr;)* } again $again:tt) => {$(
        impl JsonSchema for $ty {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($ty).into()
            }

            fn schema_id() -> Cow<'static, str> {
                concat!("cln_runtime::", stringify!($ty)).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                ScalarKind::$kind.json_schema()
            }
        }
    )*};
}

scalar_types!(json_schemas);

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
