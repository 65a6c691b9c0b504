//! Conditions and alternatives of an object, judged once the whole object has been seen.

use std::collections::BTreeMap;

use super::object::Observer;
use super::{Mode, Place, Report, Stop, Violation, Walker, member_place, missing_message, unknown_message};
use crate::json::pointer::steps;
use crate::json::{SliceSource, Source};
use crate::rules::{Bits, Branch, Clause, Kind, Rule, Shape};
use crate::value::Reflect;

impl<S: Source> Walker<'_, S> {
    /// Validates an object that has clauses, which need all of it at hand. It is decoded, if that is wanted, only once
    /// it has been found right.
    pub(super) fn object_with_clauses(
        &mut self,
        shape: &Shape<'_>,
        slot: Option<&mut dyn Reflect>,
        place: &Place<'_>,
    ) -> Result<(), Stop> {
        self.peek()?;
        let text = self.source.raw().map_err(|error| self.report.syntax(&error))?;
        let mut part = self.report.part();
        let outcome = judge(text, shape, place, &mut part);
        let is_right = part.is_empty();
        self.report.absorb(part)?;
        outcome?;
        if !is_right || slot.is_none() {
            return Ok(());
        }
        let mut decoder = Walker::new(SliceSource::new(text.as_bytes()), Mode::Lenient, &mut *self.report);
        decoder.object(shape, slot, place)
    }
}

/// Reports everything that is wrong with an object, in its order.
fn judge(text: &str, shape: &Shape<'_>, place: &Place<'_>, report: &mut Report) -> Result<(), Stop> {
    let mut walker = Walker::new(SliceSource::new(text.as_bytes()), Mode::Strict, report);
    let mut members = Members { text, fields: Vec::new(), unknown_fields: BTreeMap::new(), count: 0 };
    let Some(given) = walker.plain_object(shape, None, place, &mut members)? else { return Ok(()) };
    let judge = Judge { shape, members: &members, given: given.fields, positional: given.positional, place };
    judge.clauses(shape.clauses, report)?;
    if !report.is_empty() {
        report.forget(|violation| judge.is_about_null(violation));
        let parent = place.pointer();
        report.sort(|pointer| judge.rank(&parent, pointer));
    }
    Ok(())
}

/// Where the members of an object are.
struct Members<'d> {
    /// The object's JSON.
    text: &'d str,
    fields: Vec<Member<'d>>,
    /// The names that no field has, and which member of the object has them first.
    unknown_fields: BTreeMap<String, usize>,
    /// How many members there are.
    count: usize,
}

/// A field that is there. Of a name that stands twice, the place of the first and the value of the last.
struct Member<'d> {
    index: usize,
    json: &'d str,
    /// Which member of the object it is.
    order: usize,
}

impl Observer for Members<'_> {
    fn field(&mut self, index: usize, start: u64, end: u64) {
        // Both are offsets into a text in memory.
        let json = self.text.get(start as usize..end as usize).unwrap_or_default();
        // A name may stand there very often: once is enough.
        match self.fields.iter_mut().find(|given| given.index == index) {
            Some(given) => given.json = json,
            None => self.fields.push(Member { index, json, order: self.count }),
        }
        self.count += 1;
    }

    fn unknown_field(&mut self, name: &str) {
        if !self.unknown_fields.contains_key(name) {
            self.unknown_fields.insert(name.to_owned(), self.count);
        }
        self.count += 1;
    }
}

impl<'d> Members<'d> {
    fn given(&self, index: usize) -> Option<&Member<'d>> {
        self.fields.iter().find(|given| given.index == index)
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
                let when = if holds { "because" } else { "because it is not the case that" };
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
        let (Some(field), Some(given)) = (self.shape.fields.get(index), self.members.given(index)) else {
            return Ok(());
        };
        let mut walker = Walker::new(SliceSource::new(given.json.as_bytes()), Mode::Strict, report);
        walker.value(kind, None, &member_place(self.place, field, index, self.positional))
    }

    fn allowed(&self, allowed: &[usize], report: &mut Report) -> Result<(), Stop> {
        for index in self.members.fields.iter().map(|given| given.index).filter(|index| !allowed.contains(index)) {
            let Some(field) = self.shape.fields.get(index) else { continue };
            let message = format!("the field {:?} is not allowed here", field.name);
            report.add(Rule::Unknown, &member_place(self.place, field, index, self.positional), message)?;
        }
        for name in self.members.unknown_fields.keys() {
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
                let is_null = || self.members.given(index).is_some_and(|given| given.json.trim_ascii() == "null");
                self.place.name(field.name, false).pointer() == violation.pointer() && is_null()
            })
    }

    /// Where a violation at `pointer` belongs among those of this object, whose own pointer is `parent`: with its
    /// member, in the order of the document; what is missing comes last.
    fn rank(&self, parent: &str, pointer: &str) -> usize {
        self.order(parent, pointer).unwrap_or(usize::MAX)
    }

    /// Which member of the object the pointer leads into.
    fn order(&self, parent: &str, pointer: &str) -> Option<usize> {
        let step = steps(pointer.strip_prefix(parent).filter(|rest| rest.starts_with('/'))?).next()?;
        let index = if self.positional {
            step.parse().ok()?
        } else {
            match self.shape.find(step.as_bytes()) {
                Some(index) => index,
                None => return self.members.unknown_fields.get(&*step).copied(),
            }
        };
        self.members.given(index).map(|given| given.order)
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
