//! The schema files that pages are made of.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use cln_codegen::diagnostic::{Code, Diagnostic, Diagnostics, quoted};
use cln_codegen::internals::read;
use cln_codegen::schema::overrides::Corrections;
use cln_codegen::schema::{Document, Unknown};
use cln_codegen::source::{discover, is_stdin};

use super::super::answer::{refusal, rendered};
use crate::man::page;

/// What was read.
pub(super) struct Documents {
    /// Each file with the path of its page below the output folder.
    pub(super) documents: Vec<(PathBuf, Document)>,
    /// What looks wrong without being an error, for people.
    pub(super) warnings: String,
    /// Whether these are all schemas that there are, as far as the user knows.
    pub(super) are_all: bool,
}

/// Reads schema files and folders of them, or says what is wrong with them. A page prints what its file says, so nothing
/// is corrected.
pub(super) fn documents(paths: &[PathBuf], unknown: Unknown) -> Result<Documents, String> {
    let mut diagnostics = Diagnostics::new();
    let mut documents = Vec::new();
    for file in discover(paths, &mut diagnostics) {
        let read = read(std::slice::from_ref(&file), unknown, &[], &mut Corrections::default(), &mut diagnostics);
        documents
            .extend(read.into_iter().map(|(document, _)| (page_path(&file.path, &file.relative, &document), document)));
    }
    if diagnostics.has_errors() {
        return Err(refusal(&all(diagnostics)));
    }
    let are_all = paths.iter().any(|path| path.is_dir());
    Ok(Documents { documents, warnings: rendered(&all(diagnostics)), are_all })
}

/// Where the page lies: as the schema does. What came from standard input has no place but its name.
fn page_path(path: &Path, relative: &Path, document: &Document) -> PathBuf {
    if is_stdin(path) {
        return PathBuf::from(format!("{}.md", document.name.value.replace(['/', '\\'], "-")));
    }
    relative.with_extension("md")
}

/// The pages by their paths below the output folder.
pub(super) fn by_path(found: &Documents) -> Result<BTreeMap<PathBuf, String>, Box<Diagnostic>> {
    let mut pages = BTreeMap::new();
    let mut sources: BTreeMap<&Path, &str> = BTreeMap::new();
    for (path, document) in &found.documents {
        if let Some(first) = sources.insert(path, &document.source.path) {
            return Err(Box::new(same_page(path, first, &document.source.path)));
        }
        pages.insert(path.clone(), page(document));
    }
    Ok(pages)
}

fn same_page(path: &Path, first: &str, second: &str) -> Diagnostic {
    let page = quoted(&path.to_string_lossy());
    let message = format!("{} and {} make the same page, {page}", quoted(first), quoted(second));
    let hint = "name the folder that holds both, or render one after the other into folders of their own";
    Diagnostic::new(Code::SamePage, message).path(second).hint(hint)
}

fn all(diagnostics: Diagnostics) -> Vec<Diagnostic> {
    diagnostics.into_iter().collect()
}
