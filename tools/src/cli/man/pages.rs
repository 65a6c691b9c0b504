//! Manual pages into a folder, below which there may be others.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use cln_codegen::diagnostic::{Code, Diagnostic, quoted};
use cln_codegen::internals::{self, Staging, read_if_there, unreadable, unwritable};

use crate::man::{title, title_start};
use crate::stale;

/// What writing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WrittenPages {
    pub(super) written: usize,
    pub(super) unchanged: usize,
}

/// Makes these files, by their paths below the folder, hold these pages; all others are left alone.
///
/// # Errors
/// The first thing that cannot be written, or a file in the way that is no page: then no file has changed.
pub(super) fn write_pages(folder: &Path, pages: &BTreeMap<PathBuf, String>) -> Result<WrittenPages, Box<Diagnostic>> {
    let mut changed: BTreeMap<PathBuf, Vec<(&str, &str)>> = BTreeMap::new();
    for (relative, text) in pages {
        let path = folder.join(relative);
        let parent = path.parent().map_or_else(|| folder.to_owned(), Path::to_owned);
        let name = relative.file_name().and_then(|name| name.to_str());
        let name = name.ok_or_else(|| unwritable(&path, &std::io::ErrorKind::InvalidFilename.into()))?;
        // Also where nothing changes: a killed run may have left something.
        let changed = changed.entry(parent).or_default();
        match read_if_there(&path)? {
            Some(old) if old == text.as_bytes() => {}
            Some(old) if !is_page(&old) => return Err(not_a_page(&path)),
            _ => changed.push((name, text)),
        }
    }
    let written = changed.values().map(Vec::len).sum();
    let mut staged = Vec::new();
    for (folder, files) in &changed {
        fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
        staged.push(Staging::write(folder, files)?);
    }
    staged.into_iter().try_for_each(Staging::commit)?;
    Ok(WrittenPages { written, unchanged: pages.len() - written })
}

/// Puts the text in the place of a page, which stays as it was until then.
///
/// # Errors
/// The file cannot be replaced.
pub(super) fn replace(path: &Path, text: &str) -> Result<(), Box<Diagnostic>> {
    // Where a link leads, not the link.
    let path = path.canonicalize().map_err(|error| unwritable(path, &error))?;
    internals::replace(&path, text)
}

/// A diff of the pages that are stale or missing.
///
/// # Errors
/// A page cannot be read.
pub(super) fn stale_pages(folder: &Path, pages: &BTreeMap<PathBuf, String>) -> Result<Vec<String>, Box<Diagnostic>> {
    let mut found = Vec::new();
    for (relative, text) in pages {
        found.extend(stale::file(&folder.join(relative), text)?);
    }
    Ok(found)
}

/// The pages in and below the folder, sorted, whose titles have none of these names: what they are about is gone.
///
/// # Errors
/// The folder, or a page in it, cannot be read.
pub(super) fn orphaned_pages(folder: &Path, names: &BTreeSet<String>) -> Result<Vec<PathBuf>, Box<Diagnostic>> {
    let starts: Vec<String> = names.iter().map(|name| title_start(name)).collect();
    let mut orphans = Vec::new();
    for path in markdown(folder)? {
        let bytes = read_if_there(&path)?.unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        if title(&text).is_some_and(|title| !starts.iter().any(|start| title.starts_with(start))) {
            orphans.push(path);
        }
    }
    Ok(orphans)
}

/// All `*.md` in and below the folder, sorted, but nothing hidden.
fn markdown(folder: &Path) -> Result<Vec<PathBuf>, Box<Diagnostic>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(unreadable(&folder, &error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| unreadable(&folder, &error))?;
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            match entry.path() {
                path if is_folder => folders.push(path),
                path if path.extension().is_some_and(|extension| extension == "md") => files.push(path),
                _ => {}
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Whether this may be written over: a page, of whatever release, or nothing at all.
fn is_page(bytes: &[u8]) -> bool {
    bytes.is_empty() || std::str::from_utf8(bytes).is_ok_and(|text| title(text).is_some())
}

/// A file of another kind where a page belongs.
fn not_a_page(path: &Path) -> Box<Diagnostic> {
    let path = path.to_string_lossy();
    let message = format!("{} is in the way: it does not begin with the title of a manual page", quoted(&path));
    let diagnostic = Diagnostic::new(Code::NotAPage, message)
        .path(path)
        .hint("move the file away, or choose another output folder; nothing was written");
    Box::new(diagnostic)
}
