//! What a field or element holds: scalars, enums, arrays, alternatives.

use std::collections::BTreeMap;

use cln_runtime::rules::ScalarKind;
use cln_runtime::{Origin, Rule};

use super::context::Role;
use super::context::{Lowering, Path, not_an_identifier};
use super::deprecation::deprecation;
use super::names::{Names, camel, constant, free, variant};
use super::notes::notes;
use super::scalar::scalar_kind;
use super::{Array, Deprecation, Enum, EnumValue, Limits, Type, TypeDef, TypeId, Union, Variant, docs};
use crate::schema::{Schema, Type as SchemaType};
use crate::source::{Node, Value};

/// Whether a place becomes a Rust type or only rules.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Rust,
    Rules,
}

impl Lowering<'_> {
    /// The type of a field or element.
    pub(super) fn lower_type(&mut self, schema: &Schema, path: &Path<'_>, origin: Origin) -> Type {
        self.lower_value(schema, path, origin, Use::Rust)
    }

    /// What a value must be, without a Rust type of its own.
    pub(super) fn lower_rule(&mut self, schema: &Schema, path: &Path<'_>, origin: Origin) -> Type {
        self.lower_value(schema, path, origin, Use::Rules)
    }

    fn lower_value(&mut self, schema: &Schema, path: &Path<'_>, origin: Origin, used: Use) -> Type {
        if schema.untyped {
            return Type::Any;
        }
        if let Some(values) = &schema.enum_values {
            return self.lower_enum(schema, values, path, origin, used);
        }
        let ty = schema.ty.as_ref().map(|ty| ty.value);
        let has_fields = schema.properties.is_some() || !schema.required.is_empty();
        match ty {
            Some(SchemaType::Object) | None if has_fields => {
                let role = if used == Use::Rust { Role::Part } else { Role::Rules };
                Type::Named(self.lower_object(schema, path, origin, role))
            }
            Some(SchemaType::Object) => Type::Scalar(ScalarKind::JsonObject, None),
            Some(SchemaType::Array) => {
                let items =
                    schema.items.as_ref().map_or(Type::Any, |items| self.lower_value(items, path, origin, used));
                let min_items = schema.min_items.as_ref().map(|bound| bound.value);
                let max_items = schema.max_items.as_ref().map(|bound| bound.value);
                let notes = schema.items.as_ref().map(|items| notes(items, None)).unwrap_or_default();
                Type::Array(Box::new(Array { items, notes, min_items, max_items }))
            }
            Some(ty) => match scalar_kind(ty, origin, self.options.since.as_ref()) {
                Some(kind) => Type::Scalar(kind, limits(schema, None)),
                None => Type::Any,
            },
            None => self.lower_alternatives(schema, path, origin, used),
        }
    }

    /// A place that only alternatives describe.
    fn lower_alternatives(&mut self, schema: &Schema, path: &Path<'_>, origin: Origin, used: Use) -> Type {
        let arms: Vec<&Schema> = schema.alternatives().collect();
        match arms.as_slice() {
            // What holds for texts or numbers only holds for those among any JSON.
            [] => match limits(schema, None) {
                Some(limits) => Type::Scalar(ScalarKind::Json, Some(limits)),
                None => Type::Any,
            },
            [only] => self.lower_value(only, path, origin, used),
            _ if used == Use::Rules => {
                let rule = alternatives_rule(schema);
                Type::OneOf(rule, arms.iter().map(|arm| self.lower_value(arm, path, origin, used)).collect())
            }
            _ => Type::Named(self.lower_union(schema, &arms, path, origin)),
        }
    }

    fn lower_union(&mut self, schema: &Schema, arms: &[&Schema], path: &Path<'_>, origin: Origin) -> TypeId {
        let id = self.reserve();
        let name = self.type_name(path);
        let mut variants: Vec<Variant> = Vec::new();
        let mut names = Names::default();
        for arm in arms {
            let ident = names.give(&variant_name(arm));
            let ty = self.lower_value(arm, &path.then(&ident), origin, Use::Rust);
            let deprecated = deprecation(arm.deprecated.as_ref(), self.options);
            let sentences = deprecated.as_deref().map(Deprecation::sentence).into_iter().collect();
            let docs = docs::with_notes(docs::prose(&arm.description), sentences);
            let notes = notes(arm, None);
            variants.push(Variant { ident, ty, secret: false, docs, notes, deprecated });
        }
        let open = (origin == Origin::Node).then(|| names.give("Unknown"));
        let docs = docs::prose(&schema.description);
        self.define(
            id,
            TypeDef::Union(Union {
                table: constant(&name),
                name,
                origin,
                trace: self.trace(schema),
                docs,
                rule: alternatives_rule(schema),
                variants,
                open,
                // The field that holds it knows, and says so later.
                secret: false,
            }),
        );
        id
    }

    fn lower_enum(&mut self, schema: &Schema, values: &[Node], path: &Path<'_>, origin: Origin, used: Use) -> Type {
        let ty = schema.ty.as_ref().map(|ty| ty.value);
        let strings = values.iter().all(|value| value.as_str().is_some());
        if !strings || !matches!(ty, None | Some(SchemaType::Scalar(ScalarKind::String))) || used == Use::Rules {
            let kind = ty.and_then(|ty| scalar_kind(ty, origin, None)).unwrap_or_else(|| kind_of(values));
            return Type::Scalar(kind, limits(schema, Some(values)));
        }
        let id = self.reserve();
        let name = self.type_name(path);
        let lowered = self.lower_enum_values(schema, values);
        let open = (origin == Origin::Node).then(|| unlisted_variant(&lowered));
        let docs = docs::prose(&schema.description);
        self.define(id, TypeDef::Enum(Enum { trace: self.trace(schema), docs, name, values: lowered, open }));
        Type::Named(id)
    }

    fn lower_enum_values(&mut self, schema: &Schema, values: &[Node]) -> Vec<EnumValue> {
        let mut idents: BTreeMap<String, &Node> = BTreeMap::new();
        let mut lowered = Vec::new();
        for node in values {
            let wire = node.as_str().unwrap_or_default();
            let Some(ident) = variant(wire) else {
                self.diagnostics.push(not_an_identifier(self.document, node.span, wire, &schema.pointer));
                continue;
            };
            if let Some(first) = idents.get(&ident) {
                self.same_identifier(&ident, (first.as_str().unwrap_or_default(), first.span), (wire, node.span));
                continue;
            }
            idents.insert(ident.clone(), node);
            lowered.push(EnumValue { wire: wire.to_owned(), ident });
        }
        lowered
    }
}

