//! The cases in which the branches apply that a place of a schema stands in.

use cln_codegen::schema::{Property, Schema};
use cln_codegen::source::Spanned;
use cln_runtime::json::Tree;
use cln_runtime::json::pointer::child;

use super::super::nodes::Step;

/// What has to be so in an object for a branch of it to apply: members, and what must not be there.
pub(super) struct Case<'s> {
    /// The way to the object.
    pub(super) steps: Vec<Step>,
    /// The object, as the schemas around the branch describe it.
    pub(super) object: Vec<&'s Schema>,
    pub(super) test: Test<'s>,
}

pub(super) enum Test<'s> {
    Holds(&'s Schema),
    Fails(&'s Schema),
}

impl Case<'_> {
    /// Whether the branch applies to an instance, as far as listed values and what is there decide.
    pub(super) fn applies(&self, instance: &Tree) -> bool {
        let object = pointer(&self.steps);
        let holds = |test: &Schema| {
            let is_listed = |field: &Property| {
                let value = instance.at(&child(&object, &field.name.value)).map(ToString::to_string);
                let values = field.schema.enum_values.as_deref();
                value.zip(values).is_none_or(|(value, values)| values.iter().any(|listed| listed.to_json() == value))
            };
            let is_there = |name: &Spanned<String>| instance.at(&child(&object, &name.value)).is_some();
            test.properties().all(is_listed) && test.required.iter().all(is_there)
        };
        match self.test {
            Test::Holds(test) => holds(test),
            Test::Fails(test) => !holds(test),
        }
    }
}

/// The branches that the place of a pointer stands in.
pub(super) fn cases<'s>(root: &'s Schema, pointer: &str) -> Vec<Case<'s>> {
    let is_on_the_way = |schema: &&Schema| {
        pointer.strip_prefix(&schema.pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let (mut cases, mut steps) = (Vec::new(), Vec::new());
    // What is said of the value, down to here.
    let mut object = vec![root];
    let mut here = root;
    loop {
        let field = here.properties().find(|property| is_on_the_way(&&property.schema));
        if let Some(field) = field {
            steps.push(Step::Name(field.name.value.clone()));
            here = &field.schema;
            object = vec![here];
        } else if let Some(items) = here.items.as_deref().filter(is_on_the_way) {
            steps.push(Step::Item);
            here = items;
            object = vec![here];
        } else if let Some((branch, test)) = branch_at(here, is_on_the_way) {
            cases.extend(test.map(|test| Case { steps: steps.clone(), object: object.clone(), test }));
            object.push(branch);
            here = branch;
        } else {
            return cases;
        }
    }
}

/// The branch that a place stands in, and when it applies, if that is not always.
fn branch_at(schema: &Schema, is_on_the_way: impl Fn(&&Schema) -> bool) -> Option<(&Schema, Option<Test<'_>>)> {
    if let Some(branch) = schema.all_of.iter().find(&is_on_the_way) {
        return Some((branch, None));
    }
    if let Some(arm) = schema.alternatives().find(&is_on_the_way) {
        return Some((arm, Some(Test::Holds(arm))));
    }
    let condition = schema.condition.as_deref()?;
    if let Some(then) = condition.then.as_ref().filter(&is_on_the_way) {
        return Some((then, Some(Test::Holds(&condition.when))));
    }
    let otherwise = condition.otherwise.as_ref().filter(&is_on_the_way)?;
    Some((otherwise, Some(Test::Fails(&condition.when))))
}

/// Where a way leads in an instance, through the first element of each array.
pub(super) fn pointer(steps: &[Step]) -> String {
    let mut pointer = String::new();
    for step in steps {
        pointer = match step {
            Step::Name(name) => child(&pointer, name),
            Step::Item => child(&pointer, "0"),
        };
    }
    pointer
}
