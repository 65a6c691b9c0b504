//! Violations while they are collected: bounded, whatever the input.

use super::wording::{ROUNDED, is_rounded};
use super::{Mode, Place, Stop, Violation, Violations, found};
use crate::json::{Problem, SyntaxError};
use crate::rules::Rule;
use crate::value::{Token, TokenError};

/// Violations kept of one document unless told otherwise; more are only counted.
pub(super) const KEPT: usize = 1000;

/// Bytes of pointers after which violations are only counted, too: names may be as long as the input.
const KEPT_POINTERS: usize = 1 << 20;

/// What is to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Want {
    /// Every violation.
    All,
    /// The first in the order of the document.
    First,
    /// Whether there is any.
    Any,
}

/// Violations while they are collected.
pub(super) struct Report {
    kept: Vec<Violation>,
    omitted: usize,
    /// Bytes of the pointers kept.
    pointers: usize,
    want: Want,
    /// How many violations are kept at most.
    keep: usize,
    /// Bytes that may yet be taken for names that no schema lists, which must be remembered to find them again.
    names: usize,
}

impl Report {
    pub(super) const fn new(mode: Mode) -> Self {
        let want = if matches!(mode, Mode::Strict) { Want::All } else { Want::Any };
        Self { kept: Vec::new(), omitted: 0, pointers: 0, want, keep: KEPT, names: usize::MAX }
    }

    /// For a validation that wants only the first violation, or keeps only so many.
    pub(super) fn strict(first_only: bool, keep: usize) -> Self {
        let want = if first_only { Want::First } else { Want::All };
        Self { want, keep, ..Self::new(Mode::Strict) }
    }

    /// The same, where the input does not lie in memory anyway, so that what names take counts.
    pub(super) const fn with_names(mut self, bytes: usize) -> Self {
        self.names = bytes;
        self
    }

    /// For a question that any violation answers.
    pub(super) const fn first_only() -> Self {
        Self::new(Mode::Lenient)
    }

    /// For a part of the document whose violations are not found in its order.
    pub(super) fn part(&self) -> Self {
        let want = if self.want == Want::Any { Want::Any } else { Want::All };
        Self { kept: Vec::new(), omitted: 0, pointers: 0, want, keep: self.keep.max(KEPT), names: self.names }
    }

    /// Adds what was found in a part; a stop if no more is wanted.
    #[cold]
    pub(super) fn absorb(&mut self, part: Self) -> Result<(), Stop> {
        for violation in part.kept {
            self.push(violation);
            self.proceed()?;
        }
        self.omitted += part.omitted;
        Ok(())
    }

    /// Whether nothing was found.
    pub(super) const fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// How many violations were found.
    pub(super) const fn len(&self) -> usize {
        self.kept.len() + self.omitted
    }

    /// Adds to each violation from `start` on why its rule applies.
    #[cold]
    pub(super) fn explain(&mut self, start: usize, reason: &str) {
        for violation in self.kept.iter_mut().skip(start) {
            violation.explain(reason);
        }
    }

    /// Takes back those of the violations that `is_void` names.
    #[cold]
    pub(super) fn forget(&mut self, is_void: impl Fn(&Violation) -> bool) {
        self.kept.retain(|violation| !is_void(violation));
    }

    /// Puts the violations in the order that `rank` gives their pointers, each rule once a place.
    #[cold]
    pub(super) fn sort(&mut self, rank: impl Fn(&str) -> usize) {
        let mut sorted: Vec<Violation> = Vec::new();
        for violation in self.kept.drain(..) {
            let is_known =
                |known: &Violation| known.rule() == violation.rule() && known.pointer() == violation.pointer();
            if !sorted.iter().any(is_known) {
                sorted.push(violation);
            }
        }
        sorted.sort_by_cached_key(|violation| rank(violation.pointer()));
        self.kept = sorted;
    }

    /// The message of the first violation.
    pub(super) fn first_message(self) -> Option<String> {
        self.kept.into_iter().next().map(Violation::into_message)
    }

    /// Keeps a violation; a stop if no more is wanted.
    #[cold]
    pub(super) fn add(&mut self, rule: Rule, place: &Place<'_>, message: String) -> Result<(), Stop> {
        if self.has_room() {
            self.push(Violation::new(place.pointer(), rule, message));
        } else {
            self.omitted += 1;
        }
        self.proceed()
    }

    /// Keeps what a type said of a token.
    #[cold]
    pub(super) fn refused(&mut self, refused: TokenError, token: Token<'_>, place: &Place<'_>) -> Result<(), Stop> {
        let mut message = format!("expected {}, found {}", refused.expected, found(token, place.secret()));
        if refused.rule == Rule::Range && !place.secret() && is_rounded(token) {
            message.push_str(ROUNDED);
        }
        self.add(refused.rule, place, message)
    }

    /// Keeps a syntax error, after which nothing can be read.
    #[cold]
    pub(super) fn syntax(&mut self, error: &SyntaxError) -> Stop {
        let rule = match error.problem() {
            Problem::Depth => Rule::Depth,
            Problem::TokenTooLong | Problem::ValueTooLong => Rule::Limit,
            Problem::Io(_) => Rule::Io,
            _ => Rule::Json,
        };
        self.end(rule, error.to_string())
    }

    /// Takes memory for names; a stop if there is no more.
    pub(super) fn reserve(&mut self, bytes: usize) -> Result<(), Stop> {
        match self.names.checked_sub(bytes) {
            Some(left) => {
                self.names = left;
                Ok(())
            }
            None => Err(self.end(Rule::Limit, "names that no schema lists take more memory than the limit".to_owned())),
        }
    }

    /// Gives it back.
    pub(super) const fn release(&mut self, bytes: usize) {
        self.names = self.names.saturating_add(bytes);
    }

    /// Keeps what ends the reading: in any case, since it says that this is not all.
    #[cold]
    fn end(&mut self, rule: Rule, message: String) -> Stop {
        self.kept.push(Violation::new(Place::ROOT.pointer(), rule, message));
        Stop
    }

    /// Once one was left out, no more are kept: those that are kept are the first.
    const fn has_room(&self) -> bool {
        self.omitted == 0 && self.kept.len() < self.keep && self.pointers < KEPT_POINTERS
    }

    fn push(&mut self, violation: Violation) {
        if self.has_room() {
            self.pointers += violation.pointer().len();
            self.kept.push(violation);
        } else {
            self.omitted += 1;
        }
    }

    const fn proceed(&self) -> Result<(), Stop> {
        if matches!(self.want, Want::All) { Ok(()) } else { Err(Stop) }
    }

    pub(super) fn finish(self) -> Result<(), Violations> {
        Violations::new(self.kept, self.omitted).map_or(Ok(()), Err)
    }
}
