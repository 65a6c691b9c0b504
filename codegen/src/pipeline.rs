//! The stages in order, from files to text, without touching the output folder.

use std::path::Path;
use std::sync::Arc;

use crate::assemble::{Traced, assemble};
use crate::diagnostic::Diagnostics;
use crate::emit::{Style, emit};
use crate::model::{Api, Options};
use crate::output::{Generated, render};
use crate::schema::overrides::{Override, apply};
use crate::schema::{Unknown, parse_with};
use crate::source::{SchemaFile, Source, discover};

/// What one run is asked to make.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    /// The methods to generate; all if empty.
    pub(crate) only: Vec<String>,
    /// What becomes of keywords and types that the dialect does not know.
    pub(crate) unknown: Unknown,
    /// Corrections of the schemas.
    pub(crate) overrides: Vec<Override>,
    pub(crate) options: Options,
    pub(crate) style: Style,
    /// The command that makes the same output again, for the files' headers.
    pub(crate) command: String,
}

/// What a run has made.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) api: Api,
    pub(crate) files: Generated,
    /// Whether the examples have become tests.
    pub(crate) tests: bool,
    pub(crate) warnings: Diagnostics,
}

/// Reads schemas and generates text. `diagnostics` has what was found before.
///
/// # Errors
/// Everything that is wrong with any of the files.
pub(crate) fn run<P: AsRef<Path>>(paths: &[P], job: &Job, mut diagnostics: Diagnostics) -> Result<Made, Diagnostics> {
    let files = discover(paths, &mut diagnostics);
    let mut documents = read(&files, job.unknown, &mut diagnostics);
    apply(&job.overrides, documents.iter_mut().map(|(document, _)| document), &mut diagnostics);
    let api = assemble(&documents, &job.only, &job.options, &mut diagnostics);
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    drop(documents); // Their memory is wanted for what is rendered.
    let files = render(emit(&api, &job.style), &job.command);
    Ok(Made { api, files, tests: job.style.tests, warnings: diagnostics })
}

/// The documents of all files that can be read.
pub(crate) fn read(files: &[SchemaFile], unknown: Unknown, diagnostics: &mut Diagnostics) -> Vec<Traced> {
    let mut documents = Vec::new();
    for file in files {
        match Source::read(&file.path) {
            Ok(source) => {
                let document = parse_with(Arc::new(source), unknown, diagnostics);
                documents.extend(document.map(|document| (document, trace(file))));
            }
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
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
