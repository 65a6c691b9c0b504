//! Parameters by position, of which others are meant than before.

use cln_codegen::schema::Schema;
use cln_runtime::json::Tree;

use super::super::nodes::{FieldOf, Step, at, fields, name_of};
use super::super::{Instance, Release};
use super::make::values;
use super::question::null;
use super::{Question, Sides};

/// So many values of each parameter are tried.
const TRIED: usize = 12;

impl Sides<'_, '_> {
    /// Parameters by position that one release accepts and the other refuses.
    pub(super) fn by_position(&self, accepted_by: Release) -> Option<Instance> {
        let (accepting, _) = self.judges(accepted_by);
        self.budget.renew();
        let fields = fields(accepting.schema);
        let hidden = fields.iter().enumerate().filter(|(_, field)| field.property.schema.hidden);
        let left_out = hidden.map(|(index, _)| format!("/{index}")).collect();
        let question = Question { left_out, ..Question::any(accepted_by, true) };
        let pools: Vec<Vec<Tree>> = fields.iter().map(|field| self.pool(accepting.schema, field)).collect();
        for count in 1..=pools.len() {
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

    /// What is tried for a parameter: nobody sends a hidden one by position.
    fn pool(&self, schema: &Schema, field: &FieldOf<'_>) -> Vec<Tree> {
        if field.property.schema.hidden {
            return vec![null()];
        }
        let below = at(schema, &[Step::Name(name_of(field).to_owned())]);
        let mut pool = vec![super::make::value(&below, self.origin)];
        pool.extend(values(&below, self.origin));
        pool
    }
}
