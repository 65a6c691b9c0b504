//! Why nothing was fetched.

use std::path::PathBuf;
use std::{error, fmt, io};

use cln_codegen::diagnostic::{Diagnostic, quoted};

use super::Difference;
use crate::git;

/// Why nothing was fetched, or not told what differs.
#[derive(Debug)]
pub(crate) enum Error {
    Git(git::Error),
    /// The disk, or a file of the release that is no text.
    File(Box<Diagnostic>),
    /// The repository has no tag, branch or commit of this name.
    NoRelease {
        asked: String,
        from: String,
        nearest: Vec<String>,
    },
    /// The repository has no tag that is named as releases are.
    NoReleases {
        from: String,
    },
    /// The commit has no folder of schemas, or nothing in it.
    NoSchemas {
        release: String,
        folder: &'static str,
    },
    /// A file of the release that is not taken.
    Refused {
        release: String,
        path: String,
        why: &'static str,
    },
    /// More files than any release has.
    TooMany {
        release: String,
        most: usize,
    },
    /// The folder holds what `fetch` has not written.
    InTheWay {
        folder: PathBuf,
        differences: Vec<Difference>,
    },
    /// The folder has no lock file.
    NoLock {
        folder: PathBuf,
    },
}

impl Error {
    /// Whether there is no answer from elsewhere, which the user may not be to blame for.
    pub(crate) fn is_unreachable(&self) -> bool {
        match self {
            Self::Git(git::Error::Unreachable { .. }) => true,
            Self::Git(git::Error::Failed(error)) => error.kind() == io::ErrorKind::TimedOut,
            _ => false,
        }
    }
}

impl From<git::Error> for Error {
    fn from(error: git::Error) -> Self {
        Self::Git(error)
    }
}

impl From<Box<Diagnostic>> for Error {
    fn from(wrong: Box<Diagnostic>) -> Self {
        Self::File(wrong)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Git(git::Error::NoProgram) => {
                f.write_str("there is no program `git`, which fetches schemas; install it, or copy them by hand")
            }
            Self::Git(error) => error.fmt(f),
            Self::File(wrong) => wrong.fmt(f),
            Self::NoRelease { asked, from, nearest } => {
                write!(f, "the repository {} has no tag or branch {}", quoted(from), quoted(asked))?;
                let names: Vec<String> = nearest.iter().map(|name| quoted(name)).collect();
                match names.as_slice() {
                    [] => f.write_str("; a commit is named by its whole id"),
                    names => write!(f, "; the nearest are {}", names.join(", ")),
                }
            }
            Self::NoReleases { from } => {
                write!(f, "the repository {} has no tag such as `v26.06`; name a branch or commit", quoted(from))
            }
            Self::NoSchemas { release, folder } => write!(
                f,
                "{} has no schemas in {folder}; releases of the node have them since v24.08, one file for each command",
                quoted(release)
            ),
            Self::Refused { release, path, why } => {
                write!(f, "{} of {} {why}, so nothing of that release is taken", quoted(path), quoted(release))
            }
            Self::TooMany { release, most } => {
                write!(f, "{} has more than {most} schemas, so nothing of that release is taken", quoted(release))
            }
            Self::InTheWay { folder, differences } => {
                let folder = quoted(&folder.to_string_lossy());
                writeln!(f, "{folder} is not as `fetch` has written it:")?;
                differences.iter().try_for_each(|difference| writeln!(f, "  {difference}"))?;
                f.write_str("move these files away, or `fetch --force` overwrites those that are part of the release")
            }
            Self::NoLock { folder } => write!(
                f,
                "{} has no file cln-codegen.lock, so nothing is known of its files; `cln-codegen fetch RELEASE` writes one",
                quoted(&folder.to_string_lossy())
            ),
        }
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Git(error) => error.source(),
            _ => None,
        }
    }
}
