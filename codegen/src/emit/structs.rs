//! Structs: fields with their documentation, constructors, setters, `validate`.
//!
//! Methods are `#[inline]`: a release has thousands, so each is left to be compiled by the program that calls it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs::{attributes, code, traced};
use super::signatures::{
    additional, field, has_default, is_side, new_arguments, pick, required_field, setter_arguments,
};
use super::types::{Conversion, argument, ident};
use super::{Derive, Style, deprecation, views};
use crate::model::{Constructor, Field, Method, Setter, Struct, TypeId};

/// Above so many arguments clippy asks for a struct; a group of options that goes together has to be one call.
const CLIPPY_ARGUMENTS: usize = 6;

pub(super) fn generate(method: &Method, def: &Struct, style: &Style) -> Vec<TokenStream> {
    let mut items = vec![definition(method, def, style)];
    if let Constructor::Required(name, fields) = &def.constructor {
        items.push(required_struct(method, def, name, fields));
    }
    items.push(methods(method, def));
    items.extend(views::generate(method, def));
    items
}

fn definition(method: &Method, def: &Struct, style: &Style) -> TokenStream {
    let docs = traced(&def.docs, &fallback_docs(method, def), &def.trace);
    let default = has_default(def).then(|| quote!(Default,));
    let derives = Derive::beside(&style.derives, &["Clone", "Debug", "Default", "PartialEq"]);
    let name = ident(&def.name);
    let deprecated = deprecation::attribute(def.deprecated.as_deref());
    let fields = def.fields.iter().map(|each| {
        let deprecated = deprecation::attribute(each.deprecated.as_deref());
        let docs = traced(&each.docs, &format!("The field {}.", code(&each.wire)), &each.trace);
        let field = field(method, each);
        quote!(#docs #deprecated pub #field)
    });
    let additional = additional(def).map(|member| {
        let docs = " Fields that the schema does not list, kept as they are.";
        quote!(#[doc = #docs] pub #member,)
    });
    quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, #default PartialEq #derives)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
            #additional
        }
    }
}

fn fallback_docs(method: &Method, def: &Struct) -> String {
    let is = |id: TypeId| method.struct_def(id).is_some_and(|side| side.name == def.name);
    if is(method.request) {
        format!("The parameters of {}.", code(&method.name))
    } else if is(method.response) {
        format!("The result of {}.", code(&method.name))
    } else {
        format!("An object of {}.", code(&method.name))
    }
}

/// Its fields are never deprecated, since nobody can do without them.
fn required_struct(method: &Method, def: &Struct, name: &str, indices: &[usize]) -> TokenStream {
    let docs = attributes(&[format!("What every [`{}`] has: the argument of [`{0}::new`].", def.name)]);
    let name = ident(name);
    let fields = pick(def, indices).map(|field| {
        let docs = traced(&field.docs, &format!("The field {}.", code(&field.wire)), &field.trace);
        let field = required_field(method, field);
        quote!(#docs pub #field)
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        pub struct #name {
            #(#fields,)*
        }
    }
}

fn methods(method: &Method, def: &Struct) -> TokenStream {
    let name = ident(&def.name);
    let new = new(method, def);
    let setters = def.setters.iter().map(|setter| set(method, def, setter));
    let validate = validate(method, def);
    quote! {
        impl #name {
            #new
            #(#setters)*
            #validate
        }
    }
}

fn new(method: &Method, def: &Struct) -> TokenStream {
    let optional = def.fields.iter().filter(|field| !field.required).map(|field| ident(&field.ident));
    let additional = additional(def).map(|member| {
        let name = member.name;
        quote!(#name: ::core::default::Default::default(),)
    });
    let arguments = new_arguments(method, def);
    let optional = quote!(#(#optional: ::core::option::Option::None,)* #additional);
    match &def.constructor {
        Constructor::Arguments(indices) if indices.is_empty() => quote! {
            #[doc = " Nothing is required: all options are left out."]
            #[inline]
            #[must_use]
            pub fn new() -> Self {
                Self { #optional }
            }
        },
        Constructor::Arguments(indices) => {
            let fields = pick(def, indices).map(|field| match (ident(&field.ident), argument(method, field)) {
                (name, (_, Conversion::Into)) => quote!(#name: #name.into()),
                (name, (_, Conversion::None)) => quote!(#name),
            });
            quote! {
                #[doc = " With what is required; all options are left out."]
                #[inline]
                #[must_use]
                pub fn new(#(#arguments),*) -> Self {
                    Self { #(#fields,)* #optional }
                }
            }
        }
        Constructor::Required(_, indices) => {
            let fields = pick(def, indices).map(|field| ident(&field.ident));
            quote! {
                #[doc = " With what is required; all options are left out."]
                #[inline]
                #[must_use]
                pub fn new(#(#arguments),*) -> Self {
                    Self { #(#fields: required.#fields,)* #optional }
                }
            }
        }
    }
}

fn set(method: &Method, def: &Struct, setter: &Setter) -> TokenStream {
    let fields: Vec<&Field> = pick(def, &setter.fields).collect();
    let names: Vec<String> = fields.iter().map(|field| code(&field.wire)).collect();
    let docs = match names.as_slice() {
        [one] => attributes(&[format!("Sets {one}.")]),
        [first @ .., last] => attributes(&[format!("Sets {} and {last}, which go only together.", first.join(", "))]),
        [] => TokenStream::new(),
    };
    let many = (fields.len() > CLIPPY_ARGUMENTS)
        .then(|| quote!(#[allow(clippy::too_many_arguments, reason = "the schema pairs them: all or none")]));
    let deprecated = deprecation::attribute(fields.iter().find_map(|field| field.deprecated.as_deref()));
    let name = format_ident!("{}", setter.name);
    let arguments = setter_arguments(method, def, setter);
    let assignments = fields.iter().map(|field| {
        let name = ident(&field.ident);
        let value = match argument(method, field).1 {
            Conversion::Into => quote!(#name.into()),
            Conversion::None => quote!(#name),
        };
        quote!(self.#name = ::core::option::Option::Some(#value);)
    });
    quote! {
        #docs
        #deprecated
        #many
        #[inline]
        #[must_use]
        pub fn #name(mut self, #(#arguments),*) -> Self {
            #(#assignments)*
            self
        }
    }
}

/// Whole requests and responses can be checked; what is inside them is checked with them.
fn validate(method: &Method, def: &Struct) -> Option<TokenStream> {
    is_side(method, def).then(|| {
        quote! {
            #[doc = " Checks the value against every rule of its schema."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = " Every violation."]
            #[inline]
            pub fn validate(&self) -> ::core::result::Result<(), ::cln_runtime::Violations> {
                ::cln_runtime::validate(self)
            }
        }
    })
}
