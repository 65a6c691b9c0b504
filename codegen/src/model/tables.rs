//! The same tables that are emitted, built in memory: to judge documented examples before they become tests, and any
//! instance without generating.

use bumpalo::Bump;
use cln_runtime::rules::{Array, Bounds, Branch, Checks, Clause, Field, Group, Kind, Shape, key_index_in};
use cln_runtime::{Rule, Validation, Violations};

use super::{Limits, Method, Struct, Type, TypeDef};
use crate::schema::Side;

/// The rules of one side of a method; `None` if that is no object.
pub fn rules<'b>(arena: &'b Bump, method: &Method, side: Side) -> Option<Shape<'b>> {
    method.struct_def(method.side(side)).map(|def| Tables { arena, method }.shape(def))
}

/// Whether strict validation accepts JSON as a value of a type.
pub fn fits(method: &Method, ty: &Type, json: &str) -> bool {
    validated(method, ty, json, Validation::new().first_only()).is_ok()
}

/// How JSON breaks the rules of a type, and where.
pub(crate) fn violations_of(method: &Method, ty: &Type, json: &str) -> Vec<(Rule, String)> {
    let found = validated(method, ty, json, Validation::new()).err();
    found.iter().flat_map(Violations::iter).map(|found| (found.rule(), found.pointer().to_owned())).collect()
}

fn validated(method: &Method, ty: &Type, json: &str, wanted: Validation) -> Result<(), Violations> {
    let arena = Bump::new();
    let kind = Tables { arena: &arena, method }.kind(ty);
    wanted.validate_value(json.as_bytes(), &kind)
}

/// Uses the [`rules`] of one side of a method, without generating code.
pub fn with_rules<R>(method: &Method, side: Side, use_rules: impl FnOnce(&Shape<'_>) -> R) -> Option<R> {
    rules(&Bump::new(), method, side).map(|shape| use_rules(&shape))
}

/// Builds tables in an arena, since they refer to each other.
#[derive(Clone, Copy)]
struct Tables<'a, 'b> {
    arena: &'b Bump,
    method: &'a Method,
}

impl<'b> Tables<'_, 'b> {
    fn shape(self, def: &Struct) -> Shape<'b> {
        let fields: Vec<Field<'b>> = def.fields.iter().map(|field| self.field(def, field)).collect();
        let fields: &'b [Field<'b>] = self.arena.alloc_slice_copy(&fields);
        Shape {
            fields,
            index: key_index_in(fields, |slots| self.arena.alloc_slice_copy(slots)),
            closed: def.closed,
            params: def.params,
            groups: self.slice(def.groups.iter().map(|group| self.group(group))),
            clauses: self.clauses(&def.clauses),
        }
    }

    fn field(self, def: &Struct, field: &super::Field) -> Field<'b> {
        let (name, kind) = (self.arena.alloc_str(&field.wire), self.kind(&field.ty));
        let mut entry = if field.required { Field::required(name, kind) } else { Field::optional(name, kind) };
        entry.secret = field.secret;
        entry.deprecated = def.is_deprecated_parameter(field);
        entry.checks = match &field.checks {
            super::Checks::Type => Checks::Kind,
            super::Checks::Other(ty) => Checks::Other(self.arena.alloc(self.kind(ty))),
            super::Checks::Nothing => Checks::Nothing,
        };
        entry
    }

    fn group(self, group: &super::Group) -> Group<'b> {
        Group::new(group.kind, self.arena.alloc_slice_copy(&group.members))
    }

    fn clauses(self, clauses: &[super::Clause]) -> &'b [Clause<'b>] {
        self.slice(clauses.iter().map(|clause| self.clause(clause)))
    }

    fn clause(self, clause: &super::Clause) -> Clause<'b> {
        match clause {
            super::Clause::All(branch) => Clause::All(self.branch(branch)),
            super::Clause::If { test, reason, then, otherwise } => Clause::If {
                test: self.branch(test),
                reason: self.arena.alloc_str(reason),
                then: then.as_ref().map(|branch| &*self.arena.alloc(self.branch(branch))),
                otherwise: otherwise.as_ref().map(|branch| &*self.arena.alloc(self.branch(branch))),
            },
            super::Clause::Any(rule, branches) => {
                Clause::Any(*rule, self.slice(branches.iter().map(|branch| self.branch(branch))))
            }
        }
    }

    fn branch(self, branch: &super::Branch) -> Branch<'b> {
        Branch {
            required: self.arena.alloc_slice_copy(&branch.required),
            allowed: branch.allowed.as_ref().map(|allowed| &*self.arena.alloc_slice_copy(allowed)),
            kinds: self.slice(branch.kinds.iter().map(|(index, ty)| (*index, self.kind(ty)))),
            clauses: self.clauses(&branch.clauses),
        }
    }

    fn kind(self, ty: &Type) -> Kind<'b> {
        match ty {
            Type::Any => Kind::Any,
            Type::Scalar(scalar, None) => Kind::Scalar(*scalar),
            Type::Scalar(scalar, Some(limits)) => Kind::Bounded(*scalar, self.arena.alloc(self.bounds(limits))),
            Type::Array(array) => Kind::Array(self.arena.alloc(Array {
                items: self.kind(&array.items),
                min_items: array.min_items,
                max_items: array.max_items,
            })),
            Type::OneOf(rule, types) => self.alternatives(*rule, types.iter()),
            Type::Named(id) => match self.method.type_def(*id) {
                Some(TypeDef::Struct(def)) if def.objects_only => Kind::Object(self.arena.alloc(self.shape(def))),
                Some(TypeDef::Struct(def)) => Kind::IfObject(self.arena.alloc(self.shape(def))),
                Some(TypeDef::Enum(def)) => Kind::Enum(self.texts(def.values.iter().map(|value| &*value.wire))),
                Some(TypeDef::Union(def)) => {
                    self.alternatives(def.rule, def.variants.iter().map(|variant| &variant.ty))
                }
                None => Kind::Any,
            },
        }
    }

    fn alternatives<'t>(self, rule: Rule, types: impl Iterator<Item = &'t Type>) -> Kind<'b> {
        let arms = self.slice(types.map(|ty| self.kind(ty)));
        if rule == Rule::AnyOf { Kind::AnyOf(arms) } else { Kind::OneOf(arms) }
    }

    fn bounds(self, limits: &Limits) -> Bounds<'b> {
        Bounds {
            values: limits.values.as_ref().map(|values| self.texts(values.iter().map(String::as_str))),
            min_length: limits.min_length,
            max_length: limits.max_length,
            minimum: limits.minimum,
            maximum: limits.maximum,
        }
    }

    fn texts<'t>(self, texts: impl Iterator<Item = &'t str>) -> &'b [&'b str] {
        self.slice(texts.map(|text| &*self.arena.alloc_str(text)))
    }

    fn slice<T: Copy>(self, items: impl Iterator<Item = T>) -> &'b [T] {
        let items: Vec<T> = items.collect();
        self.arena.alloc_slice_copy(&items)
    }
}
