//! What is documented of a method's use: errors, examples, and examples broken on purpose.

use cln_runtime::Rule;

use super::shown::Shown;

/// The errors that a method documents.
#[derive(Clone, Debug)]
pub struct ErrorEnum {
    /// The type's name.
    pub name: String,
    /// Its variants, in the order of the documentation.
    pub variants: Vec<ErrorVariant>,
}

/// A documented error.
#[derive(Clone, Debug)]
pub struct ErrorVariant {
    /// The code.
    pub code: i64,
    /// The variant's name.
    pub ident: String,
    /// What the schema says of it.
    pub docs: Vec<String>,
}

/// A documented exchange, for conformance tests.
#[derive(Clone, Debug)]
pub struct Example {
    /// Where it is documented.
    pub trace: String,
    /// The parameters, as compact JSON.
    pub params: String,
    /// The parameters by name, amounts as integers, hex in lower case.
    pub canonical: String,
    /// The result, as compact JSON; in canonical form where a user writes it, as a hook's answer.
    pub result: String,
    /// The request as its documentation shows it; of one example at most.
    pub shown: Option<Shown>,
    /// Whether each parameter has a position.
    pub positional: bool,
    /// How the parameters break the schema.
    pub params_violations: Vec<(Rule, String)>,
    /// How the result breaks the schema.
    pub result_violations: Vec<(Rule, String)>,
    /// Instances broken on purpose.
    pub negatives: Vec<Negative>,
}

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
