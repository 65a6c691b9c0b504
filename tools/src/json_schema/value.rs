//! What a field or element may be.

use std::collections::BTreeMap;

use cln_codegen::internals::{fits, paragraphs};
use cln_codegen::model::{Method, Notes, Type, TypeDef};
use cln_runtime::json::Tree;
use cln_runtime::json::pointer::child;

use super::keywords::{Keywords, flag, number, text, texts};

/// Writes the schemas of one method's values.
pub(super) struct Values<'a> {
    pub(super) method: &'a Method,
    /// The types that places refer to, by the dialect's names.
    pub(super) definitions: BTreeMap<&'static str, Tree>,
}

impl Values<'_> {
    /// The schema of a type's values. Alternatives may overlap: it is enough that one fits.
    pub(super) fn value(&mut self, ty: &Type) -> Keywords {
        match ty {
            Type::Any => Keywords::default(),
            Type::Scalar(kind, limits) => self.scalar(*kind, limits.as_deref()),
            Type::Array(array) => {
                let mut schema = Keywords::of_type("array");
                let items = self.annotated_value(&array.items, &array.notes);
                if !items.is_empty() {
                    schema.set("items", items.into_tree());
                }
                array.min_items.into_iter().for_each(|least| schema.set("minItems", number(least)));
                array.max_items.into_iter().for_each(|most| schema.set("maxItems", number(most)));
                schema
            }
            Type::OneOf(_, types) => Keywords::any_of(types.iter().map(|ty| self.value(ty))),
            Type::Named(id) => match self.method.type_def(*id) {
                Some(TypeDef::Struct(def)) => self.object(def),
                Some(TypeDef::Enum(def)) => Keywords::of_type("string")
                    .with("enum", Tree::Array(texts(def.values.iter().map(|value| value.wire.as_str())))),
                Some(TypeDef::Union(def)) => Keywords::any_of(
                    def.variants.iter().map(|variant| self.annotated_value(&variant.ty, &variant.notes)),
                ),
                None => Keywords::default(),
            },
        }
    }

    /// The same, with what is said to people.
    fn annotated_value(&mut self, ty: &Type, notes: &Notes) -> Keywords {
        let schema = self.value(ty);
        self.annotated(schema, notes, ty)
    }

    /// The schema with what is said to people: the description first, the rest at the end. A default that is no value of
    /// the type, such as `"60 seconds"` for a number, is told in the description.
    pub(super) fn annotated(&self, schema: Keywords, notes: &Notes, ty: &Type) -> Keywords {
        let value = notes.default.as_ref().and_then(|default| self.default_value(&default.json, ty));
        let told = notes.default.as_ref().filter(|_| value.is_none()).map(|default| default.sentence.as_str());
        let description = paragraphs([notes.text.as_str()].into_iter().chain(told).map(str::to_owned));
        let mut annotated = Keywords::default();
        if !description.is_empty() {
            annotated.set("description", text(&description));
        }
        annotated.extend(schema);
        if let Some(value) = value {
            annotated.set("default", value);
        }
        if notes.deprecated {
            annotated.set("deprecated", flag(true));
        }
        annotated
    }

    /// A default that is a value of the type; `null` stands for none.
    fn default_value(&self, json: &str, ty: &Type) -> Option<Tree> {
        let value = Tree::parse(json).ok().filter(|value| is_common(value) && json != "null")?;
        fits(self.method, ty, json).then_some(value)
    }

    /// The same, but not `null`.
    pub(super) fn not_null(&mut self, ty: &Type) -> Keywords {
        let mut schema = self.value(ty);
        if self.takes_null(ty) {
            schema.set("not", Keywords::of_type("null").into_tree());
        }
        schema
    }

    fn takes_null(&self, ty: &Type) -> bool {
        match ty {
            Type::Any => true,
            Type::Scalar(kind, _) => kind.takes_null(),
            Type::OneOf(_, types) => types.iter().any(|ty| self.takes_null(ty)),
            Type::Named(id) => match self.method.type_def(*id) {
                Some(TypeDef::Union(def)) => def.variants.iter().any(|variant| self.takes_null(&variant.ty)),
                _ => false,
            },
            Type::Array(_) => false,
        }
    }
}

/// A pointer to a property of the whole schema, as a URI fragment.
pub(super) fn property_reference(name: &str) -> Keywords {
    // The slash before the name stays one; those inside are escaped twice.
    let escaped: String = child("", name).bytes().skip(1).map(fragment_byte).collect();
    Keywords::default().with("$ref", text(&format!("#/properties/{escaped}")))
}

/// A byte as it stands in a URI: what is neither letter nor digit nor harmless is written in hex.
pub(super) fn fragment_byte(byte: u8) -> String {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    }
}

/// Whether all readers of JSON take its numbers: some refuse `1e400`, and with it the whole schema.
pub(super) fn is_common(value: &Tree) -> bool {
    match value {
        Tree::Plain(text) => !text.parse::<f64>().is_ok_and(f64::is_infinite),
        Tree::Text(_) => true,
        Tree::Array(elements) => elements.iter().all(is_common),
        Tree::Object(members) => members.iter().all(|(_, value)| is_common(value)),
    }
}
