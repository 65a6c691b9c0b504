//! What is known of an instance broken on purpose: where it was broken, how, and what that must cause.

use cln_runtime::Rule;

/// Which instance of an example is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The parameters by name.
    Named,
    /// The parameters by position.
    Positional,
    /// The result.
    Response,
}

/// How it is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// By taking out what stands at the pointer.
    Remove(String),
    /// By putting this JSON at the pointer.
    Set(String, String),
}

/// An instance broken in one place, and the violation that this must cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Negative {
    /// Which instance.
    pub side: Side,
    /// How.
    pub edit: Edit,
    /// The rule that it must break.
    pub rule: Rule,
    /// Where the violation must be.
    pub pointer: String,
}
