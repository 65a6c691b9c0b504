//! What ties a request or a payload to its method, and the method's entry in the table of all.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{attributes, code};
use super::paging;
use super::signatures::list;
use super::types::{ident, runtime};
use crate::model::{Deprecation, Method, Target, TypeId};

/// Its constant, and the impl that ties its request to it, or its payload if it is a notification.
pub(super) fn generate(method: &Method) -> (TokenStream, TokenStream) {
    let name_of = |id: TypeId| method.type_def(id).map(|def| ident(def.name()));
    let (request, response) = (name_of(method.request), name_of(method.response));
    let wire = &method.name;
    let method_info = runtime(method, "MethodInfo");
    let docs = attributes(&[format!("The entry of {} in the table of all {}.", code(wire), table(method.target))]);
    let (tie, info) = match method.target {
        Target::Rpc => {
            let error = ident(&method.errors.name);
            let lists = list(method).map(|(item, field)| {
                let (item, field) = (ident(&item.name), &field.wire);
                let pages = paging::generate(method);
                quote!(lists #item in #field #pages)
            });
            let awaits = paging::awaits_paid(method);
            let deprecated = deprecated(method);
            let request_impl = quote! {
                ::cln_runtime::request!(#request calls #wire: #response or #error #lists #awaits #deprecated);
            };
            (request_impl, quote!(#method_info::of::<#request>()))
        }
        Target::Notification => {
            let payload_impl = quote!(::cln_runtime::notification!(#response is told by #wire););
            (payload_impl, quote!(#method_info::notification::<#request, #response>()))
        }
        Target::Hook => {
            let hook_impl = quote!(::cln_runtime::hook!(#request of #wire is answered by #response););
            (hook_impl, quote!(#method_info::hook::<#request>()))
        }
    };
    let info = quote! {
        #docs
        pub const METHOD: #method_info = #info;
    };
    (info, tie)
}

/// What is said of a command that is deprecated.
fn deprecated(method: &Method) -> Option<TokenStream> {
    let Deprecation { since, removed_in } = method.struct_def(method.request)?.deprecated.as_deref()?;
    let [since, removed_in] = [since, removed_in].map(|release| match release {
        Some(release) => quote!(Some(#release)),
        None => quote!(None),
    });
    Some(quote!(deprecated(#since, #removed_in)))
}

const fn table(target: Target) -> &'static str {
    match target {
        Target::Rpc => "methods",
        Target::Notification => "notifications",
        Target::Hook => "hooks",
    }
}
