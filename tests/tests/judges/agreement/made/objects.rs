//! Objects: the tags that conditions read first, then what the branches that apply say.

use std::collections::BTreeMap;

use cln_runtime::json::Tree;

use super::{DEPTH, Fill, Maker};
use crate::agreement::nodes::{
    branches, list, member, members, number, of_property, property, property_names, strings, texts,
};

/// The tags of an object: each with its value, or `None` if it is left out.
type Tags = BTreeMap<String, Option<Tree>>;

impl Maker<'_> {
    pub(super) fn object(&mut self, nodes: &[&Tree], depth: usize) -> Tree {
        let tags = self.tags(nodes);
        let applying: Vec<&Tree> = nodes.iter().flat_map(|node| applying(node, &tags)).collect();
        let mut made = Vec::new();
        for name in self.names(&applying, &tags, depth) {
            let value = match tags.get(&name) {
                Some(Some(tag)) => tag.clone(),
                _ => {
                    let nodes: Vec<&Tree> = applying.iter().filter_map(|node| property(node, &name)).collect();
                    self.value(&nodes, depth + 1)
                }
            };
            made.push((name, value));
        }
        let is_open = !self.is_users && !applying.iter().any(|node| is_closed(node));
        if is_open && self.fill == Fill::All && self.dice.one_in(3) {
            made.push(("an unlisted one".to_owned(), Tree::Plain("1.50".to_owned())));
        }
        Tree::Object(made)
    }

    /// Values for what conditions ask about.
    fn tags(&mut self, nodes: &[&Tree]) -> Tags {
        let all: Vec<&Tree> = nodes.iter().flat_map(|node| branches(node)).collect();
        let tests: Vec<&Tree> = all.iter().filter_map(|node| member(node, "if")).collect();
        let required: Vec<&str> = nodes.iter().flat_map(|node| texts(node, "required")).collect();
        let mut tags = Tags::new();
        for test in tests.iter().flat_map(|test| branches(test)) {
            for name in property_names(test).chain(texts(test, "required")) {
                if tags.contains_key(name) {
                    continue;
                }
                let is_left_out = !required.contains(&name) && self.dice.one_in(2);
                let stated: Vec<&Tree> = nodes.iter().filter_map(|node| property(node, name)).collect();
                let stated = if stated.is_empty() { of_property(nodes, name) } else { stated };
                let value = (!is_left_out).then(|| self.value(&stated, DEPTH));
                tags.insert(name.to_owned(), value);
            }
        }
        tags
    }

    /// The names of the members to make, in the order of the schema.
    fn names(&mut self, nodes: &[&Tree], tags: &Tags, depth: usize) -> Vec<String> {
        let mut known: Vec<&str> = Vec::new();
        for name in nodes.iter().flat_map(|node| property_names(node)) {
            if !known.contains(&name) {
                known.push(name);
            }
        }
        let mut required: Vec<&str> = nodes.iter().flat_map(|node| texts(node, "required")).collect();
        required.extend(tags.iter().filter(|(_, value)| value.is_some()).map(|(name, _)| name.as_str()));
        known.extend(required.iter().filter(|name| !known.contains(name)).copied().collect::<Vec<_>>());
        let is_allowed = |name: &str| {
            let is_left_out = matches!(tags.get(name), Some(None));
            !is_left_out && nodes.iter().all(|node| !is_closed(node) || property(node, name).is_some())
        };
        let mut given: Vec<&str> = Vec::new();
        for name in known.iter().copied() {
            let is_wanted = match self.fill {
                _ if depth > DEPTH => false,
                Fill::Least => false,
                Fill::Some => self.dice.one_in(2),
                Fill::All => true,
            };
            if required.contains(&name) || (is_wanted && is_allowed(name)) {
                given.push(name);
            }
        }
        self.grouped(nodes, &mut given, &required);
        known.into_iter().filter(|name| given.contains(name)).map(str::to_owned).collect()
    }

    /// Adds what goes together, and takes away what excludes each other.
    fn grouped<'s>(&mut self, nodes: &[&'s Tree], given: &mut Vec<&'s str>, required: &[&str]) {
        let groups = |keyword| nodes.iter().flat_map(move |node| list(node, keyword));
        for group in groups("oneOfMany") {
            let Tree::Array(group) = group else { continue };
            let group = strings(group);
            let mut candidates: Vec<&str> = group.iter().copied().filter(|name| given.contains(name)).collect();
            let needed = candidates.iter().copied().find(|name| required.contains(name));
            self.dice.shuffle(&mut candidates);
            let kept = needed.or(candidates.first().copied());
            given.retain(|name| !group.contains(name) || Some(*name) == kept);
        }
        for group in groups("pairedWith") {
            let Tree::Array(group) = group else { continue };
            let group = strings(group);
            if group.iter().any(|name| given.contains(name)) {
                given.extend(group);
            }
        }
        for node in nodes {
            for (needed, dependents) in member(node, "dependentUpon").map_or(&[][..], members) {
                let Tree::Array(dependents) = dependents else { continue };
                if strings(dependents).iter().any(|name| given.contains(name)) {
                    given.push(needed);
                }
            }
        }
    }
}

fn is_closed(node: &Tree) -> bool {
    matches!(member(node, "additionalProperties"), Some(Tree::Plain(word)) if word == "false")
}

/// The node and those of its branches that apply to an object with these tags.
fn applying<'s>(node: &'s Tree, tags: &Tags) -> Vec<&'s Tree> {
    let mut found = vec![node];
    found.extend(list(node, "allOf").iter().flat_map(|branch| applying(branch, tags)));
    if let Some(test) = member(node, "if") {
        let branch = member(node, if holds(test, tags) { "then" } else { "else" });
        found.extend(branch.into_iter().flat_map(|branch| applying(branch, tags)));
    }
    found
}

/// Whether a condition holds for these tags.
fn holds(test: &Tree, tags: &Tags) -> bool {
    let given = |name: &str| tags.get(name).and_then(Option::as_ref);
    let is_listed = |name: &str| {
        let listed = property(test, name).map_or(&[][..], |node| list(node, "enum"));
        listed.is_empty() || given(name).is_none_or(|value| listed.contains(value))
    };
    let has_bounds = |name: &str| property(test, name).is_some_and(|node| number(node, "minimum").is_some());
    property_names(test).all(|name| is_listed(name) && !has_bounds(name))
        && texts(test, "required").into_iter().all(|name| given(name).is_some())
}
