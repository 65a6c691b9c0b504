//! JSON that remembers where everything stands in it, so that an edit is a cut in a text, not a new tree.

use std::collections::HashMap;
use std::ops::Range;

use cln_runtime::json::Tree;
use cln_runtime::json::pointer::{child, steps};

use super::row::Edit;
use crate::model::json_string;

/// Compact JSON, and the places in it by their pointers.
pub(super) struct Editable {
    json: String,
    places: HashMap<String, Place>,
}

/// Where a value stands.
struct Place {
    /// With its name, if it has one.
    member: Range<usize>,
    value: Range<usize>,
    /// How many values it holds, if it can hold any.
    len: usize,
}

impl Editable {
    pub(super) fn new(tree: &Tree) -> Self {
        let mut editable = Self { json: String::new(), places: HashMap::new() };
        editable.write(tree, String::new(), 0);
        editable
    }

    fn write(&mut self, tree: &Tree, pointer: String, member: usize) {
        let start = self.json.len();
        let len = match tree {
            Tree::Plain(text) => {
                self.json.push_str(text);
                0
            }
            Tree::Text(text) => {
                self.json.push_str(&json_string(text));
                0
            }
            Tree::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    self.json.push(if index == 0 { '[' } else { ',' });
                    self.write(element, format!("{pointer}/{index}"), self.json.len());
                }
                self.json.push_str(if elements.is_empty() { "[]" } else { "]" });
                elements.len()
            }
            Tree::Object(members) => {
                for (index, (name, value)) in members.iter().enumerate() {
                    self.json.push(if index == 0 { '{' } else { ',' });
                    let member = self.json.len();
                    self.json.push_str(&json_string(name));
                    self.json.push(':');
                    self.write(value, child(&pointer, name), member);
                }
                self.json.push_str(if members.is_empty() { "{}" } else { "}" });
                members.len()
            }
        };
        let end = self.json.len();
        self.places.insert(pointer, Place { member: member..end, value: start..end, len });
    }

    /// The JSON after an edit; `None` if there is no such place.
    pub(super) fn edited(&self, edit: &Edit) -> Option<String> {
        match edit {
            Edit::Remove(pointer) => self.without(pointer),
            Edit::Set(pointer, json) => match self.places.get(pointer) {
                Some(place) => self.spliced(place.value.clone(), json),
                None => self.with_more(pointer, json),
            },
        }
    }

    fn without(&self, pointer: &str) -> Option<String> {
        let Range { start, end } = self.places.get(pointer)?.member.clone();
        match (self.json.get(..start)?.strip_suffix(','), self.json.get(end..)?.strip_prefix(',')) {
            (_, Some(_)) => self.spliced(start..end + 1, ""),
            (Some(before), None) => self.spliced(before.len()..end, ""),
            (None, None) => self.spliced(start..end, ""),
        }
    }

    /// With a member or element that is not there yet; an array is filled up with `null` as far as needed.
    fn with_more(&self, pointer: &str, json: &str) -> Option<String> {
        let (parent, step) = pointer.rsplit_once('/')?;
        let Place { value, len, .. } = self.places.get(parent)?;
        let end = value.end.checked_sub(1)?;
        let added = match self.json.get(end..value.end)? {
            "}" => format!("{}:{json}", json_string(&steps(pointer.get(parent.len()..)?).next()?)),
            "]" => {
                let gap = step.parse::<usize>().ok()?.checked_sub(*len)?;
                format!("{}{json}", "null,".repeat(gap))
            }
            _ => return None,
        };
        self.spliced(end..end, &format!("{}{added}", if *len > 0 { "," } else { "" }))
    }

    fn spliced(&self, cut: Range<usize>, json: &str) -> Option<String> {
        Some([self.json.get(..cut.start)?, json, self.json.get(cut.end..)?].concat())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::*;

    #[test]
    fn edits_give_what_a_tree_gives() {
        let tree = Tree::parse(r#"{"a/b":[{"c":1.50,"d":"x\"}"}],"e":{},"f":[],"g":"]"}"#).unwrap();
        let editable = Editable::new(&tree);
        assert_eq!(editable.json, tree.to_string());
        let pointers =
            ["", "/a~1b", "/a~1b/0", "/a~1b/0/c", "/a~1b/0/d", "/a~1b/1", "/a~1b/3", "/a~1b/x", "/e", "/e/~0"];
        for pointer in pointers.into_iter().chain(["/f", "/f/0", "/f/2", "/g", "/g/0", "/new", "/no/new"]) {
            let mut set = tree.clone();
            let expected = set.set(pointer, Tree::parse("[7]").unwrap()).then(|| set.to_string());
            assert_eq!(editable.edited(&Edit::Set(pointer.to_owned(), "[7]".to_owned())), expected, "{pointer}");
            let mut removed = tree.clone();
            let expected = removed.remove(pointer).then(|| removed.to_string());
            if !pointer.is_empty() {
                assert_eq!(editable.edited(&Edit::Remove(pointer.to_owned())), expected, "{pointer}");
            }
        }
    }
}
