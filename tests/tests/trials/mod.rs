//! Trials of the generator: what may be wrong with what is generated.
#![allow(dead_code, reason = "each test binary uses its part")]

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use cln_codegen::schema::parse;
use cln_codegen::source::Source;
use cln_codegen::{Builder, Diagnostics, man};

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

/// What is wrong with what was generated; `None` if nothing is, or if the schema was refused.
pub(crate) fn complaint(builder: &Builder) -> Result<bool, String> {
    let generated = catch_unwind(AssertUnwindSafe(|| builder.generate_to_memory()));
    let Ok(files) = generated.map_err(|_| "the generator panics".to_owned())? else { return Ok(false) };
    for (name, text) in files {
        let file = syn::parse_file(&text).map_err(|error| format!("{name} does not parse: {error}\n{text}"))?;
        let duplicates = duplicates(&file.items);
        if !duplicates.is_empty() {
            return Err(format!("{name} has twice: {duplicates:?}"));
        }
    }
    Ok(true)
}

/// The manual page of a schema, even one with mistakes; `None` if there is nothing to make it of.
pub(crate) fn page(schema: &[u8]) -> Result<Option<String>, String> {
    let made = catch_unwind(|| {
        let source = Source::from_bytes("schema.json", schema.to_vec()).ok()?;
        let document = parse(Arc::new(source), &mut Diagnostics::new())?;
        let older = Arc::new(Source::new("page.md", OLDER_PAGE));
        Some((man::page(&document), man::update(&older, &document, &"0".repeat(64)).is_ok()))
    });
    match made {
        Err(_) => Err("the page's making panics".to_owned()),
        Ok(Some((_, false))) => Err("an older page is not made anew".to_owned()),
        Ok(page) => Ok(page.map(|(page, _)| page)),
    }
}

/// A page whose generated part is empty.
const OLDER_PAGE: &str = "GENERATE-FROM-SCHEMA-START\nGENERATE-FROM-SCHEMA-END\n\
    SHA256STAMP:1ce2241eeae759ed5566342fb7810e62fa2c618f2465314f17376ebe9b6d24f8\n";

#[test]
fn what_stands_twice_is_found() {
    let text = "struct A { x: u8, x: u8 } enum A { V, V } impl A { fn f() {} fn f() {} } mod m { static S: u8 = 1; fn S() {} }";
    let found = duplicates(&syn::parse_file(text).unwrap().items);
    assert_eq!(found, ["field x", "type A", "variant V", "method f", "value S"]);
}
