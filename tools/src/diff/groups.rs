//! Rules between fields: `pairedWith`, `oneOfMany`, `dependentUpon`.

use cln_codegen::diagnostic::quoted;
use cln_codegen::schema::Schema;
use cln_codegen::source::Spanned;
use cln_runtime::json::pointer::child;
use cln_runtime::rules::{GroupForm, GroupKind};

use super::changes::{Changes, Spot, Where};
use super::nodes::names;
use super::{Code, Severity};

/// What follows of a rule between fields that only one release has.
const OTHER_FIELDS: &str = "The other release does not have the fields that could break the rule.";

/// A rule between fields: what it is about, and where it says so.
struct Group {
    names: Vec<String>,
    start: usize,
}

impl Changes {
    pub(super) fn groups(&mut self, old: &Schema, new: &Schema, place: &Where) {
        for &kind in GroupKind::ALL {
            let (added, dropped) = Code::of_group(kind);
            let (before, after) = (groups(old, kind), groups(new, kind));
            self.each((old, &before, dropped), (new, &after, added), kind, place);
        }
    }

    fn each(
        &mut self,
        (old, before, dropped): (&Schema, &[Group], Code),
        (new, after, added): (&Schema, &[Group], Code),
        kind: GroupKind,
        place: &Where,
    ) {
        let spot = |schema: &Schema, group: &Group| Spot {
            pointer: child(&schema.pointer, kind.keyword()),
            start: group.start,
        };
        let is_in = |groups: &[Group], group: &Group| groups.iter().any(|other| other.names == group.names);
        for group in before.iter().filter(|group| !is_in(after, group)) {
            let what = format!("{}: {} is gone", place.name(), said(kind, &group.names));
            self.of_group(dropped, (spot(old, group), Spot::of(new)), place, what, (kind, group, new));
        }
        for group in after.iter().filter(|group| !is_in(before, group)) {
            let what = format!("{}: {} is new", place.name(), said(kind, &group.names));
            self.of_group(added, (Spot::of(old), spot(new, group)), place, what, (kind, group, old));
        }
    }

    /// A rule of which `other`, the object in the release without it, need not know the fields.
    fn of_group(
        &mut self,
        code: Code,
        spots: (Spot, Spot),
        place: &Where,
        what: String,
        (kind, group, other): (GroupKind, &Group, &Schema),
    ) {
        if is_possible(kind, &group.names, &names(&[other])) {
            self.of_value(code, spots, place, what).about(group.names.iter().map(String::as_str));
        } else {
            self.of_words(code, spots, Some(place.origin), what).means(Severity::Compatible, OTHER_FIELDS);
        }
    }
}

/// Whether fields that are known can break a rule: two that exclude each other, one of those that go together, one that
/// needs another.
fn is_possible(kind: GroupKind, group: &[String], known: &[&str]) -> bool {
    let mut known = group.iter().map(|name| known.contains(&name.as_str()));
    match kind {
        GroupKind::Paired => known.any(|known| known),
        GroupKind::Exclusive => known.filter(|known| *known).count() > 1,
        GroupKind::Dependent => known.next().unwrap_or_default(),
    }
}

/// A rule in words.
fn said(kind: GroupKind, names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    match kind {
        GroupKind::Paired => format!("the rule that {} go only together", names.join(" and ")),
        GroupKind::Exclusive => format!("the rule that {} exclude each other", names.join(", ")),
        GroupKind::Dependent => format!("the rule that {}", names.join(" goes only together with ")),
    }
}

fn groups(schema: &Schema, kind: GroupKind) -> Vec<Group> {
    match kind.form() {
        GroupForm::Lists => schema.groups_of(kind).map(unordered).collect(),
        GroupForm::ByFirst => schema.groups_of(kind).flat_map(pairs).collect(),
    }
}

fn unordered(names: &[Spanned<String>]) -> Group {
    let start = names.first().map_or(0, |name| name.span.start);
    let mut names: Vec<String> = names.iter().map(|name| name.value.clone()).collect();
    names.sort_unstable();
    Group { names, start }
}

/// Each name that needs another, with the one it needs.
fn pairs(names: &[Spanned<String>]) -> impl Iterator<Item = Group> {
    let needed = names.first();
    names.iter().skip(1).map(move |name| Group {
        names: [name].into_iter().chain(needed).map(|name| name.value.clone()).collect(),
        start: name.span.start,
    })
}
