//! What must hold of an object depending on what is in it: conditions and alternatives.

use super::{Kind, Rule};

/// What must hold of an object beside its fields' own rules. Only strict validation looks at it.
#[derive(Clone, Copy, Debug)]
pub enum Clause<'t> {
    /// This, too (an entry of `allOf`).
    All(Branch<'t>),
    /// `if`, `then`, `else`
    If {
        /// When it applies.
        test: Branch<'t>,
        /// The same in words, for messages.
        reason: &'t str,
        /// What must hold if it does.
        then: Option<&'t Branch<'t>>,
        /// What must hold if it does not.
        otherwise: Option<&'t Branch<'t>>,
    },
    /// At least one of these; the rule is the one to report if none holds.
    Any(Rule, &'t [Branch<'t>]),
}

/// A schema that an object must satisfy in addition. Fields are given by their indices.
#[derive(Clone, Copy, Debug)]
pub struct Branch<'t> {
    /// What must be there.
    pub required: &'t [usize],
    /// What may be there; `None` if anything may.
    pub allowed: Option<&'t [usize]>,
    /// What fields must be if they are there.
    pub kinds: &'t [(usize, Kind<'t>)],
    /// What else must hold.
    pub clauses: &'t [Clause<'t>],
}

/// What strict validation demands of a field's value.
#[derive(Clone, Copy, Debug)]
pub enum Checks<'t> {
    /// What decoding demands.
    Kind,
    /// Something narrower.
    Other(&'t Kind<'t>),
    /// Nothing: the field stands only in branches, which say.
    Nothing,
}
