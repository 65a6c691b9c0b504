//! What is documented of a method's use: errors and examples.

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
}
