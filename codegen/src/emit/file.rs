//! What is emitted, and what of it the user chose.

use proc_macro2::TokenStream;

use super::derive::Derive;

/// What of the output the user chose.
#[derive(Clone, Debug)]
pub struct Style {
    /// Whether conformance tests are emitted.
    pub tests: bool,
    /// Traits that every struct and enum derives beside the usual ones.
    pub derives: Vec<Derive>,
}

/// One generated file, not yet text.
#[derive(Debug)]
pub struct File {
    /// Its path below the output folder.
    pub name: String,
    /// The schema that it is made from; `None` for the index.
    pub source: Option<String>,
    /// The module's documentation, line by line.
    pub docs: Vec<String>,
    /// Its items, in order.
    pub items: Vec<TokenStream>,
}
