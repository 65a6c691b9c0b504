//! Structs: fields with their documentation, constructors, setters, `validate`.
//!
//! Methods are `#[inline]`: a release has thousands, so each is left to be compiled by the program that calls it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs::{attributes, code, link, trace};
use super::meaning::{field_docs, paragraphs, see, side_docs, value_docs};
use super::signatures::{
    additional, field, has_default, is_side, new_arguments, pick, required_field, setter_arguments,
};
use super::types::{Conversion, argument, ident, runtime};
use super::{Derive, Style, deprecation, example, views};
use crate::model::{Constructor, Field, Method, Setter, Struct, Target, TypeId};

/// Above so many arguments clippy asks for a struct; a group of options that goes together has to be one call.
const CLIPPY_ARGUMENTS: usize = 6;

pub(super) fn generate(method: &Method, id: TypeId, def: &Struct, style: &Style) -> Vec<TokenStream> {
    let mut items = vec![definition(method, id, def, style)];
    if let Constructor::Required(name, fields) = &def.constructor {
        items.push(required_struct(method, def, name, fields));
    }
    items.push(methods(method, def));
    items.extend(views::generate(method, def));
    items
}

fn definition(method: &Method, id: TypeId, def: &Struct, style: &Style) -> TokenStream {
    let docs = if id == method.request || id == method.response {
        side_docs(method, def, id == method.request)
    } else {
        value_docs(method, id, &def.docs)
    };
    let example = if id == method.request { example::docs(method) } else { Vec::new() };
    let docs = attributes(&paragraphs([docs, vec![trace(&def.trace)], example]));
    let default = has_default(def).then(|| quote!(Default,));
    let derives = Derive::beside(&style.derives, &["Clone", "Debug", "Default", "PartialEq"]);
    let name = ident(&def.name);
    let deprecated = deprecation::attribute(def.deprecated.as_deref());
    let fields = def.fields.iter().map(|each| {
        let deprecated = deprecation::attribute(each.deprecated.as_deref());
        let docs = attributes(&field_docs(method, each));
        let field = field(method, each);
        quote!(#docs #deprecated pub #field)
    });
    let additional = additional(method, def).map(|member| {
        let docs = " Fields that the schema does not list, kept unchanged.";
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

/// Its fields are never deprecated, since nobody can do without them.
fn required_struct(method: &Method, def: &Struct, name: &str, indices: &[usize]) -> TokenStream {
    let new = link(&format!("{}::new", def.name));
    let docs = attributes(&[format!("The required fields of {}, as {new} takes them.", link(&def.name))]);
    let name = ident(name);
    let fields = pick(def, indices).map(|field| {
        let docs = attributes(&[see(def, field)]);
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
    let additional = additional(method, def).map(|member| {
        let (name, ty) = (member.name, member.ty);
        quote!(#name: #ty::default(),)
    });
    let arguments = new_arguments(method, def);
    let fields: Vec<TokenStream> = match &def.constructor {
        Constructor::Arguments(indices) => pick(def, indices).map(|field| from_argument(method, field)).collect(),
        Constructor::Required(_, indices) => {
            let names = pick(def, indices).map(|field| ident(&field.ident));
            names.map(|name| quote!(#name: required.#name)).collect()
        }
    };
    let docs = format!(" {}", new_docs(method, def));
    quote! {
        #[doc = #docs]
        #[inline]
        #[must_use]
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#fields,)* #(#optional: None,)* #additional }
        }
    }
}

fn from_argument(method: &Method, field: &Field) -> TokenStream {
    let name = ident(&field.ident);
    match argument(method, field).1 {
        Conversion::Into => quote!(#name: #name.into()),
        Conversion::None => quote!(#name),
    }
}

fn new_docs(method: &Method, def: &Struct) -> String {
    let is = |id: TypeId| method.struct_def(id).is_some_and(|side| side.name == def.name);
    let (value, parts) = if def.params {
        ("request", "parameters")
    } else if is(method.response) && method.target == Target::Rpc {
        ("response", "fields")
    } else {
        ("value", "fields")
    };
    let has = |required: bool| def.fields.iter().any(|field| field.required == required);
    match (has(true), has(false)) {
        (true, true) => format!("Creates a {value} from its required {parts}; optional ones are `None`."),
        (true, false) => format!("Creates a {value} from its {parts}."),
        (false, true) => format!("Creates a {value} without any of its optional {parts}."),
        (false, false) => format!("Creates a {value}, which has no {parts}."),
    }
}

fn set(method: &Method, def: &Struct, setter: &Setter) -> TokenStream {
    let fields: Vec<&Field> = pick(def, &setter.fields).collect();
    let names: Vec<String> = fields.iter().map(|field| code(&field.wire)).collect();
    let docs = match names.as_slice() {
        [one] => attributes(&[format!("Sets {one}.")]),
        [first @ .., last] => {
            attributes(&[format!("Sets {} and {last}, which must be given together.", first.join(", "))])
        }
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
        quote!(self.#name = Some(#value);)
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
        let violations = runtime(method, "Violations");
        quote! {
            #[doc = " Checks the value against every rule of its schema."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = " Returns every violation."]
            #[inline]
            pub fn validate(&self) -> Result<(), #violations> {
                ::cln_runtime::validate(self)
            }
        }
    })
}
