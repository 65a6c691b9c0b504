//! Instances broken on purpose: every rule that an example touches, broken in one place.

mod branches;
mod breaker;
mod editable;
mod groups;
mod instances;
mod row;
mod scalar;

use std::cell::LazyCell;

use bumpalo::Bump;
use cln_runtime::Rule;
use cln_runtime::json::Tree;
use cln_runtime::json::pointer::child;
use cln_runtime::rules::GroupKind;

use crate::model::examples::violations;
use crate::model::tables::rules;
use crate::model::{Array, Checks, Enum, Example, Field, Method, Struct, Type, TypeDef, TypeId, Union, json_string};
use crate::schema;
use branches::entangled;
use breaker::{Breaker, Candidate, Judge, member};
use groups::{is_required_alone, paired_members};
use instances::Instances;

pub use row::{Edit, Negative, Side};

/// A name that no schema has.
const STRANGER: &str = "no_such_field";

/// Everything that can be broken in each example of a method, as far as the example keeps to its schema.
///
/// What an edit causes is known beforehand, except in fields that conditions, alternatives or groups are about, where one
/// edit may switch other rules on and off. There the validator has the say: an edit that causes anything else is left
/// out.
#[must_use]
pub fn negatives(method: &Method) -> Vec<Vec<Negative>> {
    let arena = Bump::new();
    let of_side = |side| rules(&arena, method, side);
    let (Some(request), Some(response)) = (of_side(schema::Side::Request), of_side(schema::Side::Response)) else {
        return Vec::new();
    };
    let judge = |side: Side, json: &str| violations(json, if side == Side::Response { &response } else { &request });
    method.examples.iter().map(|example| of_example(method, example, &judge)).collect()
}

fn of_example(method: &Method, example: &Example, judge: Judge<'_>) -> Vec<Negative> {
    let candidates = candidates(method, example);
    let instances = LazyCell::new(|| Instances::new(method, example, judge));
    let keeps = |candidate: &Candidate| {
        candidate.certain || {
            let row = &candidate.row;
            instances.broken(row).is_some_and(|json| judge(row.side, &json) == [(row.rule, row.pointer.clone())])
        }
    };
    candidates.into_iter().filter(keeps).map(|candidate| candidate.row).collect()
}

fn candidates(method: &Method, example: &Example) -> Vec<Candidate> {
    let mut made = Vec::new();
    if example.params_violations.is_empty()
        && let (Some(def), Ok(params)) = (method.struct_def(method.request), Tree::parse(&example.canonical))
    {
        let mut breaker = Breaker { method, side: Side::Named, certain: true, made: &mut made };
        breaker.record(def, &params, "");
        if def.params && example.positional {
            positional(def, &params, &mut made);
        }
    }
    if example.result_violations.is_empty()
        && let Ok(result) = Tree::parse(&example.result)
    {
        let mut breaker = Breaker { method, side: Side::Response, certain: true, made: &mut made };
        breaker.named(method.response, &result, "");
    }
    made
}

/// What can be wrong with positions: too many, or a gap where something is required or paired.
fn positional(def: &Struct, params: &Tree, made: &mut Vec<Candidate>) {
    let certain = is_plain(def);
    let mut row = |edit, rule, pointer: &str| {
        let row = Negative { side: Side::Positional, edit, rule, pointer: pointer.to_owned() };
        made.push(Candidate { row, certain });
    };
    for position in (0..def.fields.len()).filter(|&index| is_required_alone(def, index)) {
        let pointer = format!("/{position}");
        row(Edit::Set(pointer.clone(), "null".to_owned()), Rule::Required, &pointer);
    }
    for member in paired_members(def, params) {
        let pointer = format!("/{member}");
        row(Edit::Set(pointer.clone(), "null".to_owned()), Rule::Paired, &pointer);
    }
    let end = format!("/{}", def.fields.len());
    row(Edit::Set(end.clone(), "1".to_owned()), Rule::Arity, &end);
}

/// Whether each field of an object can be judged by itself.
fn is_plain(def: &Struct) -> bool {
    def.clauses.is_empty() && def.groups.iter().all(|group| group.kind == GroupKind::Paired)
}

