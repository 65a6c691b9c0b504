//! What the package `cln-tools` shares with the stages beyond the public API, so that its findings are about what is
//! really generated.
//!
//! **Not part of the API.** It changes with any release, without notice; `cln-tools` depends on exactly this version.
//! Options come from a [`Builder`](crate::Builder), whose hidden methods hand them out.

pub use crate::assemble::{Traced, assemble};
pub use crate::config::{Lint, Suppression};
pub use crate::model::errors::{DocumentedCode, documented_codes};
pub use crate::model::notes::paragraphs;
pub use crate::model::scalar::scalar_kind;
pub use crate::model::tables::{fits, rules};
pub use crate::model::values::kind_of;
pub use crate::output::failure::{unreadable, unwritable};
pub use crate::output::folder::{orphans, read as read_if_there, replace};
pub use crate::output::staging::Staging;
pub use crate::pipeline::{Job, Made, documents, parse, read};
pub use crate::schema::spelling::{Suggestions, nearest};
pub use crate::summary::count;

/// What generated items are called and take, by the functions that write them down.
pub mod signatures {
    pub use crate::emit::signatures::*;
}
