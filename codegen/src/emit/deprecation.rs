//! What users shall not touch without a warning, and generated code has to.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Deprecation;

/// The attribute of a deprecated item.
pub(super) fn attribute(deprecated: Option<&Deprecation>) -> Option<TokenStream> {
    let deprecated = deprecated?;
    let since = deprecated.since.iter();
    let note = deprecated.note();
    Some(quote!(#[deprecated(#(since = #since,)* note = #note)]))
}

/// What makes an attribute of an item, or with `!` before the brackets of a whole file, that holds or uses anything
/// deprecated. The releases of Core Lightning are no semantic versions, which clippy asks for.
pub(super) fn allowed() -> TokenStream {
    quote!([allow(deprecated, clippy::deprecated_semver, reason = "what Core Lightning has deprecated still works")])
}
