//! `cln-codegen man --update`: the generated part of a page that is otherwise written by hand.

use std::path::Path;
use std::sync::Arc;

use cln_codegen::diagnostic::{Code, Diagnostic, quoted};
use cln_codegen::schema::Document;
use cln_codegen::source::Source;
use cln_runtime::{visible, visible_lines};
use sha2::{Digest, Sha256};
use similar::TextDiff;

use super::documents::documents;
use super::pages::replace;
use super::{Answer, Request, Status, in_colour};
use crate::man::update;

pub(super) fn run(page: &Path, request: &Request<'_>) -> Answer {
    let found = match documents(&request.schemas, request.unknown) {
        Ok(found) => found,
        Err(complaints) => return Answer::bad_input(complaints),
    };
    let answer = match found.documents.as_slice() {
        [(_, document)] => made_anew(page, document, request.is_check),
        several => Err(Box::new(not_one(several.len()))),
    };
    match answer {
        Ok(answer) => Answer { complaints: found.warnings, ..answer },
        Err(diagnostic) => Answer::bad_input(found.warnings + &diagnostic.render(in_colour())),
    }
}

fn made_anew(path: &Path, document: &Document, is_check: bool) -> Result<Answer, Box<Diagnostic>> {
    let page = Source::read(path)?;
    let old = page.text.clone();
    let new = updated(page, document)?;
    let shown = visible(path.display());
    let (status, findings) = if old == new {
        (Status::Done, format!("{shown} is up to date\n"))
    } else if is_check {
        let diff = TextDiff::from_lines(&old, &new).unified_diff().header("on disk", "generated").to_string();
        let diff = visible_lines(diff);
        let mend = "The page is stale. To mend it: cln-codegen man --update PAGE SCHEMA";
        (Status::No, format!("stale: {shown}\n{diff}\n{mend}\n"))
    } else {
        replace(path, &new)?;
        (Status::Done, format!("{shown} is made anew\n"))
    };
    Ok(Answer { status, findings, complaints: String::new() })
}

/// The page with its generated part and its stamp as the schema has them now.
pub(super) fn updated(page: Source, document: &Document) -> Result<String, Box<Diagnostic>> {
    let checksum: String =
        Sha256::digest(document.source.text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    update(&Arc::new(page), document, &checksum)
}

fn not_one(count: usize) -> Diagnostic {
    let message = format!("{} is made of one schema, found {count}", quoted("--update"));
    Diagnostic::new(Code::NotOneSchema, message).hint("name the schema file: cln-codegen man --update PAGE SCHEMA")
}