impl Breaker<'_> {
    fn value(&mut self, ty: &Type, value: &Tree, pointer: &str) {
        match ty {
            Type::Any => {}
            Type::Scalar(kind, limits) => self.scalar(*kind, limits.as_deref(), value, pointer),
            Type::Named(id) => self.named(*id, value, pointer),
            Type::Array(array) => self.array(array, value, pointer),
            Type::OneOf(..) => {}
        }
    }

    fn named(&mut self, id: TypeId, value: &Tree, pointer: &str) {
        match self.method.type_def(id) {
            Some(TypeDef::Struct(def)) => self.record(def, value, pointer),
            Some(TypeDef::Enum(def)) => self.enumeration(def, pointer),
            Some(TypeDef::Union(def)) => self.union(def, value, pointer),
            None => {}
        }
    }

    fn record(&mut self, def: &Struct, value: &Tree, pointer: &str) {
        self.set(pointer, "1", Rule::Type);
        let outside = self.certain;
        self.fields(def, value, pointer);
        self.certain = outside && is_plain(def);
        self.whole(def, value, pointer);
        self.certain = outside;
    }

    fn fields(&mut self, def: &Struct, value: &Tree, pointer: &str) {
        let outside = self.certain;
        let entangled = entangled(def);
        for (index, field) in def.fields.iter().enumerate() {
            let Some(value) = member(value, &field.wire) else { continue };
            let here = child(pointer, &field.wire);
            self.certain = outside && (is_plain(def) || field.checks == Checks::Type && !entangled.contains(&index));
            if is_required_alone(def, index) || !self.certain {
                self.remove(&here, Rule::Required);
            }
            self.null(def, field, &here);
            self.value(&field.ty, value, &here);
        }
    }

    /// What is said of the fields together.
    fn whole(&mut self, def: &Struct, value: &Tree, pointer: &str) {
        let at = |name: &str| child(pointer, name);
        self.groups(def, value, &at);
        self.clauses(def, &def.clauses, value, pointer);
        if def.closed || !self.certain {
            self.set(&at(STRANGER), "1", Rule::Unknown);
        }
    }

    fn null(&mut self, def: &Struct, field: &Field, pointer: &str) {
        let union = match &field.ty {
            Type::Named(id) => match self.method.type_def(*id) {
                Some(TypeDef::Union(union)) => Some(union.rule),
                _ => None,
            },
            _ => None,
        };
        let outside = self.certain;
        self.certain &= def.params || union.is_none();
        match &field.ty {
            _ if def.params => self.set(pointer, "null", Rule::Null),
            Type::Any => {}
            Type::Scalar(kind, _) if kind.takes_null() => {}
            _ => self.set(pointer, "null", union.unwrap_or(Rule::Type)),
        }
        self.certain = outside;
    }

    /// A value of each simple kind: those that no alternative takes are rows.
    fn union(&mut self, def: &Union, value: &Tree, pointer: &str) {
        let outside = self.certain;
        self.certain = false;
        for stranger in ["true", "1.5", "[[]]", r#"{"no_such_field":1}"#] {
            self.set(pointer, stranger, def.rule);
        }
        for variant in &def.variants {
            if let (Type::Array(_), Tree::Array(_)) = (&variant.ty, value) {
                self.set(pointer, "[{}]", def.rule);
            }
        }
        self.certain = outside;
    }

    fn enumeration(&mut self, def: &Enum, pointer: &str) {
        let stranger = def.values.first().map_or_else(String::new, |value| format!("{}_", value.wire));
        if def.values.iter().all(|value| value.wire != stranger) {
            self.set(pointer, json_string(&stranger), Rule::Enum);
        }
        self.set(pointer, "1", Rule::Type);
    }

    /// The elements stand for each other: breaking the first is enough.
    fn array(&mut self, array: &Array, value: &Tree, pointer: &str) {
        self.set(pointer, "{}", Rule::Type);
        if array.min_items.is_some_and(|least| least > 0) {
            self.set(pointer, "[]", Rule::MinItems);
        }
        if let Tree::Array(elements) = value
            && let Some(first) = elements.first()
        {
            if let Some(count) = size(array.max_items) {
                let filled = Tree::Array(vec![first.clone(); count + 1]);
                self.set(pointer, filled.to_string(), Rule::MaxItems);
            }
            self.value(&array.items, first, &format!("{pointer}/0"));
        }
    }
}

/// A limit as the size of an instance, unless that would be absurdly large.
fn size(limit: Option<u64>) -> Option<usize> {
    const ABSURD: usize = 4096;
    usize::try_from(limit?).ok().filter(|&size| size < ABSURD)
}