/// The scalar kind that all of an enum's values have, where no type says it.
pub fn kind_of(values: &[Node]) -> ScalarKind {
    let all = |test: fn(&Value) -> bool| values.iter().all(|node| test(&node.value));
    if all(|value| matches!(value, Value::Bool(_))) {
        ScalarKind::Bool
    } else if all(|value| matches!(value, Value::String(_))) {
        ScalarKind::String
    } else if all(|value| matches!(value, Value::Number(_))) {
        ScalarKind::Number
    } else {
        ScalarKind::Json
    }
}

/// What an alternative is called: by its type, an array by what it holds.
fn variant_name(arm: &Schema) -> String {
    let named = |schema: &Schema| schema.ty.as_ref().and_then(|ty| camel(ty.value.name()));
    let word = arm.enum_values.as_deref().and_then(|values| match values {
        [only] => variant(only.as_str()?),
        _ => None,
    });
    match (word, named(arm), &arm.items) {
        (Some(word), ..) => word,
        (None, Some(name), Some(items)) if name == "Array" => format!("{}Array", named(items).unwrap_or_default()),
        (None, Some(name), _) => name,
        (None, None, _) => "Any".to_owned(),
    }
}

/// What is broken if none of the alternatives fits.
const fn alternatives_rule(schema: &Schema) -> Rule {
    if schema.one_of.is_empty() { Rule::AnyOf } else { Rule::OneOf }
}

/// The name of the variant for values that the schema does not list.
fn unlisted_variant(values: &[EnumValue]) -> String {
    let is_taken = |name: &str| values.iter().any(|value| value.ident == name);
    if is_taken("Unknown") { free("UnknownValue", is_taken) } else { "Unknown".to_owned() }
}

fn limits(schema: &Schema, values: Option<&[Node]>) -> Option<Box<Limits>> {
    let limits = Limits {
        values: values.map(|values| values.iter().map(Node::to_json).collect()),
        min_length: schema.min_length.as_ref().map(|bound| bound.value),
        max_length: schema.max_length.as_ref().map(|bound| bound.value),
        minimum: schema.minimum.as_ref().map(|bound| bound.value),
        maximum: schema.maximum.as_ref().map(|bound| bound.value),
    };
    (limits != Limits::default()).then(|| Box::new(limits))
}
