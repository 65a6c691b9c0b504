//! Changes of an object: what is missing, strange, given twice, or belongs to another name.

use cln_runtime::json::Tree;
use cln_tests::edit::child;

use super::Editor;
use crate::agreement::nodes::{branches, of_property, property_names, texts};

/// How often some of the known names are chosen at random.
const SUBSETS: usize = 6;

impl Editor<'_> {
    pub(super) fn object(&mut self, nodes: &[&Tree], members: &[(String, Tree)], pointer: &str) {
        for (name, value) in members {
            self.remove(&child(pointer, name));
            self.json("null", &child(pointer, name), "null");
            self.twice(members, name, value, pointer);
        }
        self.exchanged(members, pointer);
        self.strange(members, pointer);
        self.absent(nodes, members, pointer);
        self.subsets(nodes, members, pointer);
        self.set("empty", pointer, Tree::Object(Vec::new()));
    }

    fn twice(&mut self, members: &[(String, Tree)], name: &str, value: &Tree, pointer: &str) {
        for second in [value.clone(), Tree::Plain("7".to_owned())] {
            let mut members = members.to_vec();
            members.push((name.to_owned(), second));
            self.set("duplicate", pointer, Tree::Object(members));
        }
    }

    /// Values that belong to other members.
    fn exchanged(&mut self, members: &[(String, Tree)], pointer: &str) {
        for first in 0..members.len() {
            let second = self.dice.roll(members.len());
            if first != second {
                let mut swapped = members.to_vec();
                swapped[first].1 = members[second].1.clone();
                swapped[second].1 = members[first].1.clone();
                self.set("swap", pointer, Tree::Object(swapped));
                self.set("swap", &child(pointer, &members[first].0), members[second].1.clone());
            }
        }
        self.set("swap", pointer, Tree::Object(members.iter().rev().cloned().collect()));
    }

    /// Names that no schema has, or nearly has.
    fn strange(&mut self, members: &[(String, Tree)], pointer: &str) {
        for name in ["no_such_field", "", "~/", "\u{e9}\n", "a/b"] {
            self.json("unknown", &child(pointer, name), "1");
        }
        if let Some((name, value)) = self.dice.pick(members) {
            let (long, upper) = (format!("{name}_"), name.to_uppercase());
            self.set("unknown", &child(pointer, &long), value.clone());
            self.set("unknown", &child(pointer, &upper), value.clone());
        }
        // The same strange name twice, and several of them.
        let strangers = ["x", "x", "y"].map(|name| (name.to_owned(), Tree::Object(Vec::new())));
        self.set("unknown", pointer, Tree::Object(members.iter().cloned().chain(strangers).collect()));
    }

    /// Members that the schemas know and the instance does not have.
    fn absent(&mut self, nodes: &[&Tree], members: &[(String, Tree)], pointer: &str) {
        for name in known(nodes).into_iter().filter(|name| members.iter().all(|(given, _)| given != name)) {
            let value = self.made(&of_property(nodes, name));
            self.set("add", &child(pointer, name), value);
            self.json("null", &child(pointer, name), "null");
        }
    }

    /// Some of all members that the schemas know: pairs are broken, groups mixed, conditions switched.
    fn subsets(&mut self, nodes: &[&Tree], members: &[(String, Tree)], pointer: &str) {
        let required: Vec<&str> = nodes.iter().flat_map(|node| texts(node, "required")).collect();
        let known = known(nodes);
        let several = known.len().clamp(2, 4);
        for _ in 0..SUBSETS.min(known.len()) {
            let mut chosen = Vec::new();
            for name in &known {
                let is_chosen = required.contains(name) || self.dice.one_in(several);
                let given = members.iter().find(|(given, _)| given == name).map(|(_, value)| value.clone());
                if is_chosen {
                    let value = given.unwrap_or_else(|| self.made(&of_property(nodes, name)));
                    chosen.push(((*name).to_owned(), value));
                }
            }
            self.set("subset", pointer, Tree::Object(chosen));
        }
    }
}

/// The names that the schemas or any of their branches list.
fn known<'t>(nodes: &[&'t Tree]) -> Vec<&'t str> {
    let mut known = Vec::new();
    for name in nodes.iter().copied().flat_map(branches).flat_map(property_names) {
        if !known.contains(&name) {
            known.push(name);
        }
    }
    known
}
