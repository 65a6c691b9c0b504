//! What is compared: files on the disk, or of a revision.

use std::path::{Path, PathBuf};

use cln_codegen::diagnostic::{Diagnostic, Diagnostics};
use cln_codegen::internals::{Job, Traced, documents, parse};
use cln_codegen::schema::Version;

use crate::git::Snapshot;
use crate::lock::{release, release_beside};

/// One of the two releases that are compared.
#[derive(Debug)]
pub enum Input {
    /// A file or a folder on the disk; `-` is standard input.
    Path(PathBuf),
    /// A file or a folder as a revision has it.
    Snapshot(Snapshot),
}

/// The releases of the node that are compared, as far as whoever compares them knows. Of one that is not named, a file
/// `cln-codegen.lock` beside its schemas may name it.
#[derive(Clone, Debug, Default)]
pub struct Versions {
    /// The old release.
    pub old: Option<Version>,
    /// The new release, which decides whether something was removed when it had been announced.
    pub new: Option<Version>,
}

impl<P: AsRef<Path> + ?Sized> From<&P> for Input {
    fn from(path: &P) -> Self {
        Self::Path(path.as_ref().to_owned())
    }
}

impl From<PathBuf> for Input {
    fn from(path: PathBuf) -> Self {
        Self::Path(path)
    }
}

impl From<Snapshot> for Input {
    fn from(snapshot: Snapshot) -> Self {
        Self::Snapshot(snapshot)
    }
}

impl Input {
    /// As it was given.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Path(path) => path.to_string_lossy().into_owned(),
            Self::Snapshot(snapshot) => snapshot.name.clone(),
        }
    }

    /// The revision that it is of, if it is not on the disk.
    pub(super) fn revision(&self) -> Option<String> {
        match self {
            Self::Path(_) => None,
            Self::Snapshot(snapshot) => Some(snapshot.revision.clone()),
        }
    }

    pub(super) fn is_folder(&self) -> bool {
        match self {
            Self::Path(path) => path.is_dir(),
            Self::Snapshot(snapshot) => snapshot.is_folder,
        }
    }

    pub(super) fn exists(&self) -> bool {
        match self {
            Self::Path(path) => path.exists(),
            Self::Snapshot(_) => true,
        }
    }

    /// The release that these are from: the one that is named, or else the one that a lock file beside them names.
    pub(super) fn release(&self, named: &Option<Version>) -> Result<Option<Version>, Box<Diagnostic>> {
        match (named, self) {
            (Some(version), _) => Ok(Some(version.clone())),
            (None, Self::Path(path)) => release_beside(path),
            (None, Self::Snapshot(snapshot)) => match &snapshot.lock {
                Some(Ok(lock)) => release(lock),
                Some(Err(wrong)) => Err(wrong.clone()),
                None => Ok(None),
            },
        }
    }

    pub(super) fn documents(self, job: &mut Job, diagnostics: &mut Diagnostics) -> Vec<Traced> {
        match self {
            Self::Path(path) => documents(&[path], job, diagnostics),
            Self::Snapshot(snapshot) => {
                // Nothing is generated of them, so nothing is traced to them.
                let texts = snapshot.files.into_iter().map(|text| (text, String::new()));
                parse(texts, job.unknown, &job.only, &mut job.corrections, diagnostics)
            }
        }
    }
}
