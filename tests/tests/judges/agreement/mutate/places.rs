//! Where an instance can be changed, and what is tried at every such place.

use cln_runtime::json::Tree;
use cln_tests::edit::child;

use super::Editor;
use crate::agreement::nodes::{branches, list, number, of_items, of_property, property_names, type_name};

/// One value of each kind, and some that are like another kind.
const KINDS: &[&str] = &["null", "true", "false", "1", "1.5", r#""x""#, r#""""#, r#""null""#, "[]", "{}", "[{}]"];

/// More than this of an array is not looked at: its elements stand for each other.
const ELEMENTS: usize = 3;

/// A place in an instance.
pub(super) struct Place<'t> {
    /// The schemas that say something of it.
    nodes: Vec<&'t Tree>,
    value: &'t Tree,
    pointer: String,
}

impl Place<'_> {
    /// Whether any schema limits the length or the value of what stands here.
    pub(super) fn is_limited(&self) -> bool {
        let limits = ["minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum"];
        self.nodes
            .iter()
            .copied()
            .flat_map(branches)
            .any(|node| limits.iter().any(|limit| number(node, limit).is_some()))
    }
}

/// All places of an instance. By position, the parameters of the first node are those of its properties.
pub(super) fn places<'t>(schema: &'t Tree, instance: &'t Tree, is_positional: bool) -> Vec<Place<'t>> {
    let mut places = vec![Place { nodes: vec![schema], value: instance, pointer: String::new() }];
    let mut next = 0;
    while let Some(Place { nodes, value, pointer }) = places.get(next) {
        let at = |name: &str| child(pointer, name);
        let inner: Vec<Place<'t>> = match *value {
            Tree::Object(members) => members
                .iter()
                .map(|(name, value)| Place { nodes: of_property(nodes, name), value, pointer: at(name) })
                .collect(),
            Tree::Array(elements) if is_positional && next == 0 => {
                let names = property_names(schema).map(Some).chain(std::iter::repeat(None));
                let nodes = names.map(|name| name.map_or_else(Vec::new, |name| of_property(nodes, name)));
                let places = elements.iter().zip(nodes).enumerate();
                places.map(|(index, (value, nodes))| Place { nodes, value, pointer: at(&index.to_string()) }).collect()
            }
            Tree::Array(elements) => {
                let places = elements.iter().enumerate().take(ELEMENTS);
                places
                    .map(|(index, value)| Place { nodes: of_items(nodes), value, pointer: at(&index.to_string()) })
                    .collect()
            }
            Tree::Text(_) | Tree::Plain(_) => Vec::new(),
        };
        places.extend(inner);
        next += 1;
    }
    places
}

impl Editor<'_> {
    /// Notes every change of what stands here itself.
    pub(super) fn place(&mut self, Place { nodes, value, pointer }: &Place<'_>) {
        self.kinds(value, pointer);
        self.listed(nodes, pointer);
        self.spellings(nodes, pointer);
        match value {
            Tree::Object(members) => self.object(nodes, members, pointer),
            Tree::Array(elements) => self.array(nodes, elements, pointer),
            Tree::Text(text) => self.text(nodes, text, pointer),
            Tree::Plain(word) if word.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => {
                self.number(nodes, word, pointer);
            }
            Tree::Plain(_) => {}
        }
    }

    /// Values of other kinds.
    fn kinds(&mut self, value: &Tree, pointer: &str) {
        for json in KINDS {
            self.json("retype", pointer, json);
        }
        self.set("nest", pointer, Tree::Array(vec![value.clone()]));
        self.set("nest", pointer, Tree::Object(vec![("a".to_owned(), value.clone())]));
        match value {
            Tree::Plain(word) => self.set("retype", pointer, Tree::Text(word.clone())),
            Tree::Text(text) => {
                if let Ok(word @ Tree::Plain(_)) = Tree::parse(text) {
                    self.set("retype", pointer, word);
                }
            }
            Tree::Array(_) | Tree::Object(_) => {}
        }
    }

    /// Every listed value, and some that are nearly like it. This flips the tags that conditions read.
    fn listed(&mut self, nodes: &[&Tree], pointer: &str) {
        for node in nodes.iter().copied().flat_map(branches) {
            for value in list(node, "enum") {
                self.set("flip", pointer, value.clone());
                let near = match value {
                    Tree::Text(text) => vec![
                        Tree::Text(format!("{text}_")),
                        Tree::Text(text.to_uppercase()),
                        Tree::Text(text.chars().skip(1).collect()),
                    ],
                    Tree::Plain(word) if word.ends_with(|c: char| c.is_ascii_digit()) => {
                        vec![Tree::Plain(format!("{word}0")), Tree::Text(word.clone())]
                    }
                    Tree::Plain(_) | Tree::Array(_) | Tree::Object(_) => Vec::new(),
                };
                for value in near {
                    self.set("enum", pointer, value);
                }
            }
            if type_name(node) == Some("boolean") {
                self.json("flip", pointer, "true");
                self.json("flip", pointer, "false");
            }
        }
    }

    fn array(&mut self, nodes: &[&Tree], elements: &[Tree], pointer: &str) {
        for index in 0..elements.len().min(2 * ELEMENTS) {
            self.remove(&child(pointer, &index.to_string()));
            self.json("null", &child(pointer, &index.to_string()), "null");
        }
        let items = of_items(nodes);
        let first = elements.first().cloned().unwrap_or_else(|| self.made(&items));
        let all: Vec<&Tree> = nodes.iter().copied().flat_map(branches).collect();
        let limits = ["minItems", "maxItems"]
            .into_iter()
            .flat_map(|limit| all.iter().filter_map(move |node| number(node, limit)));
        for length in limits.flat_map(|limit| [limit - 1, limit, limit + 1]).collect::<Vec<_>>() {
            let Ok(length) = usize::try_from(length) else { continue };
            for _ in 0..4 {
                let elements = (0..length.min(200)).map(|_| self.made(&items)).collect();
                self.set("limit", pointer, Tree::Array(elements));
            }
        }
        for length in [0, 1, 2, 5] {
            self.set("length", pointer, Tree::Array(vec![first.clone(); length]));
        }
        let mut longer = elements.to_vec();
        longer.push(self.made(&items));
        self.set("extend", pointer, Tree::Array(longer.clone()));
        longer.push(Tree::Plain("null".to_owned()));
        self.set("extend", pointer, Tree::Array(longer));
        self.set("swap", pointer, Tree::Array(elements.iter().rev().cloned().collect()));
        if let Tree::Object(members) = &first {
            self.set("nest", pointer, Tree::Object(members.clone()));
        }
    }
}
