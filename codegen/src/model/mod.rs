//! Third stage: what will be generated, decided down to the last name.
//!
//! Lowering turns a [`Document`](crate::schema::Document) into a [`Method`]. Nothing after it looks at a schema
//! again: emitters only write down what stands here.

mod access;
mod branches;
mod canonical;
mod constructor;
mod deprecation;
mod docs;
pub(crate) mod errors;
mod examples;
mod exchanges;
mod exports;
mod fields;
mod flatten;
mod general;
mod lower;
mod names;
mod negatives;
pub(crate) mod notes;
mod restrictions;
pub(crate) mod scalar;
mod secrets;
pub(crate) mod tables;
mod types;
pub(crate) mod values;
mod views;

use crate::schema::Version;

pub use crate::schema::Target;

pub use access::{Constructor, Setter, View, ViewTest};
pub use canonical::{canonical_request, json_string};
pub(crate) use deprecation::is_gone;
pub use exchanges::{Edit, ErrorEnum, ErrorVariant, Example, Negative, Side};
pub use lower::lower;
pub use names::raw_if_keyword;
pub use restrictions::{Array, Branch, Checks, Clause, Group, Limits};
pub use tables::with_rules;
pub use types::{Enum, EnumValue, Field, Struct, Type, TypeDef, TypeId, Union, Variant};

/// What the user chose.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The oldest node to support: what was `added` later is optional in its answers.
    pub since: Option<Version>,
    /// The newest node to support: what was `added` later is left out, and what was `deprecated` later is not yet.
    pub until: Option<Version>,
}

/// Everything that is generated in one run.
#[derive(Clone, Debug)]
pub struct Api {
    /// The methods, sorted by name.
    pub methods: Vec<Method>,
    /// The oldest node whose answers the bindings read; `None` if no schema says.
    pub oldest: Option<Version>,
    /// The newest node to support, if that was said.
    pub newest: Option<Version>,
}

/// A command, notification or hook: the content of one generated file.
#[derive(Clone, Debug)]
pub struct Method {
    /// What it is.
    pub target: Target,
    /// The name on the wire.
    pub name: String,
    /// The module's name, a valid identifier; also the file's name.
    pub module: String,
    /// The name as a variant of an enum of methods.
    pub variant: String,
    /// The schema's path as it stands in traces.
    pub source: String,
    /// The module's documentation.
    pub docs: Vec<String>,
    /// What the schema says to people about the whole and the parameters.
    pub request_notes: Notes,
    /// What it says to people about the whole and the result.
    pub response_notes: Notes,
    /// The structs and enums, each before those inside it, the request's first.
    pub types: Vec<TypeDef>,
    /// The parameters.
    pub request: TypeId,
    /// The result.
    pub response: TypeId,
    /// The documented errors.
    pub errors: ErrorEnum,
    /// The documented exchanges.
    pub examples: Vec<Example>,
    /// Since when a node's answers have everything they must have.
    pub oldest: Option<Version>,
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

impl Method {
    /// The type with this id.
    #[must_use]
    pub fn type_def(&self, id: TypeId) -> Option<&TypeDef> {
        self.types.get(id.0)
    }

    /// The struct with this id, if it is one.
    #[must_use]
    pub fn struct_def(&self, id: TypeId) -> Option<&Struct> {
        match self.type_def(id)? {
            TypeDef::Struct(def) => Some(def),
            TypeDef::Enum(_) | TypeDef::Union(_) => None,
        }
    }
}
