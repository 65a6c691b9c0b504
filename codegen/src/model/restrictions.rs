//! What objects are held to: the model of the runtime's tables.

use cln_runtime::Rule;
use cln_runtime::rules::GroupKind;

use super::Type;

/// What strict validation demands of a field's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Checks {
    /// What the field's type holds.
    Type,
    /// Something narrower.
    Other(Type),
    /// Nothing: only branches say.
    Nothing,
}

/// What must hold of an object beside its fields' own rules.
#[derive(Clone, Debug, PartialEq)]
pub enum Clause {
    /// This, too (an entry of `allOf`).
    All(Branch),
    /// `if`, `then`, `else`
    If {
        /// When it applies.
        test: Box<Branch>,
        /// The same in words.
        reason: String,
        /// What must hold if it does.
        then: Option<Box<Branch>>,
        /// What must hold if it does not.
        otherwise: Option<Box<Branch>>,
    },
    /// At least one of these (`oneOf` and `anyOf` of a whole object).
    Any(Rule, Vec<Branch>),
}

/// A schema that an object must satisfy in addition. Fields are given by their indices.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Branch {
    /// What must be there.
    pub required: Vec<usize>,
    /// What may be there; `None` if anything may.
    pub allowed: Option<Vec<usize>>,
    /// What fields must be if they are there.
    pub kinds: Vec<(usize, Type)>,
    /// What else must hold.
    pub clauses: Vec<Clause>,
}

/// A rule between fields, by their indices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Which rule.
    pub kind: GroupKind,
    /// The fields that it is about; of `dependentUpon` the one that the others need comes first.
    pub members: Vec<usize>,
}
