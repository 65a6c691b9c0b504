//! Typed access to what a tag promises: a struct of references, and the method that gives it.

use proc_macro2::TokenStream;
use quote::quote;

use super::deprecation;
use super::docs::{attributes, link};
use super::meaning::see;
use super::signatures::{promised, promised_field};
use super::types::ident;
use crate::model::{Method, Struct, View, ViewTest};

pub(super) fn generate(method: &Method, def: &Struct) -> Vec<TokenStream> {
    def.views.iter().flat_map(|view| [definition(method, def, view), access(def, view)]).collect()
}

fn definition(method: &Method, def: &Struct, view: &View) -> TokenStream {
    let docs = attributes(&[format!("The fields of {} that are present when {}.", link(&def.name), view.reason)]);
    let name = ident(&view.name);
    let fields = promised(def, view).map(|field| {
        let docs = attributes(&[see(def, field)]);
        let deprecated = deprecation::attribute(field.deprecated.as_deref());
        let field = promised_field(method, field);
        quote!(#docs #deprecated pub #field)
    });
    quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct #name<'a> {
            #(#fields,)*
        }
    }
}

fn access(def: &Struct, view: &View) -> TokenStream {
    let docs = attributes(&[
        format!("The fields that are present when {}.", view.reason),
        String::new(),
        "`None` if that is not the case, or if the node left one of them out.".to_owned(),
    ]);
    let (owner, name, method) = (ident(&def.name), ident(&view.name), ident(&view.method));
    let tests = view.tests.iter().map(|each| test(def, each));
    let fields = promised(def, view).map(|field| {
        let field = ident(&field.ident);
        quote!(#field: self.#field.as_ref()?)
    });
    quote! {
        impl #owner {
            #docs
            #[inline]
            #[must_use]
            pub fn #method(&self) -> Option<#name<'_>> {
                let applies = #(#tests)&&*;
                if !applies {
                    return None;
                }
                Some(#name { #(#fields,)* })
            }
        }
    }
}

fn test(def: &Struct, test: &ViewTest) -> TokenStream {
    let (ViewTest::Text { index, .. } | ViewTest::Flag { index, .. }) = test;
    let Some(field) = def.fields.get(*index) else { return quote!(false) };
    let name = ident(&field.ident);
    match (test, field.required) {
        (ViewTest::Text { values, .. }, true) => quote!(::core::matches!(self.#name.as_str(), #(#values)|*)),
        (ViewTest::Text { values, .. }, false) => {
            quote!(self.#name.as_ref().is_some_and(|tag| ::core::matches!(tag.as_str(), #(#values)|*)))
        }
        (ViewTest::Flag { value: true, .. }, true) => quote!(self.#name),
        (ViewTest::Flag { value: false, .. }, true) => quote!(!self.#name),
        (ViewTest::Flag { value, .. }, false) => quote!(self.#name == Some(#value)),
    }
}
