//! What ties a request to its method, and the method's entry in the table of all.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{attributes, code};
use super::signatures::list;
use super::types::ident;
use crate::model::{Method, Target, TypeId};

pub(super) fn generate(method: &Method) -> Vec<TokenStream> {
    let name_of = |id: TypeId| method.type_def(id).map(|def| ident(def.name()));
    let (request, response) = (name_of(method.request), name_of(method.response));
    let wire = &method.name;
    let docs = attributes(&[format!("What is known of {} at run time.", code(wire))]);
    let (request_impl, info) = match method.target {
        Target::Rpc => {
            let error = ident(&method.errors.name);
            let lists = list(method).map(|(item, field)| {
                let (item, field) = (ident(&item.name), &field.wire);
                quote!(lists #item in #field)
            });
            let request_impl = quote!(::cln_runtime::request!(#request calls #wire: #response or #error #lists););
            (Some(request_impl), quote!(::cln_runtime::MethodInfo::of::<#request>()))
        }
        Target::Notification => (None, quote!(::cln_runtime::MethodInfo::notification::<#request, #response>(#wire))),
        Target::Hook => (None, quote!(::cln_runtime::MethodInfo::pair::<#request, #response>(#wire))),
    };
    let info = quote! {
        #docs
        pub const METHOD: ::cln_runtime::MethodInfo = #info;
    };
    request_impl.into_iter().chain([info]).collect()
}
