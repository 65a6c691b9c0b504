//! What differs between a file and what would be generated in its place.

use std::path::Path;

use cln_codegen::diagnostic::Diagnostic;
use cln_codegen::internals::read_if_there;
use cln_runtime::{visible, visible_lines};
use similar::TextDiff;

/// A diff of a file that is stale or missing; `None` if it holds the text.
///
/// # Errors
/// The file cannot be read.
pub(crate) fn file(path: &Path, text: &str) -> Result<Option<String>, Box<Diagnostic>> {
    Ok(match read_if_there(path)? {
        Some(old) if old == text.as_bytes() => None,
        Some(old) => Some(diff("stale", path, &old, text)),
        None => Some(diff("missing", path, b"", text)),
    })
}

/// What differs in one file, below a line that says how it is wrong.
pub(crate) fn diff(verdict: &str, path: &Path, old: &[u8], new: &str) -> String {
    let old = String::from_utf8_lossy(old);
    let diff = TextDiff::from_lines(&*old, new);
    let unified = diff.unified_diff().header("on disk", "generated").to_string();
    format!("{verdict}: {}\n{}", visible(path.display()), visible_lines(unified))
}
