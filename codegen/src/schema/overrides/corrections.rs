//! The corrections of one run: which schema each is for, and what became of it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::refused::{Refused, no_such_place};
use super::tree::push;
use super::{Change, Marks, Override, errors, keywords, names, order, parameters, place, rename};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, quoted, visible};
use crate::schema::{Suggestions, Target, did_you_mean};
use crate::source::{Node, Value};
use crate::text::Source;

/// The corrections of one run, which are made in one file after the other.
#[derive(Clone, Debug, Default)]
pub struct Corrections {
    all: Vec<Asked>,
    /// The places of those for a command, a notification or a hook, by its name.
    places: BTreeMap<(Target, String), Vec<usize>>,
    /// What the files describe.
    described: Vec<(Target, String)>,
}

/// A correction, and what came of it so far.
#[derive(Clone, Debug)]
struct Asked {
    wanted: Override,
    applied: Vec<Applied>,
    refused: Option<Refused>,
}

/// A correction that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Applied {
    /// What it is for: a command, a notification or a hook,
    pub target: Target,
    /// and its name.
    pub method: String,
    /// The JSON Pointer of the place in the schema file, as the file names it.
    pub pointer: String,
    /// Why.
    pub reason: String,
    /// The path of the schema file.
    pub file: String,
}

/// What came of a correction.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome {
    /// The correction. The file is empty unless it was made.
    pub correction: Applied,
    /// Whether it was made, and why not.
    pub verdict: Verdict,
}

/// Whether a correction was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was.
    Applies,
    /// The schema does not say what the correction is for.
    OtherText,
    /// No file describes the method.
    NoMethod,
}

impl Corrections {
    /// These corrections, in their order: a later one sees what an earlier one has changed.
    pub fn new(overrides: impl IntoIterator<Item = Override>) -> Self {
        let asked = |wanted| Asked { wanted, applied: Vec::new(), refused: None };
        let all: Vec<Asked> = overrides.into_iter().map(asked).collect();
        let mut places: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (place, Asked { wanted, .. }) in all.iter().enumerate() {
            places.entry((wanted.target, wanted.method.value.clone())).or_default().push(place);
        }
        Self { all, places, described: Vec::new() }
    }

    /// Corrects the JSON of a schema file.
    pub(crate) fn correct(&mut self, source: &Arc<Source>, root: &mut Node) -> Marks {
        let mut marks = Marks::default();
        let mut first = 0;
        while let Some(place) = self.next(first, root) {
            first = place + 1;
            let Some(asked) = self.all.get_mut(place) else { break };
            match change(&asked.wanted, root, &mut marks) {
                Ok(()) => asked.applied.push(made(&asked.wanted, source, root)),
                Err(refused) => asked.refused = Some(refused),
            }
        }
        self.described.extend(name(root).map(|(target, name)| (target, name.to_owned())));
        marks
    }

    /// The place of the next correction of a file. Asked again each time: a correction may give the file another name.
    fn next(&self, first: usize, root: &Node) -> Option<usize> {
        let (target, name) = name(root)?;
        let places = self.places.get(&(target, name.to_owned()))?;
        places.get(places.partition_point(|place| *place < first)).copied()
    }

    /// The corrections that were made. Marks of secrets correct nothing.
    pub fn applied(&self) -> impl Iterator<Item = &Applied> {
        self.all.iter().filter(|asked| !asked.wanted.is_about_secrecy()).flat_map(|asked| &asked.applied)
    }

    /// What came of each correction, once for each file that it was made in.
    pub fn outcomes(&self) -> impl Iterator<Item = Outcome> {
        self.all.iter().flat_map(|asked| {
            let made = asked.applied.iter().map(|applied| (applied.clone(), Verdict::Applies));
            let verdict = if asked.refused.is_some() { Verdict::OtherText } else { Verdict::NoMethod };
            let not_made = asked.applied.is_empty().then(|| (described(&asked.wanted), verdict));
            made.chain(not_made).map(|(correction, verdict)| Outcome { correction, verdict })
        })
    }

    /// What is to be said of those that were not made. Nothing is said of those that come with this crate: they may be
    /// for other releases.
    pub(crate) fn complaints(&self) -> Vec<Diagnostic> {
        let idle = self.all.iter().filter(|asked| asked.applied.is_empty() && !asked.wanted.bundled);
        let mut suggestions = Suggestions::default();
        let complaint = |asked: &Asked| match &asked.refused {
            Some(refused) => Diagnostic::clone(refused),
            None => self.no_such_method(&asked.wanted, &mut suggestions),
        };
        idle.map(complaint).collect()
    }

