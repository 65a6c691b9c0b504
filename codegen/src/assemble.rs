//! The methods of all files together: those that were asked for, and no name twice.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, quoted};
use crate::model::{Api, Method, Options, is_gone, lower};
use crate::schema::{Document, Suggestions, Target, did_you_mean};

/// A document, and what generated code calls its file.
pub type Traced = (Document, String);

/// Lowers the documents of the methods in `only`, or all if that is empty.
pub fn assemble(documents: &[Traced], only: &[String], options: &Options, diagnostics: &mut Diagnostics) -> Api {
    // A file that could not be read may be the one that describes what was asked for.
    let all_are_read = !diagnostics.has_errors();
    let asked: BTreeSet<&str> = only.iter().map(String::as_str).collect();
    let mut assembly = Assembly::default();
    for (document, trace) in documents {
        if !only.is_empty() && !asked.contains(document.name.value.as_str()) {
            continue;
        }
        if !only.is_empty() {
            diagnostics.extend(not_yet_added(document, options));
            diagnostics.extend(no_more_there(document, options));
        }
        if let Some(method) = lower(document, trace, options, diagnostics) {
            assembly.add(document, method, diagnostics);
        }
    }
    if all_are_read {
        let names: BTreeSet<&str> = documents.iter().map(|(document, _)| document.name.value.as_str()).collect();
        let mut suggestions = Suggestions::default();
        let missing = only.iter().filter(|name| !names.contains(name.as_str()));
        diagnostics.extend(missing.map(|name| no_such_method(name, &names, &mut suggestions)));
    }
    let methods: Vec<Method> = assembly.methods.into_values().collect();
    let oldest = methods.iter().filter_map(|method| method.oldest.clone()).max();
    Api { methods, oldest, newest: options.until.clone() }
}

/// The methods so far, and the documents that the names in the index come from.
#[derive(Default)]
struct Assembly<'a> {
    methods: BTreeMap<(String, Target), Method>,
    modules: BTreeMap<String, &'a Document>,
    types: BTreeMap<String, &'a Document>,
}

impl<'a> Assembly<'a> {
    fn add(&mut self, document: &'a Document, method: Method, diagnostics: &mut Diagnostics) {
        if let Some(first) = self.modules.get(&method.module) {
            diagnostics.push(same_method(&method.module, first, document));
            return;
        }
        for ty in method.type_names() {
            if let Some(first) = self.types.insert(ty.to_owned(), document) {
                diagnostics.push(same_type(ty, first, document));
            }
        }
        self.modules.insert(method.module.clone(), document);
        self.methods.insert((method.name.clone(), method.target), method);
    }
}

/// A method that was asked for, if the newest node to support does not have it yet.
fn not_yet_added(document: &Document, options: &Options) -> Option<Diagnostic> {
    let (added, until) = (document.added.as_ref()?, options.until.as_ref()?);
    if added.value <= *until {
        return None;
    }
    let name = quoted(&document.name.value);
    let message = format!("{name} was asked for, but is left out: it was added in {}, after {until}", added.value);
    let diagnostic = Diagnostic::new(Code::NotYetAdded, message)
        .at(&document.source, added.span)
        .label("newer than the newest node to support")
        .hint(format!("support nodes until {} or later, or do not ask for {name}", added.value));
    Some(diagnostic)
}

/// A method that was asked for, if all nodes to support have lost it.
fn no_more_there(document: &Document, options: &Options) -> Option<Diagnostic> {
    let deprecated = document.deprecated.as_ref().filter(|deprecated| is_gone(Some(deprecated), options))?;
    let (removed, since) = (deprecated.removed_in.as_ref()?, options.since.as_ref()?);
    let name = quoted(&document.name.value);
    let message = format!("{name} was asked for, but is left out: it was removed in {removed}, before {since}");
    let diagnostic = Diagnostic::new(Code::NoMoreThere, message)
        .at(&document.source, deprecated.span)
        .label("older than the oldest node to support")
        .hint(format!("support nodes since {removed} or earlier, or do not ask for {name}"));
    Some(diagnostic)
}

/// A method that was asked for, but that none of the documents describes.
fn no_such_method(name: &str, names: &BTreeSet<&str>, suggestions: &mut Suggestions) -> Diagnostic {
    let near = suggestions.nearest(name, names.iter().copied());
    let hint = did_you_mean(near, || format!("names are those inside the schema files: {}", listed(names)));
    Diagnostic::new(Code::NoSuchMethod, format!("no schema describes {}", quoted(name))).hint(hint)
}

/// The first few names, and how many more there are.
fn listed(names: &BTreeSet<&str>) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| quoted(name)).collect();
    let more = names.len().saturating_sub(SHOWN);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{rest}", shown.join(", "))
}

/// Where a document names what it describes.
fn place(document: &Document) -> String {
    format!("{}:{}", document.source.path, document.source.position(document.name.span.start).line)
}

/// A second method with a type of the same name. Neither may be renamed: a type's name depends on its own file only.
fn same_type(ty: &str, first: &Document, second: &Document) -> Diagnostic {
    let (name, other) = (quoted(&second.name.value), quoted(&first.name.value));
    let message = format!("{name} and {other}, which {} describes, would both have a type `{ty}`", place(first));
    Diagnostic::new(Code::SameIdentifier, message)
        .at(&second.source, second.name.span)
        .label("the second")
        .hint("generate only one of the two files, or the two into different modules")
}

pub(crate) fn same_method(module: &str, first: &Document, second: &Document) -> Diagnostic {
    let (name, other) = (quoted(&second.name.value), quoted(&first.name.value));
    let place = place(first);
    let message = if name == other {
        format!("{name} is described twice: here and in {place}")
    } else {
        format!("{name} and {other}, which {place} describes, would both be the module `{module}`")
    };
    Diagnostic::new(Code::SameMethod, message)
        .at(&second.source, second.name.span)
        .label("the second")
        .hint("generate only one of the two files, or rename one of the methods")
}
