//! Instances in which the branches apply that a place of a schema stands in.

use cln_codegen::schema::Schema;
use cln_runtime::json::Tree;
use cln_runtime::json::pointer::child;

use super::super::Release;
use super::super::changes::{Aim, Change, Spot};
use super::super::nodes::{Step, below};
use super::case::{Case, Test, cases, pointer};
use super::{Sides, make};

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
