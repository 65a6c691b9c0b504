//! Rules between fields: `pairedWith`, `oneOfMany`, `dependentUpon`.

use cln_codegen::diagnostic::quoted;
use cln_codegen::schema::Schema;
use cln_codegen::source::Spanned;

use super::Code;
use super::changes::{Changes, Spot, Where};

/// A rule between fields: what it is about, and where it says so.
struct Group {
    names: Vec<String>,
    start: usize,
}

impl Changes {
    pub(super) fn groups(&mut self, old: &Schema, new: &Schema, place: &Where) {
        let lists = [
            ("pairedWith", Code::PairAdded, Code::PairDropped, &old.paired_with, &new.paired_with),
            ("oneOfMany", Code::ExclusionAdded, Code::ExclusionDropped, &old.one_of_many, &new.one_of_many),
        ];
        for (keyword, added, dropped, before, after) in lists {
            let (before, after) = (groups(before), groups(after));
            self.each((old, &before, dropped), (new, &after, added), keyword, place);
        }
        let codes = (Code::DependencyDropped, Code::DependencyAdded);
        let (before, after) = (dependencies(old), dependencies(new));
        self.each((old, &before, codes.0), (new, &after, codes.1), "dependentUpon", place);
    }

    fn each(
        &mut self,
        (old, before, dropped): (&Schema, &[Group], Code),
        (new, after, added): (&Schema, &[Group], Code),
        keyword: &str,
        place: &Where,
    ) {
        let spot = |schema: &Schema, group: &Group| Spot {
            pointer: format!("{}/{keyword}", schema.pointer),
            start: group.start,
        };
        let is_in = |groups: &[Group], group: &Group| groups.iter().any(|other| other.names == group.names);
        for group in before.iter().filter(|group| !is_in(after, group)) {
            let what = format!("{}: {} is gone", place.name(), said(keyword, &group.names));
            self.of_value(dropped, (spot(old, group), Spot::of(new)), place, what)
                .about(group.names.iter().map(String::as_str));
        }
        for group in after.iter().filter(|group| !is_in(before, group)) {
            let what = format!("{}: {} is new", place.name(), said(keyword, &group.names));
            self.of_value(added, (Spot::of(old), spot(new, group)), place, what)
                .about(group.names.iter().map(String::as_str));
        }
    }
}

/// A rule in words.
fn said(keyword: &str, names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    match (keyword, names.as_slice()) {
        ("pairedWith", names) => format!("the rule that {} go only together", names.join(" and ")),
        ("oneOfMany", names) => format!("the rule that {} exclude each other", names.join(", ")),
        (_, [name, needed]) => format!("the rule that {name} goes only together with {needed}"),
        (_, names) => format!("a rule about {}", names.join(", ")),
    }
}

fn groups(groups: &[Vec<Spanned<String>>]) -> Vec<Group> {
    let group = |names: &Vec<Spanned<String>>| {
        let start = names.first().map_or(0, |name| name.span.start);
        let mut names: Vec<String> = names.iter().map(|name| name.value.clone()).collect();
        names.sort_unstable();
        Group { names, start }
    };
    groups.iter().map(group).collect()
}

/// Each name that needs another, with the one it needs.
fn dependencies(schema: &Schema) -> Vec<Group> {
    let mut found = Vec::new();
    for (needed, names) in &schema.dependent_upon {
        let pair = |name: &Spanned<String>| Group {
            names: vec![name.value.clone(), needed.value.clone()],
            start: name.span.start,
        };
        found.extend(names.iter().map(pair));
    }
    found
}
