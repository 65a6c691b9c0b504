//! What may be wrong with generated code.

use std::collections::{BTreeMap, BTreeSet};

/// What stands twice in a place where the compiler wants it once.
fn duplicates(items: &[syn::Item]) -> Vec<String> {
    let mut found = Vec::new();
    let mut once = Once::default();
    for item in items {
        match item {
            syn::Item::Struct(item) => {
                found.extend(once.again("type", &item.ident));
                found.extend(all_once("field", item.fields.iter().filter_map(|field| field.ident.as_ref())));
            }
            syn::Item::Enum(item) => {
                found.extend(once.again("type", &item.ident));
                found.extend(all_once("variant", item.variants.iter().map(|variant| &variant.ident)));
            }
            syn::Item::Static(item) => found.extend(once.again("value", &item.ident)),
            syn::Item::Const(item) => found.extend(once.again("value", &item.ident)),
            syn::Item::Fn(item) => found.extend(once.again("value", &item.sig.ident)),
            syn::Item::Impl(item) => found.extend(all_once(
                "method",
                item.items.iter().filter_map(|item| match item {
                    syn::ImplItem::Fn(method) => Some(&method.sig.ident),
                    _ => None,
                }),
            )),
            syn::Item::Mod(item) => {
                found.extend(once.again("type", &item.ident));
                found.extend(item.content.iter().flat_map(|(_, items)| duplicates(items)));
            }
            _ => {}
        }
    }
    found
}

fn all_once<'i>(space: &'static str, names: impl Iterator<Item = &'i syn::Ident>) -> Vec<String> {
    let mut once = Once::default();
    names.filter_map(|name| once.again(space, name)).collect()
}

/// The names of a place, by name space.
#[derive(Default)]
struct Once(BTreeSet<(&'static str, String)>);

impl Once {
    fn again(&mut self, space: &'static str, name: &syn::Ident) -> Option<String> {
        (!self.0.insert((space, name.to_string()))).then(|| format!("{space} {name}"))
    }
}

/// Panics if a file is no Rust, or says something twice that the compiler wants once.
pub(crate) fn assert_code(files: &BTreeMap<String, String>) {
    for (name, text) in files {
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{name} does not parse: {error}\n{text}"));
        assert_eq!(duplicates(&file.items), [""; 0], "{name} has these twice:\n{text}");
    }
}

#[test]
fn what_stands_twice_is_found() {
    let text = "struct A { x: u8, x: u8 } enum A { V, V } impl A { fn f() {} fn f() {} } mod m { static S: u8 = 1; fn S() {} }";
    let found = duplicates(&syn::parse_file(text).unwrap().items);
    assert_eq!(found, ["field x", "type A", "variant V", "method f", "value S"]);
}
