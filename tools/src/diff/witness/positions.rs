//! Parameters by position, of which others are meant than before.

use cln_codegen::schema::Schema;
use cln_runtime::json::Tree;

use super::super::nodes::{Step, fields};
use super::super::{Instance, Release};
use super::make::values;
use super::{Question, Sides};

/// So many values of each parameter are tried.
const TRIED: usize = 12;

impl Sides<'_, '_> {
    /// Parameters by position that one release accepts and the other refuses.
    pub(super) fn by_position(&self, accepted_by: Release) -> Option<Instance> {
        let (accepting, _) = self.judges(accepted_by);
        let question = Question::any(accepted_by, true);
        self.budget.renew();
        let names: Vec<&str> =
            fields(accepting.schema).iter().map(|field| field.property.name.value.as_str()).collect();
        let pools: Vec<Vec<Tree>> = names.iter().map(|name| pool(accepting.schema, name, self)).collect();
        for count in 1..=names.len() {
            if self.budget.is_spent() {
                return None;
            }
            for turn in 0..TRIED {
                let value = |pool: &Vec<Tree>| pool.get(turn).or(pool.first()).cloned();
                let elements: Option<Vec<Tree>> = pools.iter().take(count).map(value).collect();
                let candidate = Tree::Array(elements?);
                if self.separates(&candidate, &question) {
                    return self.shown(self.smallest(candidate, &question), &question);
                }
            }
        }
        None
    }
}

fn pool(schema: &Schema, name: &str, sides: &Sides<'_, '_>) -> Vec<Tree> {
    let below = super::super::nodes::at(schema, &[Step::Name(name.to_owned())]);
    let mut pool = vec![super::make::value(&below, sides.origin)];
    pool.extend(values(&below, sides.origin));
    pool
}
