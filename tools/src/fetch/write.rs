//! A release into a folder of schemas: all or nothing, in steps that the next run can go on from.

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use cln_codegen::diagnostic::Diagnostic;
use cln_codegen::internals::{Staging, replace, unwritable};
use cln_runtime::visible_lines;

use super::folder::PENDING;
use super::{Difference, Error, Folder, Release};
use crate::lock::NAME;

/// What writing has changed.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    /// The release, and the commit that it is.
    pub(crate) release: String,
    pub(crate) commit: String,
    pub(crate) written: usize,
    pub(crate) unchanged: usize,
    pub(crate) removed: usize,
    /// What was edited or not listed, and overwritten or left.
    pub(crate) forced: Vec<Difference>,
}

/// A release whose files are in their places, while the lock file still is the old one.
pub(crate) struct Pending<'f> {
    folder: &'f Path,
    written: Written,
}

impl Folder {
    /// Writes the files of a release.
    ///
    /// All are first written beside their places, then a lock file that says what is to come; only then are they renamed, and
    /// what the release does not have is removed.
    ///
    /// # Errors
    /// The first thing that cannot be written.
    pub(crate) fn write(&self, release: &Release) -> Result<Pending<'_>, Error> {
        let path = self.path();
        let is_stale = |file: &&str| self.hash(file) != release.lock.files.get(*file).map(String::as_str);
        let stale: Vec<(&str, &str)> = release
            .files
            .iter()
            .filter(|(file, _)| is_stale(&file.as_str()))
            .map(|(file, text)| (file.as_str(), text.as_str()))
            .collect();
        let gone: Vec<&str> = self.ours().into_iter().filter(|file| !release.files.contains_key(*file)).collect();
        fs::create_dir_all(path).map_err(|error| unwritable(path, &error))?;
        folders(path, &stale)?;
        let staged = Staging::write(path, &stale)?;
        replace(&path.join(PENDING), &release.lock.to_text())?;
        staged.commit()?;
        remove(path, &gone)?;
        let written = Written {
            release: release.name.clone(),
            commit: release.lock.commit.clone().unwrap_or_default(),
            written: stale.len(),
            unchanged: release.files.len() - stale.len(),
            removed: gone.len(),
            forced: Vec::new(),
        };
        Ok(Pending { folder: path, written })
    }
}

impl Pending<'_> {
    /// Puts the new lock file in the place of the old one, which ends it all.
    ///
    /// # Errors
    /// It cannot be replaced.
    pub(crate) fn finish(self) -> Result<Written, Error> {
        let lock = self.folder.join(NAME);
        fs::rename(self.folder.join(PENDING), &lock).map_err(|error| unwritable(&lock, &error))?;
        Ok(self.written)
    }
}

/// Makes the folders that files are in. A link in the place of one would lead elsewhere.
fn folders(path: &Path, files: &[(&str, &str)]) -> Result<(), Box<Diagnostic>> {
    for (file, _) in files.iter().filter(|(file, _)| !file.starts_with("../")) {
        for (end, _) in file.match_indices('/') {
            let folder = path.join(file.get(..end).unwrap_or_default());
            match fs::create_dir(&folder) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                made => made.map_err(|error| unwritable(&folder, &error))?,
            }
            if !fs::symlink_metadata(&folder).is_ok_and(|found| found.is_dir()) {
                return Err(unwritable(&folder, &io::ErrorKind::NotADirectory.into()));
            }
        }
    }
    Ok(())
}

/// Removes files, and the folders that are empty then.
fn remove(path: &Path, files: &[&str]) -> Result<(), Box<Diagnostic>> {
    for file in files {
        let place = path.join(file);
        match fs::remove_file(&place) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            removed => removed.map_err(|error| unwritable(&place, &error))?,
        }
        let folders = file.rmatch_indices('/').filter_map(|(end, _)| file.get(..end)).filter(|folder| *folder != "..");
        for folder in folders {
            // Which fails if anything is left in it.
            let _ = fs::remove_dir(path.join(folder));
        }
    }
    Ok(())
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { release, commit, written, unchanged, removed, forced } = self;
        let said =
            format!("{release}, commit {commit}: files {written} written, {unchanged} unchanged, {removed} removed");
        visible_lines(said).fmt(f)?;
        forced.iter().try_for_each(|difference| write!(f, "\n  {difference}"))
    }
}
