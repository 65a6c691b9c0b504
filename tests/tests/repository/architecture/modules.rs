//! The modules of a crate, as the compiler finds them from `lib.rs` on, without those that only tests have.

use std::collections::BTreeMap;

use syn::{Item, UseTree};

/// A path without its generic arguments: `["crate", "schema", "Target"]`.
pub(crate) type Segments = Vec<String>;

/// A crate: its modules by their paths from its root, which is the empty path.
pub(crate) struct Crate {
    pub(crate) modules: BTreeMap<Segments, Module>,
}

/// A module, in a file of its own or inside another's.
pub(crate) struct Module {
    /// The file that holds it, from the crate's `src` on.
    pub(crate) file: String,
    pub(crate) items: Vec<Item>,
    /// What its names stand for.
    names: BTreeMap<String, Name>,
    /// What `use ...::*` brings.
    globs: Vec<Segments>,
}

/// What a name in a module stands for.
enum Name {
    /// Something that is defined there.
    Here,
    /// What this path leads to.
    There(Segments),
}

impl Crate {
    /// Reads a crate. `read` gives the text of a file from `src` on, if there is one.
    pub(crate) fn read(read: &impl Fn(&str) -> Option<String>) -> Self {
        let mut new = Self { modules: BTreeMap::new() };
        new.add_file(Vec::new(), "lib.rs".to_owned(), "", read);
        new
    }

    /// `folder` is where the files of its submodules are.
    fn add_file(&mut self, path: Segments, file: String, folder: &str, read: &impl Fn(&str) -> Option<String>) {
        let text = read(&file).unwrap_or_else(|| panic!("there is no {file}"));
        let items = syn::parse_file(&text).unwrap_or_else(|error| panic!("{file}: {error}")).items;
        self.add(path, file, folder, items, read);
    }

    fn add(
        &mut self,
        path: Segments,
        file: String,
        folder: &str,
        items: Vec<Item>,
        read: &impl Fn(&str) -> Option<String>,
    ) {
        let mut module = Module { file: file.clone(), items: Vec::new(), names: BTreeMap::new(), globs: Vec::new() };
        for item in items.into_iter().filter(|item| !is_for_tests(attributes(item))) {
            let Item::Mod(inner) = item else {
                module.name(&item);
                module.items.push(item);
                continue;
            };
            let name = inner.ident.to_string();
            let below = [path.as_slice(), std::slice::from_ref(&name)].concat();
            let folder_below = format!("{folder}{name}/");
            match inner.content {
                Some((_, items)) => self.add(below, file.clone(), &folder_below, items, read),
                None => {
                    let candidates = [format!("{folder}{name}.rs"), format!("{folder_below}mod.rs")];
                    let file = candidates.into_iter().find(|file| read(file).is_some());
                    let file = file.unwrap_or_else(|| panic!("{}: there is no file of {name}", module.file));
                    self.add_file(below, file, &folder_below, read);
                }
            }
        }
        self.modules.insert(path, module);
    }

    /// The file that defines what a path in a module leads to; `None` if that is no item of this crate.
    pub(crate) fn file_of(&self, module: &[String], path: &[String]) -> Option<&str> {
        // No chain of re-exports is that long, unless it is a circle.
        self.follow(module, path, 16)
    }

    fn follow(&self, module: &[String], path: &[String], left: usize) -> Option<&str> {
        let left = left.checked_sub(1)?;
        match path.first().map(String::as_str) {
            Some("crate") => self.walk(&[], &path[1..], left),
            Some("self") => self.walk(module, &path[1..], left),
            Some("super") => {
                let (_, parent) = module.split_last()?;
                self.follow(parent, &[&["self".to_owned()], &path[1..]].concat(), left)
            }
            _ => self.walk(module, path, left),
        }
    }

    /// What a path from a module on leads to.
    fn walk(&self, at: &[String], path: &[String], left: usize) -> Option<&str> {
        let module = self.modules.get(at)?;
        let Some((first, rest)) = path.split_first() else { return Some(&module.file) };
        if first == "super" {
            return self.follow(at, path, left);
        }
        let below = [at, std::slice::from_ref(first)].concat();
        // A function may be called like the module it is in: more of a path says that the module is meant.
        if !rest.is_empty() && self.modules.contains_key(&below) {
            return self.walk(&below, rest, left);
        }
        match module.names.get(first) {
            Some(Name::Here) => Some(&module.file),
            Some(Name::There(path)) => self.follow(at, &[path.as_slice(), rest].concat(), left),
            None if self.modules.contains_key(&below) => self.walk(&below, rest, left),
            None => module.globs.iter().find_map(|glob| self.follow(at, &[glob.as_slice(), path].concat(), left)),
        }
    }

    /// A path in a module, from the crate's root on; `None` unless it says that it is of this crate.
    pub(crate) fn from_root(module: &[String], path: &[String]) -> Option<Segments> {
        match path.first()?.as_str() {
            "crate" => Some(path[1..].to_vec()),
            "self" => Some([module, &path[1..]].concat()),
            "super" => {
                let (_, parent) = module.split_last()?;
                match path.get(1).is_some_and(|next| next == "super") {
                    true => Self::from_root(parent, &path[1..]),
                    false => Some([parent, &path[1..]].concat()),
                }
            }
            _ => None,
        }
    }
}

impl Module {
    fn name(&mut self, item: &Item) {
        let ident = match item {
            Item::Use(item) => {
                for (name, path) in leaves(&item.tree) {
                    match name {
                        Some(name) => drop(self.names.entry(name).or_insert(Name::There(path))),
                        None => self.globs.push(path),
                    }
                }
                return;
            }
            Item::Const(item) => &item.ident,
            Item::Enum(item) => &item.ident,
            Item::Fn(item) => &item.sig.ident,
            Item::Static(item) => &item.ident,
            Item::Struct(item) => &item.ident,
            Item::Trait(item) => &item.ident,
            Item::Type(item) => &item.ident,
            Item::Union(item) => &item.ident,
            Item::Macro(syn::ItemMacro { ident: Some(ident), .. }) => ident,
            _ => return,
        };
        self.names.insert(ident.to_string(), Name::Here);
    }
}

/// What a `use` brings: names, `None` for `*`, and the paths they stand for.
pub(crate) fn leaves(tree: &UseTree) -> Vec<(Option<String>, Segments)> {
    let below = |name: String, tree| {
        let leaves = leaves(tree).into_iter();
        leaves.map(|(leaf, path)| (leaf, [vec![name.clone()], path].concat())).collect()
    };
    match tree {
        UseTree::Path(path) => {
            let mut found: Vec<(Option<String>, Segments)> = below(path.ident.to_string(), &path.tree);
            for (name, path_of_leaf) in &mut found {
                // `use a::b::{self}` brings `b`.
                if path_of_leaf.last().is_some_and(|last| last == "self") {
                    path_of_leaf.pop();
                    if name.as_deref() == Some("self") {
                        *name = path_of_leaf.last().cloned();
                    }
                }
            }
            found
        }
        UseTree::Name(name) => vec![(Some(name.ident.to_string()), vec![name.ident.to_string()])],
        UseTree::Rename(rename) => vec![(Some(rename.rename.to_string()), vec![rename.ident.to_string()])],
        UseTree::Glob(_) => vec![(None, Vec::new())],
        UseTree::Group(group) => group.items.iter().flat_map(leaves).collect(),
    }
}

fn attributes(item: &Item) -> &[syn::Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// Whether only tests have it.
fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        _ => false,
    })
}
