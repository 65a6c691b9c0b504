//! How a command is called, in one line.

use std::collections::BTreeSet;

use cln_codegen::schema::{Document, Schema};
use cln_codegen::source::Spanned;

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
        let holds = |group: &&Vec<Spanned<String>>| group.iter().any(|member| member.value == name);
        let text = if let Some((_, dependents)) = request.dependent_upon.iter().find(|(on, _)| on.value == name) {
            let mut parts = vec![emphasized(name)];
            let dependents = self.group(dependents, name);
            parts.extend(
                dependents.iter().filter(|&&other| other != name).map(|other| bracketed(&emphasized(other), false)),
            );
            bracketed(&parts.join(" "), self.is_required(name))
        } else if let Some(group) = request.one_of_many.iter().find(holds) {
            bracketed(&emphasized(&self.group(group, name).join("|")), false)
        } else if let Some(group) = request.paired_with.iter().find(holds) {
            let pair: Vec<String> = self.group(group, name).into_iter().map(emphasized).collect();
            bracketed(&pair.join(" "), false)
        } else {
            bracketed(&emphasized(name), self.is_required(name))
        };
        Some(text)
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
