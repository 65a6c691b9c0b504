//! What changed, before it is known what it means.

use std::rc::Rc;

use cln_codegen::diagnostic::quoted;
use cln_codegen::schema::{Property, Schema, Side, Version};
use cln_codegen::source::Spanned;
use cln_codegen::text::Span;
use cln_runtime::Origin;
use cln_runtime::Rule;
use cln_runtime::json::Tree;

use super::around::Around;
use super::nodes::Step;
use super::{Code, Severity};

/// Something that changed.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) code: Code,
    pub(super) old: Spot,
    pub(super) new: Spot,
    /// In a few words.
    pub(super) what: String,
    /// How bad it is, and what follows, if the table does not know it all.
    pub(super) severity: Option<Severity>,
    pub(super) consequence: Option<String>,
    /// The release in which it was to go, if it is gone and the old release said so.
    pub(super) removed_in: Option<Version>,
    pub(super) guess: bool,
    /// Whether it is so only if an instance shows it.
    pub(super) only_if_shown: bool,
    /// Who writes it; `None` if it is about the file as a whole.
    pub(super) origin: Option<Origin>,
    /// Where an instance can show it.
    pub(super) aim: Option<Aim>,
}

/// What follows if a field went from an open object that callers send.
const MAY_STILL_BE_SENT: &str =
    "Callers that send it are not refused, as unlisted fields are taken, but nothing says any more what it does.";

/// What follows where only a correction of the old file lists a field, and the new one takes unlisted fields.
const ONLY_CORRECTED: &str =
    "Only a correction of the old schema lists it; the new one takes unlisted fields, so callers may go on sending it.";

/// A place in one of the files.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub(super) pointer: String,
    /// The offset of its first byte.
    pub(super) start: usize,
}

/// The value of an instance in which a change shows.
#[derive(Clone, Debug)]
pub(super) struct Aim {
    pub(super) side: Side,
    pub(super) steps: Vec<Step>,
    /// The fields that matter, if it is an object.
    pub(super) names: Vec<String>,
    /// Whether it is about parameters by position.
    pub(super) by_position: bool,
    /// How many of the steps lead to the outermost alternatives around it, if there are any.
    pub(super) alternatives: Option<usize>,
    /// What has to stand there, if it is about one value of an enum.
    pub(super) value: Option<Tree>,
    /// The rule that has to be broken, and what breaks it, if it is about a bound.
    pub(super) bound: Option<Bound>,
}

/// A bound that changed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound {
    pub(super) rule: Rule,
    /// What has to be just beyond the tighter one: a length, a number of items, a number.
    pub(super) beyond: i128,
}

/// The value that two schemas describe.
#[derive(Clone, Debug)]
pub(super) struct Where {
    pub(super) side: Side,
    pub(super) origin: Origin,
    pub(super) steps: Vec<Step>,
    /// Whether the schemas are branches of a condition, which say more of what others describe.
    pub(super) branch: bool,
    /// Whether they stand in a branch, at any depth: there a schema without a type demands no object.
    pub(super) in_branch: bool,
    /// The object as a whole, if the schemas are its branches.
    pub(super) around: Rc<Around>,
    /// When the branch applies, in words: "where `t` is `1`".
    pub(super) case: Option<Rc<str>>,
    /// Whether the two schemas are branches that apply in different cases.
    pub(super) other_case: bool,
    /// How many of the steps lead to the outermost alternatives around them, if they stand in any.
    pub(super) alternatives: Option<usize>,
    /// Whether it is a command's parameters as a whole.
    pub(super) params: bool,
}

/// Everything that changed in one method.
#[derive(Debug, Default)]
pub(super) struct Changes(pub(super) Vec<Change>);

impl Changes {
    /// Notes a change of a value.
    pub(super) fn of_value(
        &mut self,
        code: Code,
        (old, new): (Spot, Spot),
        place: &Where,
        what: String,
    ) -> &mut Change {
        let aim = Aim {
            side: place.side,
            steps: place.steps.clone(),
            names: Vec::new(),
            by_position: false,
            alternatives: place.alternatives,
            value: None,
            bound: None,
        };
        self.push(code, (old, new), what, Some(place.origin), Some(aim))
    }

    /// Notes a change of the file as a whole, or of words in it.
    pub(super) fn of_words(
        &mut self,
        code: Code,
        spots: (Spot, Spot),
        origin: Option<Origin>,
        what: String,
    ) -> &mut Change {
        self.push(code, spots, what, origin, None)
    }

