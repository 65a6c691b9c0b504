//! Who imports what: the `use` lines of each module, and the paths in its code.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};
use syn::{Item, Visibility};

use super::modules::{Crate, Segments, leaves};

/// One import.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Import {
    /// The file that imports.
    pub(crate) from: String,
    /// The file that defines what is imported.
    pub(crate) to: String,
    /// The path as it is written, and from the crate's root on if it says so.
    pub(crate) path: String,
    pub(crate) from_root: Option<Segments>,
    /// Whether it only passes on: what it names is not used there.
    pub(crate) passes_on: bool,
}

/// All imports of a crate within itself.
pub(crate) fn imports(of: &Crate) -> BTreeSet<Import> {
    let mut found = BTreeSet::new();
    for (path, module) in &of.modules {
        let mut seen = Seen { paths: Vec::new() };
        module.items.iter().for_each(|item| seen.visit_item(item));
        for (segments, how) in seen.paths {
            // In code a name alone is no module, even if it is called like one.
            let is_module = || of.modules.contains_key(&[path.as_slice(), &segments].concat());
            if how == How::InCode && segments.len() == 1 && is_module() {
                continue;
            }
            let Some(to) = of.file_of(path, &segments).filter(|to| *to != module.file) else { continue };
            found.insert(Import {
                from: module.file.clone(),
                to: to.to_owned(),
                path: segments.join("::"),
                from_root: Crate::from_root(path, &segments),
                passes_on: how == How::PassedOn,
            });
        }
    }
    found
}

/// The paths that a module names.
struct Seen {
    paths: Vec<(Segments, How)>,
}

/// How a path is named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// By a `use`.
    Used,
    /// By a `pub use` or the like.
    PassedOn,
    /// By other code.
    InCode,
}

impl<'ast> Visit<'ast> for Seen {
    fn visit_item(&mut self, item: &'ast Item) {
        if let Item::Use(item) = item {
            let how = if matches!(item.vis, Visibility::Inherited) { How::Used } else { How::PassedOn };
            self.paths.extend(leaves(&item.tree).into_iter().map(|(_, path)| (path, how)));
        } else {
            visit::visit_item(self, item);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            self.paths.push((path.segments.iter().map(|segment| segment.ident.to_string()).collect(), How::InCode));
        }
        visit::visit_path(self, path);
    }

    /// `pub(crate)` and `pub(in path)` import nothing.
    fn visit_visibility(&mut self, _: &'ast Visibility) {}

    /// What a macro is given is no syntax yet: the paths in it are looked for in its tokens. Those in `quote!` and the like
    /// are of the generated code.
    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let name = call.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
        if !name.contains("quote") {
            self.paths.extend(paths_in(&call.tokens.to_string()).into_iter().map(|path| (path, How::InCode)));
        }
        visit::visit_macro(self, call);
    }
}

/// The paths of several parts in tokens, but for those that begin with `$crate` or `::`.
fn paths_in(tokens: &str) -> Vec<Segments> {
    let apart = |letter: char| if letter.is_alphanumeric() || "_:$".contains(letter) { letter } else { ' ' };
    let spaced: String = tokens.chars().map(apart).collect();
    let spaced = spaced.replace("::", " :: ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let follows = at.checked_sub(1).is_some_and(|before| matches!(words[before], "$" | "::"));
        let rest = words[at + 1..].chunks_exact(2).take_while(|pair| pair[0] == "::").map(|pair| pair[1]);
        let path: Segments = [*word].into_iter().chain(rest).map(str::to_owned).collect();
        if !follows && *word != "::" && path.len() > 1 {
            found.push(path);
        }
    }
    found
}
