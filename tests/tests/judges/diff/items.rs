//! The public items of generated code, read from its text.

use std::collections::BTreeMap;

use cln_tools::diff::Semver;
use quote::ToTokens;
use syn::{Attribute, Fields, ImplItem, Item, ItemEnum, ItemImpl, ItemStruct, Visibility};

/// The items of a module, by name.
#[derive(Default)]
pub(super) struct Items(BTreeMap<String, Found>);

struct Found {
    signature: String,
    /// The type that it is part of.
    owner: Option<String>,
    /// Whether users list all of its kind.
    exhaustive: bool,
}

impl Items {
    pub(super) fn read(text: &str) -> Self {
        let mut items = Self::default();
        for item in syn::parse_file(text).unwrap().items {
            match item {
                Item::Struct(item) if is_public(&item.vis) => items.structure(&item),
                Item::Enum(item) if is_public(&item.vis) => items.enumeration(&item),
                Item::Impl(item) if item.trait_.is_none() => items.inherent(&item),
                Item::Macro(item) => items.list(item.mac.tokens.to_string()),
                Item::Const(item) if is_public(&item.vis) => items.add(item.ident.to_string(), written(&item.ty)),
                Item::Static(item) if is_public(&item.vis) => items.add(item.ident.to_string(), written(&item.ty)),
                Item::Fn(item) if is_public(&item.vis) => items.add(item.sig.ident.to_string(), written(&item.sig)),
                _ => {}
            }
        }
        items
    }

    fn add(&mut self, name: String, signature: String) {
        self.0.insert(name, Found { signature, owner: None, exhaustive: false });
    }

    fn part(&mut self, owner: &str, name: &str, signature: String, exhaustive: bool) {
        self.0.insert(format!("{owner} {name}"), Found { signature, owner: Some(owner.to_owned()), exhaustive });
    }

    fn structure(&mut self, item: &ItemStruct) {
        let (name, open) = (item.ident.to_string(), is_open(&item.attrs));
        self.add(name.clone(), format!("struct {} {open}", written(&item.generics)));
        self.derives(&name, &item.attrs);
        for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
            let ident = field.ident.as_ref().unwrap();
            self.part(&name, &format!("field {ident}"), written(&field.ty), !open);
        }
    }

    fn enumeration(&mut self, item: &ItemEnum) {
        let (name, open) = (item.ident.to_string(), is_open(&item.attrs));
        self.add(name.clone(), format!("enum {open}"));
        self.derives(&name, &item.attrs);
        for variant in &item.variants {
            let holds = match &variant.fields {
                Fields::Unit => String::new(),
                fields => written(fields),
            };
            self.part(&name, &format!("variant {}", variant.ident), holds, !open);
        }
    }

    /// What the items of an answer are, in the arguments of the macro that ties it to its request.
    fn list(&mut self, arguments: String) {
        let words: Vec<&str> = arguments.split_whitespace().collect();
        if let [request, "calls", _, .., "lists", item, "in", _] = words.as_slice() {
            self.part(request, "lists", (*item).to_owned(), false);
        }
    }

    fn derives(&mut self, name: &str, attributes: &[Attribute]) {
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
            let list = &attribute.meta.require_list().unwrap().tokens.to_string();
            for each in list.split(',') {
                self.part(name, &format!("derive {}", each.trim()), String::new(), false);
            }
        }
    }

    fn inherent(&mut self, item: &ItemImpl) {
        let name = written(&item.self_ty);
        for each in &item.items {
            if let ImplItem::Fn(function) = each
                && is_public(&function.vis)
            {
                self.part(&name, &format!("fn {}", function.sig.ident), written(&function.sig), false);
            }
        }
    }

    /// What the next version of a crate has to say to those who have these items, when it has others.
    pub(super) fn demand(&self, new: &Self) -> Option<Semver> {
        let changed = |(name, found): (&String, &Found)| match new.0.get(name) {
            Some(now) if now.signature == found.signature => None,
            _ => Some(Semver::Major),
        };
        let come = new.0.iter().filter(|(name, _)| !self.0.contains_key(*name)).map(|(_, found)| {
            let had_owner = found.owner.as_ref().is_some_and(|owner| self.0.contains_key(owner));
            if found.exhaustive && had_owner { Semver::Major } else { Semver::Minor }
        });
        self.0.iter().filter_map(changed).chain(come).max()
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_open(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("non_exhaustive"))
}

fn written(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
}
