//! Whether a folder holds what would be generated, and if not, what differs.

use std::path::Path;

use similar::TextDiff;

use super::Generated;
use super::folder::{orphans, read};
use crate::diagnostic::{Diagnostic, visible, visible_lines};

/// A diff of what is stale, missing or orphaned; `None` if nothing is.
///
/// # Errors
/// The folder cannot be read.
pub(crate) fn check(folder: &Path, files: &Generated) -> Result<Option<String>, Box<Diagnostic>> {
    let mut report = String::new();
    for (name, text) in files.iter() {
        let path = folder.join(name);
        match read(&path)? {
            Some(old) if old == text.as_bytes() => {}
            Some(old) => report.push_str(&diff("stale", &path, &old, text)),
            None => report.push_str(&diff("missing", &path, b"", text)),
        }
    }
    for orphan in orphans(folder, files)? {
        let old = read(&orphan)?.unwrap_or_default();
        report.push_str(&diff("orphaned", &orphan, &old, ""));
    }
    Ok((!report.is_empty()).then_some(report))
}

/// What differs in one file, below a line that says how it is wrong.
pub(super) fn diff(verdict: &str, path: &Path, old: &[u8], new: &str) -> String {
    let path = visible(path.display());
    let old = String::from_utf8_lossy(old);
    let diff = TextDiff::from_lines(&*old, new);
    let unified = diff.unified_diff().header("on disk", "generated").to_string();
    format!("{verdict}: {path}\n{}", visible_lines(unified))
}
