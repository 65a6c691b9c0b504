//! `cln-codegen man`

mod arguments;
mod documents;
mod fresh;
mod pages;
mod request;
mod update;

use std::path::Path;

use cln_codegen::diagnostic::{Code, Diagnostic};
use cln_runtime::visible;

pub(super) use arguments::Man;
use documents::{Documents, by_path, documents};
use pages::write_pages;
use request::Request;

use super::answer::{Answer, Status, in_colour};
use crate::man::page;

pub(super) fn run(arguments: &Man) -> Answer {
    let request = Request::from(arguments);
    match &arguments.update {
        Some(page) => update::run(page, &request),
        None => pages(&request),
    }
}

fn pages(request: &Request<'_>) -> Answer {
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

fn no_folder(verb: &str) -> Diagnostic {
    let message = format!("there is no folder to {verb} the pages in");
    Diagnostic::new(Code::NotFound, message).hint("name it with `--out DIR`; without it, only one page can be printed")
}
