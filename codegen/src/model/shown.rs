//! A documented request, as the documentation of its type shows it.

use super::TypeId;

/// A value as Rust code makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Construction {
    /// A number or truth value.
    Literal(String),
    /// A string.
    Text(String),
    /// What a text is parsed as.
    Parsed(String),
    /// A vector.
    List(Vec<Self>),
    /// A value of an enum of strings, by its index.
    Value(TypeId, usize),
    /// An alternative of an enum, by its index, and what it holds.
    Alternative(TypeId, usize, Box<Self>),
    /// A struct: the arguments of its constructor, and those of each setter that is called.
    Struct {
        /// The struct.
        id: TypeId,
        /// The values of the required fields, in their order.
        required: Vec<Self>,
        /// The indices of setters, and their arguments.
        set: Vec<(usize, Vec<Self>)>,
    },
}

/// A documented request as the documentation of its type shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its parameters as JSON over several lines.
    pub json: String,
    /// How Rust code makes it.
    pub construction: Construction,
}
