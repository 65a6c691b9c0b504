//! Why a revision cannot be read.

use std::path::PathBuf;
use std::{error, fmt, io};

use cln_codegen::diagnostic::quoted;

/// What to do about a clone that lacks files.
pub(super) const FETCH_ALL: &str = "if it is a partial clone, `git fetch --refetch --no-filter` gets all files";

/// Why a revision, or a path in it, cannot be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// There is no program `git`.
    NoProgram,
    /// The program `git` cannot be run, or ends before it has answered.
    Failed(io::Error),
    /// There is no file or folder whose place in a revision is asked for.
    NoFile {
        /// The path on the disk.
        path: PathBuf,
    },
    /// There is no repository here, or none that `git` would read.
    NoRepository {
        /// What `git` says.
        said: String,
    },
    /// The repository has no such revision.
    NoRevision {
        /// What was asked for.
        revision: String,
        /// A name that is nearly the same.
        nearest: Option<String>,
        /// Whether the clone lacks a part of its history.
        is_shallow: bool,
    },
    /// The revision has no such path.
    NoPath {
        /// The revision.
        revision: String,
        /// What was asked for, from the root of the repository.
        path: String,
        /// The submodule that it is in.
        submodule: Option<String>,
    },
    /// The repository lacks files or folders that the revision has, as a partial clone does.
    Lacking {
        /// The revision, and what cannot be read of it.
        name: String,
    },
    /// The path is a link that leads out of the revision, or nowhere.
    Link {
        /// The revision.
        revision: String,
        /// The path, from the root of the repository.
        path: String,
    },
    /// The folder holds no schemas.
    NoSchemas {
        /// The revision and the folder.
        name: String,
    },
    /// Another repository cannot be read.
    Unreachable {
        /// Where it should be, without what only its owner may know.
        from: String,
        /// What `git` says.
        said: String,
    },
    /// Another repository does not give away what was asked of it.
    NotGiven {
        /// Where it is, without what only its owner may know.
        from: String,
        /// What was asked for.
        what: String,
        /// What `git` says.
        said: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoProgram => {
                f.write_str("there is no program `git`, which reads revisions; install it, or name files")
            }
            Self::Failed(_) => f.write_str("cannot run `git`"),
            Self::NoFile { path } => write!(
                f,
                "{} does not exist; name what is on the disk now, to be compared with what it was",
                quoted(&path.to_string_lossy())
            ),
            Self::NoRepository { said } => {
                write!(f, "a revision needs a git repository: {said}; run this inside one, or name files")
            }
            Self::NoRevision { revision, nearest, is_shallow } => {
                write!(f, "the repository has no revision {}", quoted(revision))?;
                match nearest {
                    Some(name) => write!(f, "; did you mean {}?", quoted(name))?,
                    None => f.write_str("; `git log` and `git tag` show which there are")?,
                }
                let fetch = "this clone is shallow: `git fetch --unshallow --tags` gets the rest of its history";
                if *is_shallow { write!(f, "\n{fetch}") } else { Ok(()) }
            }
            Self::NoPath { revision, path, submodule: Some(submodule) } => {
                let (revision, path, submodule) = (quoted(revision), quoted(path), quoted(submodule));
                write!(
                    f,
                    "{path} is not in {revision}: {submodule} is a submodule, a repository of its own; run this there"
                )
            }
            Self::NoPath { revision, path, submodule: None } => write!(
                f,
                "{} is not in {}; paths start at the root of the repository, with ./ at the current folder, and \
                 `git ls-tree -r --name-only {revision}` shows them",
                quoted(path),
                quoted(revision)
            ),
            Self::Lacking { name } => write!(f, "this clone lacks {}; {FETCH_ALL}", quoted(name)),
            Self::Link { revision, path } => {
                let (revision, path) = (quoted(revision), quoted(path));
                write!(f, "{path} is a link in {revision} that leads to nothing there; name what it should lead to")
            }
            Self::NoSchemas { name } => write!(f, "{} holds no `*.json` file", quoted(name)),
            Self::Unreachable { from, said } => {
                write!(f, "cannot reach the repository {}: {said}; `--from` names another path or URL", quoted(from))
            }
            Self::NotGiven { from, what, said } => {
                write!(f, "the repository {} does not give {what}: {said}", quoted(from))
            }
        }
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Failed(error) => Some(error),
            _ => None,
        }
    }
}
