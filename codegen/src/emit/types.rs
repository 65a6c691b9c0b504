//! The Rust type of a field, and the paths that name types.
//!
//! Names of the prelude are short: a generated type's name is its method's and at least one word more, so it is none of
//! them. Names of the runtime are short where no type of the file is called the same.

use cln_runtime::Origin;
use cln_runtime::rules::ScalarKind;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::model::{Field, Method, Struct, Type, TypeDef, TypeId, Union, Variant, raw_if_keyword};

/// An identifier, raw where it has to be.
pub(super) fn ident(name: &str) -> Ident {
    match raw_if_keyword(name).strip_prefix("r#") {
        Some(keyword) => Ident::new_raw(keyword, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// The type of a field, inside its `Option` if it has one.
pub(super) fn value_type(method: &Method, field: &Field) -> TokenStream {
    rust_type(method, &field.ty, field.secret)
}

/// The type of an alternative.
pub(super) fn variant_type(method: &Method, variant: &Variant) -> TokenStream {
    rust_type(method, &variant.ty, variant.secret)
}

/// The type of a field.
pub(super) fn field_type(method: &Method, field: &Field) -> TokenStream {
    let value = value_type(method, field);
    if field.required { value } else { quote!(Option<#value>) }
}

/// How an argument becomes a field's value.
pub(super) enum Conversion {
    /// It is the value.
    None,
    /// By `into()`: users have literals where fields have owned or hidden strings.
    Into,
}

/// The type of a constructor's or setter's argument, and how it becomes the field's value.
pub(super) fn argument(method: &Method, field: &Field) -> (TokenStream, Conversion) {
    let ty = value_type(method, field);
    let converts = match field.ty {
        Type::Scalar(kind, _) if kind.facts().secret => false,
        Type::Scalar(ScalarKind::String, _) => true,
        Type::Any | Type::Scalar(..) => field.secret,
        Type::Named(id) => is_open_to_types(method, id),
        _ => false,
    };
    if converts { (quote!(impl Into<#ty>), Conversion::Into) } else { (ty, Conversion::None) }
}

/// Whether a type is an enum of alternatives that a user writes, which is made from what they hold.
fn is_open_to_types(method: &Method, id: TypeId) -> bool {
    matches!(method.type_def(id), Some(TypeDef::Union(Union { origin: Origin::Client, .. })))
}

fn rust_type(method: &Method, ty: &Type, secret: bool) -> TokenStream {
    match ty {
        // Alternatives without a name are only rules.
        Type::Any | Type::OneOf(..) => hidden(method, runtime(method, "Json"), secret),
        // A secret hides itself.
        Type::Scalar(kind, _) => hidden(method, scalar_type(method, *kind), secret && !kind.facts().secret),
        Type::Named(id) => {
            let name = method.type_def(*id).map(|def| ident(def.name()));
            quote!(#name)
        }
        Type::Array(array) => {
            let items = rust_type(method, &array.items, secret);
            quote!(Vec<#items>)
        }
    }
}

/// The type, hidden if it holds a secret.
pub(super) fn hidden(method: &Method, ty: TokenStream, secret: bool) -> TokenStream {
    if !secret {
        return ty;
    }
    let sensitive = runtime(method, "Sensitive");
    quote!(#sensitive<#ty>)
}

fn scalar_type(method: &Method, kind: ScalarKind) -> TokenStream {
    let name = kind.rust_name();
    if is_std(name) {
        let name = ident(name);
        quote!(#name)
    } else {
        runtime(method, name)
    }
}

/// Whether a scalar's Rust type needs no import: of the language, whose types alone are in lower case, or of its prelude.
pub(super) fn is_std(name: &str) -> bool {
    name == "String" || name.starts_with(|first: char| first.is_ascii_lowercase())
}

/// A type of the runtime: by its name, which the file imports, or by its path if the file has a type of that name.
pub(super) fn runtime(method: &Method, name: &str) -> TokenStream {
    let ident = ident(name);
    if method.has_type_named(name) { quote!(::cln_runtime::#ident) } else { quote!(#ident) }
}

/// The structs that users see.
pub(super) fn visible_structs(method: &Method) -> impl Iterator<Item = &Struct> {
    method.types.iter().filter_map(|def| match def {
        TypeDef::Struct(def) if def.visible => Some(def),
        _ => None,
    })
}
