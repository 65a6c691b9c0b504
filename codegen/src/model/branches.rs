//! Conditions and alternatives of a whole object into clauses.

use cln_runtime::{Origin, Rule};

use super::context::{Lowering, Path};
use super::flatten::is_blank;
use super::{Branch, Clause, Field, Type};
use crate::schema::{Condition, Schema};

/// The object whose branches are lowered.
#[derive(Clone, Copy)]
pub(super) struct Object<'a> {
    pub(super) fields: &'a [Field],
    pub(super) path: &'a Path<'a>,
    pub(super) origin: Origin,
}

impl Object<'_> {
    fn index(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.wire == name)
    }
}

impl Lowering<'_> {
    /// What a schema demands of an object beside its properties.
    pub(super) fn lower_clauses(&mut self, schema: &Schema, object: Object<'_>) -> Vec<Clause> {
        let mut clauses = Vec::new();
        for entry in &schema.all_of {
            let branch = self.lower_branch(entry, object);
            match <[Clause; 1]>::try_from(branch.clauses.clone()) {
                // An entry that is nothing but a condition is that condition.
                Ok([clause]) if branch.is_only_clauses() => clauses.push(clause),
                _ => clauses.push(Clause::All(branch)),
            }
        }
        clauses.extend(schema.condition.as_deref().map(|condition| self.lower_condition(condition, object)));
        for (rule, branches) in [(Rule::OneOf, &schema.one_of), (Rule::AnyOf, &schema.any_of)] {
            if !branches.is_empty() {
                let branches = branches.iter().map(|branch| self.lower_branch(branch, object)).collect();
                clauses.push(Clause::Any(rule, branches));
            }
        }
        clauses
    }

    fn lower_condition(&mut self, condition: &Condition, object: Object<'_>) -> Clause {
        let boxed = |lowering: &mut Self, branch: &Schema| Box::new(lowering.lower_branch(branch, object));
        Clause::If {
            test: boxed(self, &condition.when),
            reason: reason(&condition.when, object),
            then: condition.then.as_ref().map(|branch| boxed(self, branch)),
            otherwise: condition.otherwise.as_ref().map(|branch| boxed(self, branch)),
        }
    }

    fn lower_branch(&mut self, schema: &Schema, object: Object<'_>) -> Branch {
        let mut kinds = Vec::new();
        for property in schema.properties().filter(|property| !is_blank(&property.schema)) {
            let Some(index) = object.index(&property.name.value) else { continue };
            let path = object.path.then(&property.name.value);
            kinds.push((index, self.lower_rule(&property.schema, &path, object.origin)));
        }
        kinds.retain(|(_, ty)| *ty != Type::Any);
        let required = schema.required.iter().filter_map(|name| object.index(&name.value));
        let allowed = schema.properties().filter_map(|property| object.index(&property.name.value)).collect();
        Branch {
            required: required.filter(|&index| object.fields.get(index).is_some_and(|field| !field.later)).collect(),
            allowed: (schema.additional_properties == Some(false)).then_some(allowed),
            kinds,
            clauses: self.lower_clauses(schema, object),
        }
    }
}

impl Branch {
    fn is_only_clauses(&self) -> bool {
        self.required.is_empty() && self.allowed.is_none() && self.kinds.is_empty()
    }
}

/// A condition in words: "`type` is "mutual" or "unilateral" and `txid` is given". What a condition says of a field
/// holds where the field is missing, too.
fn reason(test: &Schema, object: Object<'_>) -> String {
    let is_there = |name: &str| {
        test.required.iter().any(|required| required.value == name)
            || object.fields.iter().any(|field| field.wire == name && field.required)
    };
    let mut parts: Vec<String> = Vec::new();
    for property in test.properties() {
        let name = &property.name.value;
        parts.push(match &property.schema.enum_values {
            Some(values) => {
                let values: Vec<String> = values.iter().map(crate::source::Node::to_json).collect();
                let or_missing = if is_there(name) { "" } else { " or missing" };
                format!("`{name}` is {}{or_missing}", values.join(" or "))
            }
            None => format!("`{name}` is as described"),
        });
    }
    parts.extend(test.required.iter().map(|name| format!("`{}` is given", name.value)));
    if parts.is_empty() { "always".to_owned() } else { parts.join(" and ") }
}
