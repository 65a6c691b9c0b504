//! `cln-codegen man --check`: which pages are stale.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use cln_codegen::diagnostic::Diagnostic;
use cln_codegen::schema::Document;
use cln_codegen::source::Source;
use cln_runtime::visible;

use super::documents::Documents;
use super::pages::{orphaned_pages, stale_pages};
use super::update::updated;
use super::{Answer, Status, by_path};
use crate::man::has_part;

/// What in the folder is not as it would be made now, as diffs.
pub(super) fn check(folder: &Path, found: &Documents) -> Result<Answer, Box<Diagnostic>> {
    let (older, whole) = expected(folder, found)?;
    let mut stale = stale_pages(folder, &whole)?;
    let stale_older = stale_pages(folder, &older)?;
    let mut advice = Vec::new();
    if !stale.is_empty() {
        advice.push("cln-codegen man SCHEMAS --out FOLDER");
    }
    if !stale_older.is_empty() {
        advice.push("cln-codegen man --update PAGE SCHEMA");
    }
    stale.extend(stale_older);
    let orphans = if found.are_all { orphans(folder, found)? } else { Vec::new() };
    if !orphans.is_empty() {
        advice.push("remove those that are orphaned");
    }
    stale.extend(orphans.iter().map(|path| format!("orphaned: {}\n", visible(path.display()))));
    let (status, findings) = match advice.is_empty() {
        true => (Status::Done, format!("{} is up to date\n", visible(folder.display()))),
        false => {
            (Status::No, format!("{}\nThe pages are stale. To mend them: {}\n", stale.concat(), advice.join("; ")))
        }
    };
    Ok(Answer { status, findings, complaints: String::new() })
}

type Pages = BTreeMap<PathBuf, String>;

/// What the pages should be: those of older releases that stand for missing ones, and all others.
fn expected(folder: &Path, found: &Documents) -> Result<(Pages, Pages), Box<Diagnostic>> {
    let (mut older, mut whole) = (Pages::new(), by_path(found)?);
    for (path, document) in &found.documents {
        if let Some(name) = older_page(folder, path, document) {
            let page = Source::read(&folder.join(&name))?;
            older.insert(name, updated(page, document)?);
            whole.remove(path);
        }
    }
    Ok((older, whole))
}

/// The page of an older release that stands for a missing one, such as `lightning-delpay.7.md` for `delpay.md`.
fn older_page(folder: &Path, path: &Path, document: &Document) -> Option<PathBuf> {
    let older = path.with_file_name(format!("lightning-{}.7.md", document.name.value));
    let text = fs::read_to_string(folder.join(&older)).ok()?;
    (has_part(&text) && !folder.join(path).exists()).then_some(older)
}

/// Pages of what no schema describes.
fn orphans(folder: &Path, found: &Documents) -> Result<Vec<PathBuf>, Box<Diagnostic>> {
    let names = found.documents.iter().map(|(_, document)| document.name.value.as_str());
    let names: BTreeSet<String> = names.flat_map(|name| [name.to_owned(), format!("lightning-{name}")]).collect();
    orphaned_pages(folder, &names)
}
