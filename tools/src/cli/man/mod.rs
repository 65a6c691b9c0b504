//! `cln-codegen man`

mod documents;
mod fresh;
mod pages;
mod update;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use documents::{Documents, documents};
use pages::write_pages;

use cln_codegen::diagnostic::{Code, Diagnostic, Diagnostics, quoted};
use cln_codegen::schema::Unknown;
use cln_runtime::visible;

use super::args::Man;
use super::generate::DEFAULT_SCHEMAS;
use super::{Answer, Status, in_colour, rendered};
use crate::man::page;

pub(super) fn run(arguments: &Man) -> Answer {
    let request = Request::from(arguments);
    match &arguments.update {
        Some(page) => update::run(page, &request),
        None => make_pages(&request),
    }
}

/// What is asked for, the two ways of naming the folder of a check taken together.
struct Request<'a> {
    schemas: Vec<PathBuf>,
    folder: Option<&'a Path>,
    is_check: bool,
    unknown: Unknown,
}

impl<'a> From<&'a Man> for Request<'a> {
    fn from(arguments: &'a Man) -> Self {
        let named = arguments.check.as_ref().and_then(Option::as_deref);
        // `--out DIR --check PATH`, `--update PAGE --check PATH`: the folder is known, so this is one more schema.
        let is_schema = arguments.out.is_some() || arguments.update.is_some();
        let mut schemas = arguments.schemas.clone();
        schemas.extend(named.filter(|_| is_schema).map(Path::to_owned));
        if schemas.is_empty() {
            schemas.push(PathBuf::from(DEFAULT_SCHEMAS));
        }
        let folder = arguments.out.as_deref().or(named);
        Self { schemas, folder, is_check: arguments.check.is_some(), unknown: arguments.unknown.into() }
    }
}

fn make_pages(request: &Request<'_>) -> Answer {
    let found = match documents(&request.schemas, request.unknown) {
        Ok(found) => found,
        Err(complaints) => return Answer::bad_input(complaints),
    };
    let answer = match (request.folder, request.is_check) {
        (Some(folder), true) => fresh::check(folder, &found),
        (Some(folder), false) => write(folder, &found),
        (None, true) => Err(Box::new(no_folder("compare"))),
        (None, false) => print(&found),
    };
    match answer {
        Ok(answer) => Answer { complaints: found.warnings + &answer.complaints, ..answer },
        Err(diagnostic) => Answer::bad_input(found.warnings + &diagnostic.render(in_colour())),
    }
}

/// The one page, on standard output.
fn print(found: &Documents) -> Result<Answer, Box<Diagnostic>> {
    match found.documents.as_slice() {
        [(_, document)] => Ok(Answer { status: Status::Done, findings: page(document), complaints: String::new() }),
        _ => Err(Box::new(no_folder("write"))),
    }
}

fn write(folder: &Path, found: &Documents) -> Result<Answer, Box<Diagnostic>> {
    let pages = by_path(found)?;
    let written = write_pages(folder, &pages)?;
    let folder = visible(folder.display());
    let findings = format!("{folder}: {} pages written, {} unchanged\n", written.written, written.unchanged);
    Ok(Answer { status: Status::Done, findings, complaints: String::new() })
}

/// The pages by their paths below the output folder.
fn by_path(found: &Documents) -> Result<BTreeMap<PathBuf, String>, Box<Diagnostic>> {
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

fn no_folder(verb: &str) -> Diagnostic {
    let message = format!("there is no folder to {verb} the pages in");
    Diagnostic::new(Code::NotFound, message).hint("name it with `--out DIR`; without, one schema makes one page")
}

/// All that is wrong with schemas.
fn refused(diagnostics: Diagnostics) -> String {
    rendered(&diagnostics.into_iter().collect::<Vec<_>>())
}
