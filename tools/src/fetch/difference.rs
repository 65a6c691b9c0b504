//! How a file is not as it should be.

use std::fmt;

use cln_runtime::visible;

/// A file that is not as the lock file or a release has it, by its path in the folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Difference {
    /// The lock file says something else about it.
    Edited(String),
    /// The lock file lists it, and it is not there.
    Missing(String),
    /// The lock file does not list it.
    Unlisted(String),
    /// Another release has it.
    New(String),
    /// Another release has it otherwise.
    Changed(String),
    /// Another release does not have it.
    Gone(String),
    /// A run was killed, and this release is to come.
    Interrupted(String),
}

impl Difference {
    /// The path of a file that no lock file lists.
    pub(super) fn unlisted(&self) -> Option<&str> {
        match self {
            Self::Unlisted(path) => Some(path),
            _ => None,
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, name) = match self {
            Self::Edited(name) => ("edited", name),
            Self::Missing(name) => ("missing", name),
            Self::Unlisted(name) => ("not listed", name),
            Self::New(name) => ("new", name),
            Self::Changed(name) => ("changed", name),
            Self::Gone(name) => ("gone", name),
            Self::Interrupted(name) => ("half done", name),
        };
        write!(f, "{word}: {}", visible(name))
    }
}
