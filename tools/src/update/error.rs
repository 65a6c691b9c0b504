//! Why nothing was updated.

use std::path::PathBuf;
use std::{error, fmt, io};

use cln_codegen::diagnostic::quoted;

use crate::fetch;

/// Why nothing was updated.
#[derive(Debug)]
pub(crate) enum Error {
    Fetch(fetch::Error),
    /// What is wrong with the schemas, the configuration, or the folder of the bindings.
    Schemas(cln_codegen::Error),
    /// A killed run has replaced files, and nobody knows what they were.
    OldIsGone {
        folder: PathBuf,
    },
    /// There is no room for temporary files.
    NoRoom {
        error: io::Error,
    },
}

impl From<fetch::Error> for Error {
    fn from(error: fetch::Error) -> Self {
        Self::Fetch(error)
    }
}

impl From<cln_codegen::Error> for Error {
    fn from(error: cln_codegen::Error) -> Self {
        Self::Schemas(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fetch(error) => error.fmt(f),
            Self::Schemas(error) => error.fmt(f),
            Self::OldIsGone { folder } => write!(
                f,
                "{} is half updated, and its lock file does not name the commit that it was of, so nothing can be compared; \
                 `cln-codegen fetch RELEASE` finishes it",
                quoted(&folder.to_string_lossy())
            ),
            Self::NoRoom { .. } => f.write_str("cannot write a temporary file"),
        }
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Fetch(error) => error.source(),
            Self::NoRoom { error } => Some(error),
            _ => None,
        }
    }
}
