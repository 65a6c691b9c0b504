//! The stages in order, from files to text, without touching the output folder.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use crate::assemble::{Traced, assemble};
use crate::config::Lint;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::emit::{Style, emit};
use crate::model::{Api, Options};
use crate::output::{Generated, render};
use crate::schema::overrides::{Applied, Corrections};
use crate::schema::{Document, Unknown, parse_corrected};
use crate::source::{SchemaFile, discover};
use crate::text::Source;

/// What one run is asked to make.
#[derive(Clone, Debug)]
pub struct Job {
    /// The methods to generate; all if empty.
    pub only: Vec<String>,
    /// What becomes of keywords and types that the dialect does not know.
    pub unknown: Unknown,
    /// Corrections of the schemas.
    pub corrections: Corrections,
    /// What is said of findings.
    pub lint: Lint,
    /// Which nodes are to be supported.
    pub options: Options,
    /// What the user decides about the text.
    pub style: Style,
    /// The command that makes the same output again, for the files' headers.
    pub command: String,
}

/// What a run has made.
#[derive(Debug)]
pub struct Made {
    /// What the files are made of.
    pub api: Api,
    /// The files.
    pub files: Generated,
    /// The corrections of the methods that were made.
    pub applied: Vec<Applied>,
    /// Whether the examples have become tests.
    pub tests: bool,
    /// What looks wrong with the schemas without being an error.
    pub warnings: Diagnostics,
}

/// Reads schemas and generates text. `diagnostics` has what was found before.
///
/// # Errors
/// Everything that is wrong with any of the files.
pub(crate) fn run<P: AsRef<Path>>(
    paths: &[P],
    mut job: Job,
    mut diagnostics: Diagnostics,
) -> Result<Made, Diagnostics> {
    let api = model(paths, &mut job, &mut diagnostics);
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    let files = render(emit(&api, &job.style), &job.command);
    let names: BTreeSet<_> = api.methods.iter().map(|method| (method.target, method.name.as_str())).collect();
    let is_made = |applied: &&Applied| names.contains(&(applied.target, applied.method.as_str()));
    let applied = job.corrections.applied().filter(is_made).cloned().collect();
    Ok(Made { api, files, applied, tests: job.style.tests, warnings: diagnostics })
}

/// Reads schemas and decides what will be generated; what there is of it, if anything is wrong.
pub(crate) fn model<P: AsRef<Path>>(paths: &[P], job: &mut Job, diagnostics: &mut Diagnostics) -> Api {
    let documents = documents(paths, job, diagnostics);
    job.corrections.complain(diagnostics);
    assemble(&documents, &job.only, &job.options, diagnostics)
}

/// The documents of all files that can be read, corrected.
pub fn documents<P: AsRef<Path>>(paths: &[P], job: &mut Job, diagnostics: &mut Diagnostics) -> Vec<Traced> {
    let files = discover(paths, diagnostics);
    read(&files, job.unknown, &job.only, &mut job.corrections, diagnostics)
}

/// The documents of all files that can be read, corrected. If only some methods are asked for, nothing is said of the
/// files of others.
pub fn read(
    files: &[SchemaFile],
    unknown: Unknown,
    only: &[String],
    corrections: &mut Corrections,
    diagnostics: &mut Diagnostics,
) -> Vec<Traced> {
    let texts = files.iter().map(|file| (Source::read(&file.path), trace(file)));
    parse(texts, unknown, only, corrections, diagnostics)
}

/// The same of texts that need not be files, each with its trace.
pub fn parse(
    texts: impl Iterator<Item = (Result<Source, Box<Diagnostic>>, String)>,
    unknown: Unknown,
    only: &[String],
    corrections: &mut Corrections,
    diagnostics: &mut Diagnostics,
) -> Vec<Traced> {
    let asked: BTreeSet<&str> = only.iter().map(String::as_str).collect();
    let is_asked_for = |document: &Document| asked.is_empty() || asked.contains(document.name.value.as_str());
    let mut documents: Vec<Traced> = Vec::new();
    // What is wrong with files of which nobody can say what they describe.
    let mut unnamed = Diagnostics::new();
    for (text, trace) in texts {
        let mut found = Diagnostics::new();
        let document = match text {
            Ok(source) => parse_corrected(Arc::new(source), unknown, corrections, &mut found),
            Err(diagnostic) => {
                found.push(*diagnostic);
                None
            }
        };
        match &document {
            None => unnamed.extend(found),
            Some(document) if is_asked_for(document) => diagnostics.extend(found),
            Some(_) => {}
        }
        documents.extend(document.map(|document| (document, trace)));
    }
    let described: BTreeSet<&str> = documents.iter().map(|(document, _)| document.name.value.as_str()).collect();
    if asked.is_empty() || !asked.is_subset(&described) {
        diagnostics.extend(unnamed);
    }
    documents
}

/// A file's path from the folder that the user gave, that folder's own name included: the same on every machine.
fn trace(file: &SchemaFile) -> String {
    let depth = file.relative.components().count();
    let root = file.path.ancestors().nth(depth).and_then(Path::file_name);
    let path = root.map_or_else(|| file.relative.clone(), |root| Path::new(root).join(&file.relative));
    path.to_string_lossy().replace('\\', "/")
}
