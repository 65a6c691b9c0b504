//! Instances in which the branches apply that a place of a schema stands in.

use cln_codegen::schema::Schema;
use cln_runtime::json::Tree;
use cln_runtime::json::pointer::child;

use super::super::Release;
use super::super::changes::{Aim, Change, Spot};
use super::super::nodes::{Step, below};
use super::{Sides, make};

/// What has to be so in an object for a branch of it to apply: members, and what must not be there.
struct Case<'s> {
    /// The way to the object.
    steps: Vec<Step>,
    /// The object, as the schemas around the branch describe it.
    object: Vec<&'s Schema>,
    test: Test<'s>,
}

enum Test<'s> {
    Holds(&'s Schema),
    Fails(&'s Schema),
}

impl<'a> Sides<'a, '_> {
    /// An instance like the base, in which the branches apply that a change is about; `None` if it is about none, or the
    /// release that has to accept does not.
    pub(super) fn in_branches(&self, base: &Tree, change: &Change, aim: &Aim, accepted_by: Release) -> Option<Tree> {
        let cases = self.cases(change, accepted_by);
        if cases.is_empty() {
            return None;
        }
        self.budget.renew();
        let (mut instance, _) = self.reaching(base, &aim.steps).next()?;
        for case in &cases {
            let object = pointer(&case.steps);
            for (name, value) in self.members(case) {
                let place = child(&object, &name);
                match value {
                    Some(value) => instance.set(&place, value),
                    None => instance.remove(&place),
                };
            }
        }
        self.judges(accepted_by).0.repaired(instance, None, self.origin, &self.budget)
    }

    /// The branches on the way to what changed, in the release that has to accept, or in the other if there it stands in
    /// none.
    fn cases(&self, change: &Change, accepted_by: Release) -> Vec<Case<'a>> {
        let of = |schema: &'a Schema, spot: &Spot| cases(schema, &spot.pointer);
        let (old, new) = (of(self.old.schema, &change.old), of(self.new.schema, &change.new));
        let (own, other) = if accepted_by == Release::Old { (old, new) } else { (new, old) };
        if own.len() < other.len() { other } else { own }
    }

    /// What has to be put into an object, or taken out of it, for a branch to apply.
    fn members(&self, case: &Case<'_>) -> Vec<(String, Option<Tree>)> {
        let values = |test: &Schema, name: &str| -> Vec<Tree> {
            let tests = below(&[test], &Step::Name(name.to_owned()));
            make::values(&tests, self.origin)
        };
        let known = |name: &str| make::values(&below(&case.object, &Step::Name(name.to_owned())), self.origin);
        match case.test {
            Test::Holds(test) => {
                let required = test.required.iter().map(|name| name.value.as_str());
                let required = required.filter(|name| test.property(name).is_none());
                let given = required.map(|name| (name.to_owned(), known(name).into_iter().next()));
                let listed = test.properties().filter(|property| property.schema.enum_values.is_some());
                let listed = listed.map(|property| {
                    let name = &property.name.value;
                    (name.clone(), values(test, name).into_iter().next())
                });
                listed.chain(given).collect()
            }
            Test::Fails(test) => {
                let other = |name: &str| {
                    let refused = values(test, name);
                    known(name).into_iter().find(|value| !refused.contains(value))
                };
                let listed = test.properties().filter(|property| property.schema.enum_values.is_some());
                let mut listed = listed.map(|property| &property.name.value);
                let failing = listed.find_map(|name| Some((name.clone(), Some(other(name)?))));
                let missing = || test.required.first().map(|name| (name.value.clone(), None));
                failing.or_else(missing).into_iter().collect()
            }
        }
    }
}

/// The branches that the place of a pointer stands in.
fn cases<'s>(root: &'s Schema, pointer: &str) -> Vec<Case<'s>> {
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
fn pointer(steps: &[Step]) -> String {
    let mut pointer = String::new();
    for step in steps {
        pointer = match step {
            Step::Name(name) => child(&pointer, name),
            Step::Item => child(&pointer, "0"),
        };
    }
    pointer
}
