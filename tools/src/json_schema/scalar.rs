//! Scalar types: the ranges of their numbers, the patterns of their texts.

use cln_codegen::model::Limits;
use cln_runtime::json::Tree;
use cln_runtime::rules::{ScalarKind, Texts};

use super::keywords::{Keywords, number, text, texts};
use super::value::Values;

impl Values<'_> {
    /// A scalar type within bounds.
    pub(super) fn scalar(&mut self, kind: ScalarKind, limits: Option<&Limits>) -> Keywords {
        let facts = kind.facts();
        let (mut schema, range) = match definition_name(kind) {
            Some(name) => (self.reference(name, kind), None),
            None => (of_types(kind), facts.integers),
        };
        if let Some(members) = facts.members {
            schema.set("additionalProperties", self.scalar(members, None).into_tree());
        }
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
    schema.extend(of_types(kind));
    if let Some((least, most)) = kind.facts().integers {
        schema.set("minimum", number(least));
        schema.set("maximum", number(most));
    }
    kind.pattern().into_iter().for_each(|pattern| schema.set("pattern", text(&pattern)));
    schema
}

/// What the dialect calls a type whose strings follow a pattern.
fn definition_name(kind: ScalarKind) -> Option<&'static str> {
    let is_formed = match kind.facts().texts {
        Texts::Hex(..) | Texts::PartlyHex | Texts::Formed => true,
        Texts::None | Texts::Any => false,
    };
    kind.facts().name.filter(|_| is_formed)
}

/// What JSON Schema calls the kinds of values of a type.
fn of_types(kind: ScalarKind) -> Keywords {
    match kind.facts().json {
        [] => Keywords::default(),
        [only] => Keywords::of_type(only),
        several => Keywords::default().with("type", Tree::Array(texts(several.iter().copied()))),
    }
}
