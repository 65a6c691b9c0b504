//! Why no crate was made.

use std::path::PathBuf;
use std::{error, fmt};

use cln_codegen::diagnostic::{Diagnostic, quoted};

use crate::fetch;

/// Why no crate was made.
#[derive(Debug)]
pub(crate) enum Error {
    Fetch(fetch::Error),
    Schemas(cln_codegen::Error),
    /// There is something in the folder.
    Occupied {
        folder: PathBuf,
    },
    /// No crate can be called so.
    Name {
        name: String,
    },
    /// Nobody has said where the crate's dependencies are.
    NoDependencies,
    /// This is not the runtime's folder in a clone.
    NoRuntime {
        path: PathBuf,
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

impl From<Box<Diagnostic>> for Error {
    fn from(wrong: Box<Diagnostic>) -> Self {
        Self::Fetch(wrong.into())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fetch(error) => error.fmt(f),
            Self::Schemas(error) => error.fmt(f),
            Self::Occupied { folder } => {
                write!(f, "{} is not empty; name a folder that is not there yet", quoted(&folder.to_string_lossy()))
            }
            Self::Name { name } => write!(
                f,
                "no crate can be called {}, as the folder is; letters, digits, `-` and `_` make a name, but no word of Rust's",
                quoted(name)
            ),
            Self::NoDependencies => f.write_str(
                "the crates that bindings need are not published yet: `--runtime PATH` names a clone of cln-codegen that has \
                 them, `--git URL` a repository",
            ),
            Self::NoRuntime { path } => write!(
                f,
                "{} is neither the folder of the crate `cln-runtime` nor a clone that has it in `runtime`",
                quoted(&path.to_string_lossy())
            ),
        }
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Fetch(error) => error.source(),
            _ => None,
        }
    }
}
