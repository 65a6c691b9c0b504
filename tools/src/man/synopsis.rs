//! How a command is called, in one line.

use std::collections::BTreeSet;

use cln_codegen::schema::{Document, Group, Schema};
use cln_codegen::source::Spanned;
use cln_runtime::rules::GroupKind;

use super::escape;

/// The command whose parameters depend on a subcommand, and on what is started by it.
const OPEN_ENDED: &str = "plugin";

/// The parameters in order: what may be missing in brackets, what goes only together in the same ones, what excludes
/// each other with a bar between, and what needs another inside that one's.
pub(super) fn parameters(document: &Document) -> String {
    let request = &document.request;
    let names = request.properties().filter(|property| !property.schema.hidden);
    let names: Vec<&str> = names.map(|property| property.name.value.as_str()).collect();
    let mut synopsis = Synopsis { request, names: &names, told: BTreeSet::new() };
    let mut text: String = names.iter().filter_map(|name| synopsis.next(name)).map(|part| part + " ").collect();
    if document.name.value == OPEN_ENDED {
        text.push_str("...");
    }
    text
}

struct Synopsis<'a> {
    request: &'a Schema,
    names: &'a [&'a str],
    told: BTreeSet<&'a str>,
}

impl<'a> Synopsis<'a> {
    /// The parameter, with all that go with it; `None` if one before has told it.
    fn next(&mut self, name: &'a str) -> Option<String> {
        if !self.told.insert(name) {
            return None;
        }
        let request = self.request;
        let tells = |group: &&Group| match group.kind {
            GroupKind::Dependent => group.names.first().is_some_and(|first| first.value == name),
            GroupKind::Exclusive | GroupKind::Paired => group.names.iter().any(|member| member.value == name),
        };
        let of = |kind: &GroupKind| request.groups.iter().filter(|group| group.kind == *kind).find(tells);
        // What the others need is told before what may be told inside of it.
        let group = GroupKind::ALL.iter().rev().find_map(of);
        let Some(Group { kind, names }) = group else { return Some(self.alone(name)) };
        let names = self.group(names, name);
        Some(match kind {
            GroupKind::Dependent => {
                let others = names.into_iter().filter(|other| *other != name);
                let others = others.map(|other| bracketed(&emphasized(other), false));
                let parts: Vec<String> = [emphasized(name)].into_iter().chain(others).collect();
                bracketed(&parts.join(" "), self.is_required(name))
            }
            GroupKind::Exclusive => bracketed(&emphasized(&names.join("|")), false),
            GroupKind::Paired => {
                let pair: Vec<String> = names.into_iter().map(emphasized).collect();
                bracketed(&pair.join(" "), false)
            }
        })
    }

    fn alone(&self, name: &str) -> String {
        bracketed(&emphasized(name), self.is_required(name))
    }

    /// The parameters of the group that nothing before has told, in its order; they are told now.
    fn group(&mut self, group: &'a [Spanned<String>], first: &str) -> Vec<&'a str> {
        let names = group.iter().map(|member| member.value.as_str()).filter(|name| self.names.contains(name));
        let fresh: Vec<&str> = names.filter(|name| *name == first || !self.told.contains(name)).collect();
        self.told.extend(&fresh);
        fresh
    }

    fn is_required(&self, name: &str) -> bool {
        self.request.required.iter().any(|required| required.value == name)
    }
}

fn emphasized(name: &str) -> String {
    format!("*{}*", escape::name(name))
}

fn bracketed(text: &str, is_required: bool) -> String {
    if is_required { text.to_owned() } else { format!("[{text}]") }
}
