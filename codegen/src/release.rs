//! The methods of many files, each lowered when it is first asked for: for programs that need few of them at a time.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::assemble::{Traced, same_method};
use crate::diagnostic::Diagnostics;
use crate::model::{Method, Options, lower};
use crate::schema::{Target, Version};
use crate::source::Spanned;

/// The methods that schema files describe. All files have been read, and no name is described twice.
#[derive(Debug)]
pub struct Release {
    methods: BTreeMap<(Target, String), Entry>,
    options: Options,
}

#[derive(Debug)]
struct Entry {
    document: Traced,
    lowered: OnceLock<Result<Option<Method>, Diagnostics>>,
}

impl Release {
    pub(crate) fn new(documents: Vec<Traced>, options: Options, diagnostics: &mut Diagnostics) -> Self {
        let mut methods: BTreeMap<(Target, String), Entry> = BTreeMap::new();
        for document in documents {
            let key = (document.0.target, document.0.name.value.clone());
            match methods.get(&key) {
                Some(first) => diagnostics.push(same_method(&key.1, &first.document.0, &document.0)),
                None => drop(methods.insert(key, Entry { document, lowered: OnceLock::new() })),
            }
        }
        Self { methods, options }
    }

    /// The names of all methods of a kind.
    pub fn names(&self, target: Target) -> impl Iterator<Item = &str> {
        self.methods.keys().filter(move |(of, _)| *of == target).map(|(_, name)| name.as_str())
    }

    /// A method; `None` if there is none of the name.
    ///
    /// # Errors
    /// What is wrong with its schema beyond what is seen when files are read, such as names that Rust cannot have.
    pub fn method(&self, target: Target, name: &str) -> Result<Option<&Method>, &Diagnostics> {
        let Some(entry) = self.methods.get(&(target, name.to_owned())) else { return Ok(None) };
        entry.lowered.get_or_init(|| self.lowered(&entry.document)).as_ref().map(Option::as_ref)
    }

    /// The newest release in which anything is said to be added: the one that the schemas are of, but for its patches.
    #[must_use]
    pub fn newest(&self) -> Option<Version> {
        let mut newest: Option<Version> = None;
        for Entry { document: (document, _), .. } in self.methods.values() {
            let mut schemas = vec![&document.request, &document.response];
            let mut note = |added: &Option<Spanned<Version>>| {
                let added = added.iter().map(|added| &added.value);
                newest = newest.iter().chain(added).max().cloned();
            };
            note(&document.added);
            while let Some(schema) = schemas.pop() {
                note(&schema.added);
                schemas.extend(schema.below());
            }
        }
        newest
    }

    fn lowered(&self, (document, trace): &Traced) -> Result<Option<Method>, Diagnostics> {
        let mut diagnostics = Diagnostics::new();
        let method = lower(document, trace, &self.options, &mut diagnostics);
        if diagnostics.has_errors() { Err(diagnostics) } else { Ok(method) }
    }
}
