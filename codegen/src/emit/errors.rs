//! The error enum of a method.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{attributes, code};
use super::signatures::{error, other_error};
use super::types::ident;
use crate::model::{ErrorEnum, Method};

pub(super) fn generate(method: &Method) -> Vec<TokenStream> {
    vec![definition(method, &method.errors), traits(&method.errors)]
}

fn definition(method: &Method, errors: &ErrorEnum) -> TokenStream {
    let docs = attributes(&[
        format!("The errors that {} documents.", code(&method.name)),
        String::new(),
        format!("Schema: {}", code(&format!("{}#/errors", method.source))),
    ]);
    let name = ident(&errors.name);
    let variants = errors.variants.iter().map(|variant| {
        let mut lines = variant.docs.clone();
        if lines.is_empty() {
            lines.push("Documented without a sentence.".to_owned());
        }
        lines.extend([String::new(), format!("Code {}.", variant.code)]);
        let docs = attributes(&lines);
        let error = error(variant);
        quote!(#docs #error)
    });
    let other = other_error();
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " An error with any other code."]
            #other,
        }
    }
}

fn traits(errors: &ErrorEnum) -> TokenStream {
    let name = ident(&errors.name);
    let codes = errors.variants.iter().map(|variant| {
        let (variant, code) = (ident(&variant.ident), Literal::i64_unsuffixed(variant.code));
        quote!(#variant = #code)
    });
    quote!(::cln_runtime::error_enum!(#name { #(#codes),* });)
}
