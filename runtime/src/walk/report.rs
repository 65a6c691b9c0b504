//! What was found wrong: collected, bounded, worded for people and coded for machines.

use std::fmt;

use super::{Mode, Place, Stop, found};
use crate::json::{Problem, SyntaxError};
use crate::rules::Rule;
use crate::value::{Refused, Token};

/// Violations kept of one document; more are only counted, so that hostile input cannot fill memory.
const KEPT: usize = 1000;

/// Bytes of pointers after which violations are only counted, too: names may be as long as the input.
const KEPT_POINTERS: usize = 1 << 20;

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

    /// What was expected and what was found. Never shows the value of a secret field.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() { "the whole value" } else { &self.pointer };
        write!(f, "{place}: {} [{}]", self.message, self.rule)
    }
}

/// Everything that is wrong with an instance, in document order. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations {
    kept: Vec<Violation>,
    omitted: usize,
}

impl Violations {
    /// The violations, in document order; at most a thousand are kept,
    /// and fewer of those whose pointers are very long.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.kept.iter()
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

/// Violations while they are collected.
pub(super) struct Report {
    found: Violations,
    /// Bytes of the pointers kept.
    pointers: usize,
    first_only: bool,
}

impl Report {
    pub(super) const fn new(mode: Mode) -> Self {
        let found = Violations { kept: Vec::new(), omitted: 0 };
        Self { found, pointers: 0, first_only: !matches!(mode, Mode::Strict) }
    }

    /// For a question that the first violation answers.
    pub(super) const fn first_only() -> Self {
        Self::new(Mode::Node)
    }

    /// How many violations were found.
    pub(super) const fn len(&self) -> usize {
        self.found.kept.len() + self.found.omitted
    }

    /// Adds to each violation from `start` on why its rule applies.
    #[cold]
    pub(super) fn explain(&mut self, start: usize, reason: &str) {
        for violation in self.found.kept.iter_mut().skip(start) {
            violation.message.push_str(&format!(" ({reason})"));
        }
    }

    /// Takes back those of the violations from `start` on that `is_void` names.
    #[cold]
    pub(super) fn forget(&mut self, start: usize, is_void: impl Fn(&Violation) -> bool) {
        let tail = self.found.kept.split_off(start.min(self.found.kept.len()));
        self.found.kept.extend(tail.into_iter().filter(|violation| !is_void(violation)));
    }

    /// Puts the violations from `start` on in the order that `rank` gives their pointers, each rule once a place.
    #[cold]
    pub(super) fn sort(&mut self, start: usize, rank: impl Fn(&str) -> usize) {
        let mut sorted: Vec<Violation> = Vec::new();
        let start = start.min(self.found.kept.len());
        for violation in self.found.kept.drain(start..) {
            let is_known = |known: &Violation| known.rule == violation.rule && known.pointer == violation.pointer;
            if !sorted.iter().any(is_known) {
                sorted.push(violation);
            }
        }
        sorted.sort_by_key(|violation| rank(&violation.pointer));
        self.found.kept.append(&mut sorted);
    }

    /// The message of the first violation.
    pub(super) fn first_message(self) -> Option<String> {
        self.found.into_first().map(|first| first.message)
    }

    /// Keeps a violation; a stop if the first is all that is wanted.
    #[cold]
    pub(super) fn add(&mut self, rule: Rule, place: &Place<'_>, message: String) -> Result<(), Stop> {
        if self.found.kept.len() < KEPT && self.pointers < KEPT_POINTERS {
            let pointer = place.pointer();
            self.pointers += pointer.len();
            self.found.kept.push(Violation::new(pointer, rule, message));
        } else {
            self.found.omitted += 1;
        }
        if self.first_only { Err(Stop) } else { Ok(()) }
    }

    /// Keeps what a type said of a token.
    #[cold]
    pub(super) fn refused(&mut self, refused: Refused, token: Token<'_>, place: &Place<'_>) -> Result<(), Stop> {
        let message = format!("expected {}, found {}", refused.expected, found(token, place.secret()));
        self.add(refused.rule, place, message)
    }

    /// Keeps a syntax error, after which nothing can be read.
    #[cold]
    pub(super) fn syntax(&mut self, error: &SyntaxError) -> Stop {
        let rule = if *error.problem() == Problem::Depth { Rule::Depth } else { Rule::Json };
        // Either way the walk ends here.
        let _ = self.add(rule, &Place::ROOT, error.to_string());
        Stop
    }

    pub(super) fn finish(self) -> Result<(), Violations> {
        if self.found.kept.is_empty() { Ok(()) } else { Err(self.found) }
    }
}
