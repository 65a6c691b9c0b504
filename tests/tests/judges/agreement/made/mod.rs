//! Instances made of a schema's rules alone, without looking at an example.

mod objects;
mod scalars;

use cln_runtime::json::Tree;
use cln_tests::dice::Dice;

use crate::agreement::nodes::{list, member, number, of_items, type_name};
use scalars::{any, of_type};

/// The deepest nesting that is made.
const DEPTH: usize = 7;

/// How many of an object's optional members are made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fill {
    Least,
    Some,
    All,
}

/// Makes values of schemas.
pub(crate) struct Maker<'d> {
    pub(crate) dice: &'d mut Dice,
    /// Whether a user writes what is made, and not the node.
    pub(crate) is_users: bool,
    pub(crate) fill: Fill,
}

impl Maker<'_> {
    /// A value that satisfies all these schemas.
    pub(crate) fn value(&mut self, nodes: &[&Tree], depth: usize) -> Tree {
        let nodes = self.chosen(nodes);
        if nodes.iter().any(|node| member(node, "untyped").is_some()) {
            return any(self.dice);
        }
        if let Some(value) = self.listed(&nodes) {
            return value;
        }
        // What stands last is a branch, which may be narrower.
        let name = nodes.iter().rev().find_map(|node| type_name(node));
        let is_object = nodes.iter().any(|node| member(node, "properties").is_some());
        match name {
            Some("object") => self.object(&nodes, depth),
            None if is_object => self.object(&nodes, depth),
            Some("array") => self.array(&nodes, depth),
            Some(name) => of_type(name, &nodes, self),
            None => any(self.dice),
        }
    }

    /// The nodes, and of each alternative among them one arm.
    fn chosen<'s>(&mut self, nodes: &[&'s Tree]) -> Vec<&'s Tree> {
        let mut chosen = Vec::new();
        for node in nodes {
            chosen.push(*node);
            for keyword in ["oneOf", "anyOf"] {
                if let Some(arm) = self.dice.pick(list(node, keyword)) {
                    chosen.extend(self.chosen(&[arm]));
                }
            }
        }
        chosen
    }

    /// One of the values that are listed.
    fn listed(&mut self, nodes: &[&Tree]) -> Option<Tree> {
        let lists: Vec<&[Tree]> = nodes.iter().map(|node| list(node, "enum")).filter(|list| !list.is_empty()).collect();
        let fits = |value: &&Tree| lists.iter().all(|list| list.contains(value));
        let values: Vec<&Tree> = lists.first()?.iter().filter(fits).collect();
        self.dice.pick(&values).map(|value| (*value).clone())
    }

    fn array(&mut self, nodes: &[&Tree], depth: usize) -> Tree {
        let least = nodes.iter().filter_map(|node| number(node, "minItems")).max().unwrap_or(0);
        let most = nodes.iter().filter_map(|node| number(node, "maxItems")).min().unwrap_or(least + 3);
        let usual = if depth > DEPTH || self.fill == Fill::Least { least } else { most.min(least.max(1) + 1) };
        let length = *self.dice.pick(&[least, usual, usual, most.min(9)]).unwrap_or(&least);
        let items = of_items(nodes);
        let element = |_| match items.is_empty() {
            true => any(self.dice),
            false => self.value(&items, depth + 1),
        };
        Tree::Array((0..length).map(element).collect())
    }
}
