//! `mod.rs`: the modules, all types by name, the tables of methods, and typed parsing of incoming messages.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::File;
use super::docs::{attributes, code};
use super::types::{ident, visible_structs};
use super::{conversions, deprecation, meaning};
use crate::model::{Api, Deprecation, Field, Method, Target, Type, TypeDef};

pub(super) fn generate(api: &Api) -> File {
    let modules = api.methods.iter().map(|method| ident(&method.module));
    let reexports = api.methods.iter().map(reexport);
    let mut items: Vec<TokenStream> = std::iter::once(allowed()).chain(allowed_names(api)).collect();
    items.extend([quote!(#(pub mod #modules;)*), quote!(#(#reexports)*)]);
    for table in TABLES {
        let methods: Vec<&Method> = api.methods.iter().filter(|method| method.target == table.target).collect();
        items.extend(method_table(table, &methods));
        if let Some(incoming) = table.incoming {
            items.extend(incoming_enum(incoming, &methods));
        }
    }
    items.extend(node_range(api));
    items.extend(conversions::generate(api));
    File { name: "mod.rs".to_owned(), source: None, docs: DOCS.iter().map(|line| (*line).to_owned()).collect(), items }
}

const DOCS: [&str; 6] = [
    "Bindings for a Core Lightning node: a module for each command, notification and hook.",
    "",
    "All types are re-exported here. [`METHODS`], [`NOTIFICATIONS`] and [`HOOKS`] are for programs that know only a",
    "name.",
    "",
    "Enums that share values convert into each other with `TryFrom`, by the value on the wire.",
];

/// A table of methods of one kind.
struct Table {
    target: Target,
    /// The name of the table, and of the function that looks a name up.
    names: (&'static str, &'static str),
    /// What each of them is.
    word: &'static str,
    /// What a node sends of its own accord.
    incoming: Option<&'static Incoming>,
}

/// What a node sends of its own accord.
struct Incoming {
    /// The enum's name.
    name: &'static str,
    /// The macro that makes its methods.
    methods: &'static str,
    /// What holds the payload of a variant.
    holder: &'static str,
    /// Which side of the schema the node sends.
    is_response: bool,
    docs: &'static str,
    /// What is said of a variant that has no payload of its own: a method that is not known, and a message that cannot
    /// be read as what it is.
    other: &'static str,
    undecoded: &'static str,
}

const TABLES: &[Table] = &[
    Table { target: Target::Rpc, names: ("METHODS", "method"), word: "method", incoming: None },
    Table {
        target: Target::Notification,
        names: ("NOTIFICATIONS", "notification"),
        word: "notification",
        incoming: Some(&Incoming {
            name: "Notification",
            methods: "notifications",
            holder: "Notified",
            is_response: true,
            docs: "A notification from a node to a plugin.",
            other: "A notification that these bindings do not know, such as a plugin's own, kept unchanged.",
            undecoded: "A notification that these bindings do not know, with parameters that are not JSON.",
        }),
    },
    Table {
        target: Target::Hook,
        names: ("HOOKS", "hook"),
        word: "hook",
        incoming: Some(&Incoming {
            name: "Hook",
            methods: "hooks",
            holder: "HookCall",
            is_response: false,
            docs: "A hook call, from a node to a plugin.",
            other: "A hook call that these bindings do not know, kept unchanged.",
            undecoded: "A call whose parameters do not fit its hook. The node waits for an answer all the same.",
        }),
    },
];

/// Users need not touch everything that is generated, and may keep it in a private module.
fn allowed() -> TokenStream {
    quote! {
        #![allow(dead_code, unreachable_pub, unused_imports, reason = "a program need not use all bindings")]
    }
}

/// An argument may be called like a variant of its type, if its name begins with a digit; it is no pattern all the same.
fn allowed_names(api: &Api) -> Option<TokenStream> {
    let is_variant = |method: &Method, field: &Field| match field.ty {
        Type::Named(id) => match method.type_def(id) {
            Some(TypeDef::Enum(def)) => def.values.iter().any(|value| value.ident == field.ident),
            Some(TypeDef::Union(def)) => def.variants.iter().any(|variant| variant.ident == field.ident),
            Some(TypeDef::Struct(_)) | None => false,
        },
        _ => false,
    };
    let has_such = |method: &Method| visible_structs(method).flat_map(|def| &def.fields).any(|f| is_variant(method, f));
    let allowed = quote!(#![allow(bindings_with_variant_name, reason = "a field and a value may have the same name")]);
    api.methods.iter().any(has_such).then_some(allowed)
}

/// For what names a deprecated type of one of these methods.
fn allowed_deprecated<'m>(methods: impl IntoIterator<Item = &'m Method>) -> Option<TokenStream> {
    let mut types = methods.into_iter().flat_map(|method| &method.types);
    types.any(TypeDef::is_deprecated).then(|| {
        let allowed = deprecation::allowed();
        quote!(# #allowed)
    })
}

/// Hidden, since a page of the documentation would begin with thousands of them; each type has one in its module.
fn reexport(method: &Method) -> TokenStream {
    let module = ident(&method.module);
    let names = method.type_names().into_iter().map(ident);
    let allowed = allowed_deprecated([method]);
    quote!(#[doc(hidden)] #allowed pub use self::#module::{#(#names),*};)
}

fn method_table(table: &Table, methods: &[&Method]) -> Vec<TokenStream> {
    let modules = methods.iter().map(|method| ident(&method.module));
    let (names, find) = (format_ident!("{}", table.names.0), format_ident!("{}", table.names.1));
    let all = format!(" All {}s, sorted by name.", table.word);
    let one = format!(" Finds a {} by its name.", table.word);
    vec![
        quote! {
            #[doc = #all]
            pub static #names: &[::cln_runtime::MethodInfo] = &[#(#modules::METHOD),*];
        },
        quote! {
            #[doc = #one]
            #[must_use]
            pub fn #find(name: &str) -> Option<&'static ::cln_runtime::MethodInfo> {
                ::cln_runtime::find_method(#names, name)
            }
        },
    ]
}

/// What a node may send of its own accord, as a variant of the enum of all that.
struct Variant<'m> {
    name: Ident,
    wire: &'m str,
    /// What it is for, in one line.
    title: String,
    payload: Option<Ident>,
    deprecated: Option<&'m Deprecation>,
}

impl<'m> Variant<'m> {
    fn new(method: &'m Method, is_response: bool) -> Self {
        let payload = if is_response { method.response } else { method.request };
        Self {
            name: ident(&method.variant),
            wire: &method.name,
            title: meaning::method_docs(method).swap_remove(0),
            payload: method.type_def(payload).map(|def| ident(def.name())),
            deprecated: method.struct_def(payload).and_then(|def| def.deprecated.as_deref()),
        }
    }
}

/// The enum of everything that a node may send, and how a message becomes one.
fn incoming_enum(incoming: &Incoming, methods: &[&Method]) -> Vec<TokenStream> {
    let name = ident(incoming.name);
    let docs = attributes(&[incoming.docs]);
    let allowed = allowed_deprecated(methods.iter().copied());
    let variants: Vec<Variant<'_>> = methods.iter().map(|method| Variant::new(method, incoming.is_response)).collect();
    let holder = ident(incoming.holder);
    let definitions = variants.iter().map(|Variant { name, wire, title, payload, deprecated }| {
        let docs = attributes(&[format!("{}: {title}", code(wire))]);
        let deprecated = deprecation::attribute(*deprecated);
        quote!(#docs #deprecated #name(::cln_runtime::jsonrpc::#holder<#payload>))
    });
    let (other, undecoded) = (attributes(&[incoming.other]), attributes(&[incoming.undecoded]));
    let definition = quote! {
        #docs
        #allowed
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#definitions,)*
            #other
            Other(::cln_runtime::jsonrpc::Incoming),
            #undecoded
            Undecoded(::cln_runtime::jsonrpc::Undecoded),
        }
    };
    let entries = variants.iter().map(|Variant { name, wire, .. }| quote!(#wire #name));
    let make_methods = ident(incoming.methods);
    vec![definition, quote!(::cln_runtime::#make_methods!(#allowed #name { #(#entries),* });)]
}

/// Which nodes the bindings are made for.
fn node_range(api: &Api) -> Vec<TokenStream> {
    let limit = |name: &str, version: Option<String>, docs: &str| {
        let version = version?;
        let name = format_ident!("{name}");
        let docs = docs.replace("VERSION", &version);
        let constant = quote! {
            #[doc = #docs]
            pub const #name: &str = #version;
        };
        Some((constant, quote!(Some(#name))))
    };
    let limits = [
        limit("OLDEST_NODE", api.oldest.as_ref().map(ToString::to_string), OLDEST),
        limit("NEWEST_NODE", api.newest.as_ref().map(ToString::to_string), NEWEST),
    ];
    let none = quote!(None);
    let ends = limits.iter().map(|limit| limit.as_ref().map_or(&none, |(_, end)| end));
    let range = quote! {
        #[doc = #RANGE]
        pub const NODES: ::cln_runtime::NodeRange = ::cln_runtime::NodeRange::new(#(#ends),*);
    };
    limits.iter().flatten().map(|(constant, _)| constant.clone()).chain([range]).collect()
}

const OLDEST: &str =
    " The oldest node whose answers these bindings read: VERSION. Older ones omit fields that are required here.";

const NEWEST: &str = " The newest node that these bindings cover: VERSION. Later additions are left out.";

const RANGE: &str =
    " The nodes that these bindings are made for. A client's `check_version` compares a node's version with them.";