    /// Adds what is to be said of those that were not made.
    pub fn complain(&self, diagnostics: &mut Diagnostics) {
        diagnostics.extend(self.complaints());
    }

    fn no_such_method(&self, wanted: &Override, suggestions: &mut Suggestions) -> Diagnostic {
        let of_kind = self.described.iter().filter(|(target, _)| *target == wanted.target);
        let near = suggestions.nearest(&wanted.method.value, of_kind.map(|(_, name)| name.as_str()));
        let hint = did_you_mean(near, || "it has no effect in this run".to_owned());
        let message = format!("no schema of this run describes {}", quoted(&wanted.method.value));
        wanted.found(Code::OverrideWithoutMethod, wanted.method.span, message).label("no such method").hint(hint)
    }
}

/// `fundchannel_start /request: Nodes accept each of these parameters without the others.`
impl fmt::Display for Applied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.target {
            Target::Rpc => {}
            Target::Notification | Target::Hook => write!(f, "{} ", self.target.key())?,
        }
        write!(f, "{} {}: {}", visible(&self.method), visible(&self.pointer), visible(&self.reason))
    }
}

/// What was made in a file, by the name that the file has now.
fn made(wanted: &Override, source: &Source, root: &Node) -> Applied {
    let described = described(wanted);
    let method = name(root).map_or(described.method, |(_, name)| name.to_owned());
    Applied { method, file: source.path.clone(), ..described }
}

fn described(wanted: &Override) -> Applied {
    Applied {
        target: wanted.target,
        method: wanted.method.value.clone(),
        pointer: wanted.pointer(),
        reason: wanted.reason.clone(),
        file: String::new(),
    }
}

/// What a file describes, as it is read: the first of the keys that can say it.
fn name(root: &Node) -> Option<(Target, &str)> {
    root.as_object()?.iter().find_map(|member| {
        let target = Target::ALL.into_iter().find(|target| target.key() == member.key.value)?;
        Some((target, member.value.as_str()?))
    })
}

/// Makes one correction, and says so in the documentation.
fn change(wanted: &Override, root: &mut Node, marks: &mut Marks) -> Result<(), Refused> {
    let at = wanted.at.value.as_str();
    let schema = place::schema_at(root, at).ok_or_else(|| no_such_place(wanted))?;
    let of = |names: &[crate::source::Spanned<String>]| -> Vec<String> {
        names.iter().map(|name| place::property(at, &name.value)).collect()
    };
    let here = || vec![at.to_owned()];
    let documented = match &wanted.change {
        Change::Ignore(keyword) => keywords::ignore(wanted, keyword, schema).map(|()| here()),
        Change::Set(values) => keywords::assign(wanted, values, schema).map(|()| here()),
        Change::Extend(values) => keywords::extend(wanted, values, schema).map(|()| here()),
        Change::Required(all) => names::require(wanted, all, schema).map(|()| of(all)),
        Change::Optional(all) => names::release(wanted, all, schema).map(|()| of(all)),
        Change::Nullable(span) => marks.nullable(wanted, *span, wanted.target, schema).map(|()| here()),
        Change::Secret(is, span) => marks.secret(wanted, *is, *span, schema).map(|()| here()),
        Change::Rename(all) => rename::rename(wanted, all, schema, marks),
        Change::Positions(order) => order::reorder(wanted, order, schema).map(|()| here()),
        Change::Add { properties, before } => parameters::add(wanted, properties, before.as_ref(), schema)
            .map(|()| properties.iter().map(|property| place::property(at, &property.key.value)).collect()),
        Change::Remove(all) => parameters::take(wanted, all, schema).map(|()| here()),
        Change::Note(_) => super::was::check(wanted, schema).map(|()| here()),
        Change::Errors { add, remove } => {
            errors::replace(wanted, add, remove, schema).map(|()| if add.is_empty() { here() } else { Vec::new() })
        }
    }?;
    for pointer in documented {
        note(wanted, &pointer, root);
    }
    Ok(())
}

/// Says in the documentation of a schema why it differs from the file. A property that only branches describe is
/// documented with the object.
fn note(wanted: &Override, pointer: &str, root: &mut Node) {
    let documented = place::documented(pointer);
    let is_there = place::schema_at(root, documented).is_some();
    let documented = if is_there { documented } else { place::documented(&wanted.at.value) };
    let Some(schema) = place::schema_at(root, documented) else { return };
    let is_empty = schema.get("description").is_none();
    let blank = (!is_empty).then(String::new);
    push(schema, "description", blank.into_iter().chain([wanted.sentence()]).map(Value::String));
}
