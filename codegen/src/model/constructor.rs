//! How a struct is made and its options set, so that what is required cannot be forgotten.

use std::collections::{BTreeMap, BTreeSet};

use cln_runtime::rules::GroupKind;

use super::names::free;
use super::{Constructor, Field, Group, Setter};

/// With more required fields than this, `new` takes a struct of them, where each is named.
const MAX_ARGUMENTS: usize = 5;

/// How a struct with these fields is made; `name` gives the struct of what is required its name if there is one.
pub(super) fn constructor(fields: &[Field], name: impl FnOnce() -> String) -> Constructor {
    let required: Vec<usize> =
        fields.iter().enumerate().filter(|(_, field)| field.required).map(|(index, _)| index).collect();
    if required.len() > MAX_ARGUMENTS {
        Constructor::Required(name(), required)
    } else {
        Constructor::Arguments(required)
    }
}

/// One setter for each option, and one for each group of options that goes together.
pub(super) fn setters(fields: &[Field], groups: &[Group]) -> Vec<Setter> {
    let mut setters = Vec::new();
    let mut done: BTreeSet<usize> = BTreeSet::new();
    let pairs = Pairs::of(groups);
    for (index, field) in fields.iter().enumerate() {
        if field.required || done.contains(&index) {
            continue;
        }
        let members: Vec<usize> = pairs
            .together(index)
            .into_iter()
            .filter(|member| fields.get(*member).is_some_and(|field| !field.required))
            .collect();
        let names: Vec<&str> = members.iter().filter_map(|&member| Some(fields.get(member)?.ident.as_str())).collect();
        let name = setter_name(&names, fields, &setters);
        setters.push(Setter { name, fields: members.clone() });
        done.extend(members);
    }
    setters
}

/// Groups of fields that go together, by each of their fields.
struct Pairs<'g>(BTreeMap<usize, Vec<(usize, &'g [usize])>>);

impl<'g> Pairs<'g> {
    fn of(groups: &'g [Group]) -> Self {
        let mut pairs: BTreeMap<usize, Vec<(usize, &[usize])>> = BTreeMap::new();
        for (number, group) in groups.iter().enumerate() {
            let Group { kind: GroupKind::Paired, members } = group else { continue };
            for member in members {
                pairs.entry(*member).or_default().push((number, members));
            }
        }
        Self(pairs)
    }

    /// All fields that go together with one, over all groups that have fields in common; sorted.
    fn together(&self, index: usize) -> BTreeSet<usize> {
        let (mut all, mut seen, mut next) = (BTreeSet::new(), BTreeSet::new(), vec![index]);
        while let Some(field) = next.pop() {
            if !all.insert(field) {
                continue;
            }
            let groups = self.0.get(&field).into_iter().flatten();
            next.extend(groups.filter(|(number, _)| seen.insert(*number)).flat_map(|(_, members)| *members));
        }
        all
    }
}

/// The name of what sets these fields. A field alone has its own name, so it is a group that gives way: `a` and `b`
/// together, beside a field `a_and_b`.
fn setter_name(names: &[&str], fields: &[Field], setters: &[Setter]) -> String {
    // `_2fa` and `self_` have underscores only to be identifiers, which they need not be here.
    let bare = |name: &str| name.trim_matches('_').to_owned();
    let of_field = |name: &str| format!("with_{}", bare(name));
    let is_taken = |name: &str| {
        fields.iter().any(|field| of_field(&field.ident) == name) || setters.iter().any(|setter| setter.name == name)
    };
    match names {
        [only] => of_field(only),
        group => {
            let names: Vec<String> = group.iter().map(|name| bare(name)).collect();
            free(&of_field(&names.join("_and_")), is_taken)
        }
    }
}
