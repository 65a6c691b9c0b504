//! A short path means what it says: in no file is a name of the prelude, or one that it imports, the name of a type too.

use std::collections::BTreeSet;
use std::path::Path;

use cln_codegen::Builder;
use cln_tests::folders::{package, shared};
use syn::visit::{self, Visit};

/// What generated code names without saying where it comes from.
const PRELUDE: [&str; 20] = [
    "Box", "Default", "Err", "Into", "None", "Ok", "Option", "Result", "Self", "Some", "String", "Vec", "bool", "i64",
    "str", "u8", "u16", "u32", "u64", "usize",
];

/// The names that a file defines, imports and uses.
#[derive(Default)]
struct Names {
    defined: BTreeSet<String>,
    imported: BTreeSet<String>,
    used: BTreeSet<String>,
}

impl Visit<'_> for Names {
    fn visit_item(&mut self, item: &syn::Item) {
        let name = match item {
            syn::Item::Struct(item) => &item.ident,
            syn::Item::Enum(item) => &item.ident,
            syn::Item::Use(item) => return self.import(&item.tree),
            // The tables of rules are a module of their own, with names of their own.
            syn::Item::Mod(_) => return,
            _ => return visit::visit_item(self, item),
        };
        self.defined.insert(name.to_string());
        visit::visit_item(self, item);
    }

    /// Attributes name traits, which have no place among types.
    fn visit_attribute(&mut self, _: &syn::Attribute) {}

    fn visit_path(&mut self, path: &syn::Path) {
        let first = path.segments.first().map(|segment| segment.ident.to_string()).unwrap_or_default();
        if path.leading_colon.is_none() && first.starts_with(|letter: char| letter.is_ascii_uppercase()) {
            self.used.insert(first);
        }
        visit::visit_path(self, path);
    }
}

impl Names {
    fn import(&mut self, tree: &syn::UseTree) {
        match tree {
            syn::UseTree::Path(path) => self.import(&path.tree),
            syn::UseTree::Group(group) => group.items.iter().for_each(|item| self.import(item)),
            syn::UseTree::Name(name) => {
                self.imported.insert(name.ident.to_string());
            }
            syn::UseTree::Rename(_) | syn::UseTree::Glob(_) => panic!("no name is imported under another"),
        }
    }
}

/// How many files a folder's schemas become, each of which keeps the names apart.
fn assert_apart(schemas: &Path) -> usize {
    let files = Builder::new().schemas(schemas).tests(false).generate_to_memory().unwrap();
    for (path, text) in files.iter().filter(|(path, _)| *path != "mod.rs") {
        let mut names = Names::default();
        names.visit_file(&syn::parse_file(text).unwrap());
        let Names { defined, imported, used } = &names;
        let prelude: BTreeSet<String> = PRELUDE.map(str::to_owned).into();
        assert!(defined.is_disjoint(&prelude) && defined.is_disjoint(imported), "{path}: {defined:?} {imported:?}");
        let strange: Vec<_> =
            used.iter().filter(|name| ![defined, imported, &prelude].iter().any(|set| set.contains(*name))).collect();
        assert!(strange.is_empty(), "{path} does not say what these are: {strange:?}");
        let unused: Vec<_> = imported.difference(used).collect();
        assert!(unused.is_empty(), "{path} imports what it does not use: {unused:?}");
    }
    files.len()
}

#[test]
fn short_paths_are_unambiguous_in_all_releases() {
    assert!(assert_apart(&package().join("schemas")) > 30);
    for release in ["releases/v24.11", "releases/v26.06.6", "corpus"] {
        let Some(folder) = shared(release) else { return };
        assert!(assert_apart(&folder) > 150, "{release}");
    }
}

#[test]
fn a_type_that_is_called_like_one_of_the_runtime_keeps_its_name() {
    let text = |schema: &str, path: &str| {
        let schema = package().join("schemas").join(schema);
        Builder::new().schemas(schema).tests(false).generate_to_memory().unwrap().remove(path).unwrap()
    };
    let public = text("short_paths.json", "public.rs");
    assert!(
        public.contains("pub enum PublicKey {") && public.contains("pub pubkey: Option<::cln_runtime::PublicKey>,")
    );
    let rpc = text("own_rpc_error.json", "rpc.rs");
    assert!(rpc.contains("pub enum RpcError {") && rpc.contains("    Other(::cln_runtime::RpcError),"), "{rpc}");
    let error = text("own_error_detail.json", "error.rs");
    assert!(error.contains("pub struct ErrorDetail {") && error.contains("(::cln_runtime::ErrorDetail),"), "{error}");
    let method = text("own_method_info.json", "method.rs");
    assert!(method.contains("pub const METHOD: ::cln_runtime::MethodInfo ="), "{method}");
}
