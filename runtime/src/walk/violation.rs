//! What was found wrong: worded for people and coded for machines.

use std::fmt;

use crate::rules::Rule;
use crate::visible::visible;

/// One thing that is wrong with an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    pointer: String,
    rule: Rule,
    message: String,
}

impl Violation {
    pub(crate) const fn new(pointer: String, rule: Rule, message: String) -> Self {
        Self { pointer, rule, message }
    }

    /// Where, as a JSON Pointer (RFC 6901) into the instance. For something missing, where it would be.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Which rule was broken.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        self.rule
    }

    /// What was expected and what was found, and for a rule that holds only on a condition, why it does. Never shows
    /// the value of a secret field.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    pub(super) fn into_message(self) -> String {
        self.message
    }

    /// Adds why the rule applies.
    pub(super) fn explain(&mut self, reason: &str) {
        self.message.push_str(&format!(" ({reason})"));
    }
}

/// On one line, and [visible](crate::visible()) whatever the instance holds; [`Violation::pointer`] is exact.
impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() { "the whole value" } else { &self.pointer };
        write!(f, "{}: {} [{}]", visible(place), visible(&self.message), self.rule)
    }
}

/// Everything that is wrong with an instance, in document order. Never empty.
///
/// So that hostile input cannot fill memory, no more than a thousand violations are kept
/// ([`Validation::keep`](super::Validation::keep) says how many), fewer of those whose pointers are very long; the
/// rest is counted. What ended the reading before its time is always kept: it is the last one.
///
/// For machines it implements serde's traits; as JSON it looks so:
///
/// ```json
/// {"violations": [{"pointer": "/payments/0/status", "rule": "enum", "message": "expected ..., found ..."}], "omitted": 0}
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations {
    kept: Vec<Violation>,
    omitted: usize,
}

impl Violations {
    /// `None` if there are none.
    pub(crate) fn new(kept: Vec<Violation>, omitted: usize) -> Option<Self> {
        (!kept.is_empty()).then_some(Self { kept, omitted })
    }

    /// The violations that are kept, in document order.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.kept.iter()
    }

    pub(super) fn kept(&self) -> &[Violation] {
        &self.kept
    }

    /// How many violations are kept.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.kept.len()
    }

    /// Never: where nothing is wrong, there are no `Violations`.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// How many more there were than are kept.
    #[must_use]
    pub const fn omitted(&self) -> usize {
        self.omitted
    }

    /// The first violation.
    pub(crate) fn into_first(self) -> Option<Violation> {
        self.kept.into_iter().next()
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.kept.into_iter()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.kept.iter().enumerate() {
            let separator = if index == 0 { "" } else { "\n" };
            write!(f, "{separator}{violation}")?;
        }
        if self.omitted > 0 {
            write!(f, "\nand {} more", self.omitted)?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}
