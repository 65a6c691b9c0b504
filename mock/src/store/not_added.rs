//! Why a row to begin with is not added.

use std::path::PathBuf;

use crate::error::Error;

/// Why a row is not added.
#[derive(Debug)]
pub(super) enum NotAdded {
    /// It is not as a node writes it, or is there already.
    Wrong(String),
    Database(rusqlite::Error),
}

impl From<rusqlite::Error> for NotAdded {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

impl NotAdded {
    pub(super) fn error(self, source: Option<PathBuf>, list: &str) -> Error {
        match self {
            Self::Wrong(why) => Error::Listings(source, format!("{list}: {why}")),
            Self::Database(error) => error.into(),
        }
    }
}
