//! The door through which the runtime's walker reaches fields: by index, in schema order.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::ident;
use crate::model::Struct;

pub(super) fn generate(def: &Struct) -> TokenStream {
    let (name, table) = (ident(&def.name), ident(&def.table));
    let origin = ident(&format!("{:?}", def.origin));
    let fields = def.fields.iter().map(|field| ident(&field.ident));
    let additional = def.additional.as_deref().map(|name| {
        let name = ident(name);
        quote!(; #name)
    });
    quote!(::cln_runtime::record!(#name from #origin by rules::#table { #(#fields),* #additional });)
}
