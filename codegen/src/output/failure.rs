//! What can be wrong with an output folder, for people.

use std::io;
use std::path::Path;

use crate::diagnostic::{Code, Diagnostic, quoted};

/// A file or folder that cannot be written.
pub fn unwritable(path: &Path, error: &io::Error) -> Box<Diagnostic> {
    failed("write", path, error)
}

/// One that cannot be read.
pub fn unreadable(path: &Path, error: &io::Error) -> Box<Diagnostic> {
    failed("read", path, error)
}

/// A file of the user's, or of another tool, where one of ours belongs.
pub(super) fn not_ours(path: &Path) -> Box<Diagnostic> {
    let path = path.to_string_lossy();
    let message = format!("{} is in the way: its first line does not say that it is generated", quoted(&path));
    let diagnostic = Diagnostic::new(Code::NotOurs, message)
        .path(path)
        .hint("move the file away, or choose another output folder; nothing was written");
    Box::new(diagnostic)
}

/// A link, a file or another output folder where the folder of tests belongs.
pub(super) fn no_folder_for_tests(path: &Path) -> Box<Diagnostic> {
    let path = path.to_string_lossy();
    let message =
        format!("{} is in the way: it is to hold tests, and is a link, a file or another output folder", quoted(&path));
    let hint = "move it away, generate no tests, or choose another output folder; nothing was written";
    Box::new(Diagnostic::new(Code::NotOurs, message).path(path).hint(hint))
}

/// A failure after a file was replaced.
pub(super) fn half_written(path: &Path, error: &io::Error) -> Box<Diagnostic> {
    let diagnostic = unwritable(path, error);
    Box::new(diagnostic.hint("other files are new already: mend the cause, then generate again"))
}

fn failed(verb: &str, path: &Path, error: &io::Error) -> Box<Diagnostic> {
    let path = path.to_string_lossy();
    let diagnostic = Diagnostic::new(Code::Unwritable, format!("cannot {verb} {}: {error}", quoted(&path)))
        .path(path)
        .hint(format!("{}; the old output is left as it was", advice(error.kind())));
    Box::new(diagnostic)
}

fn advice(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            "a file stands where a folder is needed: remove it, or choose another output folder"
        }
        io::ErrorKind::IsADirectory => {
            "a folder stands where a file is to be written: remove it, or choose another output folder"
        }
        io::ErrorKind::PermissionDenied => "you may not write there: change that, or choose another output folder",
        io::ErrorKind::ReadOnlyFilesystem => "choose an output folder on a disk that can be written",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "make room on the disk",
        _ => "check that the output folder can be written",
    }
}
