//! Why nothing was generated.

use std::error;
use std::fmt;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::emit::DeriveError;
use crate::schema::VersionError;
use crate::summary::count;

/// Why nothing was generated.
///
/// `Debug` shows what `Display` does: a build script that returns the error from `main` prints it with `Debug`.
#[non_exhaustive]
pub enum Error {
    /// The schemas, or the paths to them, are wrong.
    Schemas(Diagnostics),
    /// The output folder cannot be written.
    Output(Box<Diagnostic>),
    /// A text that should be a version is none.
    Version(VersionError),
    /// A text that should be the path of a derive macro is none.
    Derive(DeriveError),
    /// There is no output folder: neither `out_dir` was called nor is this a build script.
    NoOutDir,
}

impl From<Diagnostics> for Error {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Schemas(diagnostics)
    }
}

impl From<Box<Diagnostic>> for Error {
    fn from(diagnostic: Box<Diagnostic>) -> Self {
        Self::Output(diagnostic)
    }
}

impl From<VersionError> for Error {
    fn from(error: VersionError) -> Self {
        Self::Version(error)
    }
}

impl From<DeriveError> for Error {
    fn from(error: DeriveError) -> Self {
        Self::Derive(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Schemas(diagnostics) => {
                let mistakes = count(diagnostics.count(Severity::Error), "mistake");
                write!(f, "found {mistakes}, so nothing was generated\n\n{diagnostics}")
            }
            Self::Output(diagnostic) => diagnostic.fmt(f),
            Self::Version(error) => error.fmt(f),
            Self::Derive(error) => error.fmt(f),
            Self::NoOutDir => {
                f.write_str("no output folder: call `out_dir(\"folder\")`, or `generate()` from a build script")
            }
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

// Without a source: what is behind is part of the text already.
impl error::Error for Error {}
