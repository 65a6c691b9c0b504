//! Third stage: what will be generated, decided down to the last name.
//!
//! Lowering turns a [`Document`](crate::schema::Document) into a [`Method`]. Nothing after it looks at a schema
//! again: emitters only write down what stands here.

mod access;
mod branches;
mod canonical;
mod construction;
mod constructor;
mod context;
mod deprecation;
mod docs;
pub(crate) mod errors;
pub(crate) mod examples;
mod exchanges;
mod exports;
mod fields;
mod flatten;
mod general;
mod lower;
mod method;
mod names;
pub(crate) mod notes;
mod restrictions;
pub(crate) mod scalar;
mod secrets;
mod shown;
pub(crate) mod tables;
mod ty;
mod types;
pub(crate) mod values;
mod views;

use crate::schema::Version;

pub use crate::schema::Target;

pub use access::{Constructor, Setter, View, ViewTest};
pub use canonical::{canonical_request, json_string};
pub(crate) use deprecation::is_gone;
pub use exchanges::{ErrorEnum, ErrorVariant, Example};
pub use lower::lower;
pub use method::{Api, Method};
pub use names::raw_if_keyword;
pub use restrictions::{Branch, Checks, Clause, Group};
pub use shown::{Construction, Shown};
pub use tables::with_rules;
pub use ty::{Array, Limits, Type, TypeId};
pub use types::{Enum, EnumValue, Field, Struct, TypeDef, Union, Variant};

/// What the user chose.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The oldest node to support: what was `added` later is optional in its answers.
    pub since: Option<Version>,
    /// The newest node to support: what was `added` later is left out, and what was `deprecated` later is not yet.
    pub until: Option<Version>,
}

/// What a schema says to people, as it says it: for what is read elsewhere than in Rust.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// The description, and since when it holds; empty if there is nothing to say.
    pub text: String,
    /// `default`: what holds where nothing is given.
    pub default: Option<StatedDefault>,
    /// Whether it is deprecated.
    pub deprecated: bool,
}

/// What a schema says holds where nothing is given: often words for people, and not a value of the type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedDefault {
    /// It, as compact JSON.
    pub json: String,
    /// It, as a sentence.
    pub sentence: String,
}

/// What the documentation says of something that it wants nobody to use any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deprecation {
    /// The release that deprecated it.
    pub since: Option<String>,
    /// The release that does not have it any more.
    pub removed_in: Option<String>,
}
