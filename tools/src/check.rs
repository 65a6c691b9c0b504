//! Whether a folder holds what would be generated, and if not, what differs.

use std::path::Path;

use cln_codegen::diagnostic::Diagnostic;
use cln_codegen::internals::{orphans, read_if_there};
use cln_codegen::output::Generated;
use cln_codegen::{Builder, Error};

use crate::stale;

/// What [`check`] has found.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Check {
    /// What generating would change, as a diff; `None` if the output is up to date.
    pub diff: Option<String>,
    /// What looks wrong with the schemas without being an error.
    pub warnings: Vec<Diagnostic>,
}

/// What [`Builder::generate`] would change in the folder of [`Builder::out_dir`].
///
/// # Errors
/// Those of [`Builder::generate`].
pub fn check(builder: &Builder) -> Result<Check, Error> {
    let made = builder.made()?;
    let diff = differences(builder.folder()?, &made.files)?;
    Ok(Check { diff, warnings: made.warnings.iter().cloned().collect() })
}

/// A diff of what is stale, missing or orphaned; `None` if nothing is.
fn differences(folder: &Path, files: &Generated) -> Result<Option<String>, Box<Diagnostic>> {
    let mut report = String::new();
    for (name, text) in files.iter() {
        report.extend(stale::file(&folder.join(name), text)?);
    }
    for orphan in orphans(folder, files)? {
        let old = read_if_there(&orphan)?.unwrap_or_default();
        report.push_str(&stale::diff("orphaned", &orphan, &old, ""));
    }
    Ok((!report.is_empty()).then_some(report))
}
