//! Scalar types: the ranges of their numbers, the patterns of their texts.

use cln_codegen::model::Limits;
use cln_runtime::conformance::Tree;
use cln_runtime::rules::ScalarKind;

use super::keywords::{Keywords, number, text, texts};
use super::value::Values;

impl Values<'_> {
    /// A scalar type within bounds.
    pub(super) fn scalar(&mut self, kind: ScalarKind, limits: Option<&Limits>) -> Keywords {
        let (mut schema, range) = match definition_name(kind) {
            Some(name) => (self.reference(name, kind), None),
            None => (Keywords::default(), integers(kind)),
        };
        schema.extend(plain(kind));
        let none = Limits::default();
        let limits = limits.unwrap_or(&none);
        let least = range.map(|(least, _)| least).into_iter().chain(limits.minimum).max();
        let most = range.map(|(_, most)| most).into_iter().chain(limits.maximum).min();
        let bounds = [
            ("minimum", least.map(number)),
            ("maximum", most.map(number)),
            ("minLength", limits.min_length.map(number)),
            ("maxLength", limits.max_length.map(number)),
        ];
        for (name, bound) in bounds {
            bound.into_iter().for_each(|bound| schema.set(name, bound));
        }
        let values = limits.values.iter().flatten();
        schema.set_list("enum", values.map(|json| Tree::Plain(json.clone())).collect());
        schema
    }

    /// A reference to a type that all places of the schema share.
    fn reference(&mut self, name: &'static str, kind: ScalarKind) -> Keywords {
        self.definitions.entry(name).or_insert_with(|| definition(kind).into_tree());
        Keywords::default().with("$ref", text(&format!("#/$defs/{name}")))
    }
}

/// A type whose strings follow a pattern.
fn definition(kind: ScalarKind) -> Keywords {
    let mut schema = Keywords::default().with("description", text(&format!("Takes {}.", kind.expected())));
    match integers(kind) {
        Some((least, most)) => {
            schema.set_list("type", texts(["integer", "string"].into_iter()));
            schema.set("minimum", number(least));
            schema.set("maximum", number(most));
        }
        None => schema.set("type", text("string")),
    }
    kind.pattern().into_iter().for_each(|pattern| schema.set("pattern", text(&pattern)));
    schema
}

/// The first and the last integer that a type takes, if it takes integers.
fn integers(kind: ScalarKind) -> Option<(i128, i128)> {
    let unsigned = |most: u64| Some((0, i128::from(most)));
    match kind {
        ScalarKind::I64 => Some((i128::from(i64::MIN), i128::from(i64::MAX))),
        ScalarKind::U8 => unsigned(u8::MAX.into()),
        ScalarKind::U16 => unsigned(u16::MAX.into()),
        ScalarKind::U32 | ScalarKind::Feerate => unsigned(u32::MAX.into()),
        ScalarKind::U64
        | ScalarKind::Msat
        | ScalarKind::MsatInteger
        | ScalarKind::MsatOrAll
        | ScalarKind::MsatOrAny
        | ScalarKind::Sat
        | ScalarKind::SatOrAll => unsigned(u64::MAX),
        _ => None,
    }
}

/// What the dialect calls a type whose strings follow a pattern.
const fn definition_name(kind: ScalarKind) -> Option<&'static str> {
    Some(match kind {
        ScalarKind::Hex => "hex",
        ScalarKind::Hash => "hash",
        ScalarKind::Secret => "secret",
        ScalarKind::Txid => "txid",
        ScalarKind::PublicKey => "pubkey",
        ScalarKind::Signature => "signature",
        ScalarKind::Bip340Signature => "bip340sig",
        ScalarKind::ShortChannelId => "short_channel_id",
        ScalarKind::ShortChannelIdDir => "short_channel_id_dir",
        ScalarKind::Outpoint => "outpoint",
        ScalarKind::Msat => "msat",
        ScalarKind::MsatOrAll => "msat_or_all",
        ScalarKind::MsatOrAny => "msat_or_any",
        ScalarKind::Sat => "sat",
        ScalarKind::SatOrAll => "sat_or_all",
        ScalarKind::Feerate => "feerate",
        ScalarKind::Currency => "currency",
        _ => return None,
    })
}

/// What stands at the place itself.
fn plain(kind: ScalarKind) -> Keywords {
    let of_types = |types: &[&str]| Keywords::default().with("type", Tree::Array(texts(types.iter().copied())));
    match kind {
        ScalarKind::Bool => Keywords::of_type("boolean"),
        ScalarKind::String => Keywords::of_type("string"),
        ScalarKind::Number => Keywords::of_type("number"),
        ScalarKind::Null => Keywords::of_type("null"),
        ScalarKind::StringMap => maps_to(Keywords::of_type("string")),
        ScalarKind::JsonObject => Keywords::of_type("object"),
        ScalarKind::JsonObjectOrArray => of_types(&["object", "array"]),
        ScalarKind::JsonScalar => of_types(&["string", "number", "null"]),
        ScalarKind::ProofField => of_types(&["number", "string"]),
        _ if definition_name(kind).is_none() && integers(kind).is_some() => Keywords::of_type("integer"),
        _ => Keywords::default(),
    }
}

/// An object with any keys.
pub(super) fn maps_to(values: Keywords) -> Keywords {
    Keywords::of_type("object").with("additionalProperties", values.into_tree())
}
