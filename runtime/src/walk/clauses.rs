//! Conditions and alternatives of an object, judged once the whole object has been seen.

use std::ops::Range;

use super::object::Observer;
use super::report::Violation;
use super::{Mode, Place, Report, Stop, Walker, member_place, missing_message, unknown_message};
use crate::json::{SliceSource, Source};
use crate::rules::{Bits, Branch, Clause, Kind, Rule, Shape};
use crate::value::Slot;

impl<S: Source> Walker<'_, S> {
    /// Validates an object that has clauses, which need all of it at hand. It is decoded, if that is wanted, only once
    /// it has been found right.
    pub(super) fn object_with_clauses(
        &mut self,
        shape: &Shape<'_>,
        slot: Option<&mut dyn Slot>,
        place: &Place<'_>,
    ) -> Result<(), Stop> {
        self.peek()?;
        let text = self.source.raw().map_err(|error| self.report.syntax(&error))?;
        let before = self.report.len();
        let mut walker = Walker::new(SliceSource::new(text.as_bytes()), self.mode, &mut *self.report);
        let mut members = Members { text, values: Vec::new(), strangers: Vec::new() };
        let given = walker.plain_object(shape, None, place, &mut members)?;
        if let Some(given) = given {
            let judge = Judge { shape, members: &members, given: given.fields, positional: given.positional, place };
            judge.clauses(shape.clauses, self.report)?;
            if self.report.len() > before {
                self.report.forget(before, |violation| judge.is_about_null(violation));
                self.report.sort(before, |pointer| judge.rank(pointer));
            }
        }
        if self.report.len() > before || slot.is_none() {
            return Ok(());
        }
        let mut decoder = Walker::new(SliceSource::new(text.as_bytes()), Mode::Node, &mut *self.report);
        decoder.object(shape, slot, place)
    }
}

/// Where the members of an object are.
struct Members<'d> {
    /// The object's JSON.
    text: &'d str,
    /// Where in the text the values of fields are, by index, in the order of the document.
    values: Vec<(usize, Range<usize>)>,
    /// Names of members that no field has.
    strangers: Vec<String>,
}

impl Observer for Members<'_> {
    fn field(&mut self, index: usize, start: u64, end: u64) {
        // Both are offsets into a text in memory.
        self.values.push((index, start as usize..end as usize));
    }

    fn stranger(&mut self, name: &str) {
        self.strangers.push(name.to_owned());
    }
}

impl<'d> Members<'d> {
    /// The JSON of the field's value. Of a name that stands twice, the last.
    fn value(&self, index: usize) -> Option<&'d str> {
        let (_, range) = self.values.iter().rev().find(|(known, _)| *known == index)?;
        self.text.get(range.clone())
    }
}

/// Judges the clauses of one object.
struct Judge<'j, 'd> {
    shape: &'j Shape<'j>,
    members: &'j Members<'d>,
    given: Bits,
    positional: bool,
    place: &'j Place<'j>,
}

impl Judge<'_, '_> {
    /// Reports what breaks any of the clauses.
    fn clauses(&self, clauses: &[Clause<'_>], report: &mut Report) -> Result<(), Stop> {
        clauses.iter().try_for_each(|clause| self.clause(clause, report))
    }

    fn clause(&self, clause: &Clause<'_>, report: &mut Report) -> Result<(), Stop> {
        match clause {
            Clause::All(branch) => self.branch(branch, report),
            Clause::If { test, reason, then, otherwise } => {
                let holds = self.holds(test);
                let Some(branch) = (if holds { then } else { otherwise }) else { return Ok(()) };
                let before = report.len();
                let outcome = self.branch(branch, report);
                let when = if holds { "because" } else { "because it is not so that" };
                report.explain(before, &format!("{when} {reason}"));
                outcome
            }
            Clause::Any(rule, branches) => {
                if branches.iter().any(|branch| self.holds(branch)) {
                    return Ok(());
                }
                report.add(*rule, self.place, self.no_branch(branches))
            }
        }
    }

    /// Whether the object satisfies a branch.
    fn holds(&self, branch: &Branch<'_>) -> bool {
        let mut quiet = Report::first_only();
        self.branch(branch, &mut quiet).is_ok()
    }

    fn branch(&self, branch: &Branch<'_>, report: &mut Report) -> Result<(), Stop> {
        for &(index, ref kind) in branch.kinds {
            self.kind(index, kind, report)?;
        }
        if let Some(allowed) = branch.allowed {
            self.allowed(allowed, report)?;
        }
        for &index in branch.required.iter().filter(|&&index| !self.given.contains(index)) {
            let Some(field) = self.shape.fields.get(index) else { continue };
            let here = member_place(self.place, field, index, self.positional);
            report.add(Rule::Required, &here, missing_message(field))?;
        }
        self.clauses(branch.clauses, report)
    }

    fn kind(&self, index: usize, kind: &Kind<'_>, report: &mut Report) -> Result<(), Stop> {
        let (Some(field), Some(json)) = (self.shape.fields.get(index), self.members.value(index)) else {
            return Ok(());
        };
        let mut walker = Walker::new(SliceSource::new(json.as_bytes()), Mode::Strict, report);
        walker.value(kind, None, &member_place(self.place, field, index, self.positional))
    }

    fn allowed(&self, allowed: &[usize], report: &mut Report) -> Result<(), Stop> {
        for &(index, _) in self.members.values.iter().filter(|(index, _)| !allowed.contains(index)) {
            let Some(field) = self.shape.fields.get(index) else { continue };
            let message = format!("the field {:?} is not allowed here", field.name);
            report.add(Rule::Unknown, &member_place(self.place, field, index, self.positional), message)?;
        }
        for name in &self.members.strangers {
            report.add(Rule::Unknown, &self.place.name(name, false), unknown_message(self.shape, name))?;
        }
        Ok(())
    }

    /// Whether a violation is about the value of a named parameter that is `null`, which has been reported as that.
    fn is_about_null(&self, violation: &Violation) -> bool {
        let is_about_value = matches!(violation.rule(), Rule::Type | Rule::Enum | Rule::OneOf | Rule::AnyOf);
        is_about_value
            && self.shape.params
            && !self.positional
            && self.shape.fields.iter().enumerate().any(|(index, field)| {
                let is_null = || self.members.value(index).is_some_and(|json| json.trim_ascii() == "null");
                self.place.name(field.name, false).pointer() == violation.pointer() && is_null()
            })
    }

    /// Where a violation at `pointer` belongs among those of this object: with its member, in the order of the
    /// document; what is missing comes last.
    fn rank(&self, pointer: &str) -> usize {
        let is_at = |index: usize| {
            let Some(field) = self.shape.fields.get(index) else { return false };
            let member = member_place(self.place, field, index, self.positional).pointer();
            pointer.strip_prefix(&member).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.members.values.iter().position(|(index, _)| is_at(*index)).unwrap_or(usize::MAX)
    }

    /// What would have satisfied one of the branches.
    fn no_branch(&self, branches: &[Branch<'_>]) -> String {
        let name = |index: &usize| self.shape.fields.get(*index).map(|field| format!("{:?}", field.name));
        let wanted: Vec<String> = branches
            .iter()
            .map(|branch| branch.required.iter().filter_map(name).collect::<Vec<_>>().join(" and "))
            .filter(|names| !names.is_empty())
            .collect();
        format!("expected one of the alternatives that the schema lists ({}), found none", wanted.join("; "))
    }
}