    fn push(
        &mut self,
        code: Code,
        (old, new): (Spot, Spot),
        what: String,
        origin: Option<Origin>,
        aim: Option<Aim>,
    ) -> &mut Change {
        let at = self.0.len();
        self.0.push(Change {
            code,
            old,
            new,
            what,
            severity: None,
            consequence: None,
            removed_in: None,
            guess: false,
            only_if_shown: false,
            origin,
            aim,
        });
        &mut self.0[at]
    }
}

impl Change {
    /// Says how bad it is, and what follows, where the table takes it for something worse.
    pub(super) fn means(&mut self, severity: Severity, consequence: &str) {
        self.severity = Some(severity);
        self.consequence = Some(consequence.to_owned());
    }

    /// Of a field that went from what callers send: where unlisted fields are taken, it is, too.
    pub(super) fn may_still_be_sent(&mut self) {
        self.means(Severity::Risky, MAY_STILL_BE_SENT);
    }

    /// Of such a field that no file listed: nobody was told of it.
    pub(super) fn was_listed_by_correction(&mut self) {
        self.means(Severity::Compatible, ONLY_CORRECTED);
    }

    /// Names the fields that matter.
    pub(super) fn about<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) {
        if let Some(aim) = &mut self.aim {
            aim.names = names.into_iter().map(str::to_owned).collect();
        }
    }
}

impl Spot {
    pub(super) fn of(schema: &Schema) -> Self {
        Self { pointer: schema.pointer.clone(), start: schema.span.start }
    }

    /// A field, at its name.
    pub(super) fn field(property: &Property) -> Self {
        Self { pointer: property.schema.pointer.clone(), start: property.name.span.start }
    }

    /// What a keyword says, or the schema if the keyword is not there.
    pub(super) fn keyword(schema: &Schema, keyword: &str, span: Option<Span>) -> Self {
        match span {
            Some(span) => Self { pointer: format!("{}/{keyword}", schema.pointer), start: span.start },
            None => Self::of(schema),
        }
    }

    /// What a keyword says, as far as it is there.
    pub(super) fn said<T>(schema: &Schema, keyword: &str, value: Option<&Spanned<T>>) -> Self {
        Self::keyword(schema, keyword, value.map(|value| value.span))
    }
}

impl Where {
    /// Whether it is the whole of what is sent, which is an object.
    pub(super) fn is_side(&self) -> bool {
        self.steps.is_empty() && matches!(self.side, Side::Request | Side::Response)
    }

    pub(super) fn below(&self, step: Step) -> Self {
        let mut steps = self.steps.clone();
        steps.push(step);
        Self { steps, branch: false, params: false, around: Rc::default(), case: None, other_case: false, ..*self }
    }

    /// The same value, as branches describe it.
    pub(super) fn in_branch(&self) -> Self {
        Self { branch: true, in_branch: true, ..self.clone() }
    }

    /// The same value, as a branch describes it that applies in some case.
    pub(super) fn where_it_is(&self, case: &str) -> Self {
        Self { case: Some(case.into()), ..self.in_branch() }
    }

    /// The same value, as two branches describe it that may apply in different cases.
    pub(super) fn in_cases(self, are_same: bool) -> Self {
        Self { other_case: self.other_case || !are_same, ..self }
    }

    /// The case in which a branch applies, in words.
    pub(super) fn case(&self) -> &str {
        self.case.as_deref().unwrap_or("in a branch")
    }

    /// The same value, for branches that say more of the fields that these describe.
    pub(super) fn described_by(&self, schemas: [&Schema; 2]) -> Self {
        if self.branch || schemas.iter().all(|schema| schema.branches().next().is_none()) {
            return self.clone();
        }
        Self { around: Rc::new(Around::of(schemas)), ..self.clone() }
    }

    /// The same value, as one of several alternatives describes it.
    pub(super) fn in_alternative(&self) -> Self {
        Self { alternatives: self.alternatives.or(Some(self.steps.len())), ..self.clone() }
    }

    /// What people call it: `payments[].status`.
    pub(super) fn name(&self) -> String {
        let mut name = String::new();
        for step in &self.steps {
            match step {
                Step::Item => name.push_str("[]"),
                Step::Name(field) => {
                    if !name.is_empty() {
                        name.push('.');
                    }
                    name.push_str(field);
                }
            }
        }
        if name.is_empty() { format!("the {}", self.side.key()) } else { quoted(&name) }
    }

    /// What people call a field of it.
    pub(super) fn name_of(&self, field: &str) -> String {
        self.below(Step::Name(field.to_owned())).name()
    }
}
