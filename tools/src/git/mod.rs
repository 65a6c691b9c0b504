//! Schema files as a revision of a git repository has them, by the program `git`.
//!
//! Nothing is checked out and no shell is asked. What a user names can become neither an option nor a pattern.

mod batch;
mod error;
mod limit;
mod program;
#[cfg(feature = "cli")]
mod remote;
mod revision;
mod tree;

use std::sync::Arc;

use cln_codegen::diagnostic::Diagnostic;
use cln_codegen::text::Source;

pub use error::Error;
#[cfg(feature = "cli")]
pub(crate) use remote::{Name, Remote, is_id};
pub use revision::Revision;
#[cfg(feature = "cli")]
pub(crate) use tree::Entry;

/// A file, or the schemas in and below a folder, as a revision has them.
#[derive(Debug)]
pub struct Snapshot {
    /// The revision and the path, such as `v24.11:doc/schemas`.
    pub name: String,
    /// The revision.
    pub revision: String,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// The files by name, or what is wrong with them.
    pub files: Vec<Result<Source, Box<Diagnostic>>>,
    /// The lock file beside them, which says from which release they are, or what is wrong with it.
    pub lock: Option<Result<Arc<Source>, Box<Diagnostic>>>,
}
