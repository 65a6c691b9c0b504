//! The next release in a crate of bindings: its schemas, a review of what they change, and the bindings again.
//!
//! The lock file is replaced last. Until then a run that was killed is known by the lock file that is to come, and the next
//! run goes through all of it again: what was there before is still known by its commit.

mod error;
mod version;

use std::path::{Path, PathBuf};

use cln_codegen::Builder;
use cln_codegen::diagnostic::Diagnostic;

use crate::diff::{Report, Versions, diff_versions};
use crate::fetch::{Folder, Release, fetch};
use crate::layout::{BINDINGS, SCHEMAS, builder};

pub(crate) use error::Error;

/// What comes of an update.
pub(crate) struct Update {
    /// The folder of the crate.
    root: PathBuf,
    folder: Folder,
    new: Release,
    /// What the new release changes.
    pub(crate) report: Report,
}

impl Update {
    /// Fetches a release, the newest if none is named, and finds out what it changes in the crate in a folder; `None` if it
    /// is there already. Nothing is written.
    ///
    /// # Errors
    /// What is wrong with the folder of schemas, the repository, or the new schemas.
    pub(crate) fn new(root: &Path, from: &str, asked: Option<&str>) -> Result<Option<Self>, Error> {
        let schemas = root.join(SCHEMAS);
        let folder = Folder::read(&schemas)?;
        let target = asked.map(str::to_owned).or_else(|| folder.interrupted.as_ref().map(|lock| lock.name()));
        let old = old(&folder, from)?;
        let mut new = Release::fetch(from, target.as_deref())?;
        if folder.interrupted.is_none() && new.lock.commit.is_some() && new.lock.commit == old.lock.commit {
            return Ok(None);
        }
        let folder = Folder::for_release(&schemas, &mut new)?;
        folder.refuse(folder.obstacles(&new))?;
        try_out(root, &new)?;
        let versions = Versions { old: old.lock.release.clone(), new: new.lock.release.clone() };
        let builder = builder(root, &schemas);
        let mut report = diff_versions(&builder, old.snapshot(), new.snapshot(), &versions)?;
        report.advice = report.semver().and_then(|semver| version::advice(root, semver));
        Ok(Some(Self { root: root.to_owned(), folder, new, report }))
    }

    /// Writes the schemas, and the bindings if they are committed. What was done, and what looks wrong.
    ///
    /// # Errors
    /// The first thing that cannot be written.
    pub(crate) fn write(&self) -> Result<(String, Vec<Diagnostic>), Error> {
        let pending = self.folder.write(&self.new)?;
        let bindings = self.root.join(BINDINGS);
        let summary = match bindings.join("mod.rs").exists() {
            true => Some(builder(&self.root, &self.root.join(SCHEMAS)).generate()?),
            false => None,
        };
        let written = pending.finish()?;
        let done = summary.iter().fold(format!("{written}\n"), |done, summary| done + &format!("{summary}\n"));
        Ok((done, summary.map(|summary| summary.warnings).unwrap_or_default()))
    }
}

/// What was there before: the files, or if a killed run has replaced some, what the repository has of the same commit.
fn old(folder: &Folder, from: &str) -> Result<Release, Error> {
    let differences = folder.differences()?;
    match (&folder.interrupted, &folder.lock) {
        (Some(_), Some(lock)) => {
            let commit = lock.commit.as_deref().ok_or_else(|| Error::OldIsGone { folder: folder.path().to_owned() })?;
            let old = Release::fetch(from, Some(commit))?;
            Ok(Release { name: lock.name(), lock: lock.clone(), ..old })
        }
        _ => {
            folder.refuse(differences)?;
            Ok(Release::read(folder.path())?)
        }
    }
}

/// That the new schemas are ones of which bindings can be made, before anything is replaced.
fn try_out(root: &Path, new: &Release) -> Result<(), Error> {
    let place = tempfile::tempdir().map_err(|error| Error::NoRoom { error })?;
    let schemas = place.path().join(SCHEMAS);
    fetch(new, &schemas, false)?;
    let builder: Builder = builder(root, &schemas);
    builder.generate_to_memory()?;
    Ok(())
}
