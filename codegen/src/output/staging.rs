//! Files beside their places: written, but not yet in effect.

use std::fs;
use std::path::{Path, PathBuf};

use super::failure::{half_written, unwritable};
use crate::diagnostic::Diagnostic;

/// New texts of files in one folder, each in a file beside the one it will replace. Dropped, it leaves nothing behind.
#[derive(Debug)]
pub(super) struct Staging {
    staged: Vec<Staged>,
}

#[derive(Debug)]
struct Staged {
    temporary: PathBuf,
    target: PathBuf,
}

impl Staging {
    /// Writes all files, none of them into its place.
    ///
    /// # Errors
    /// The first file that cannot be written.
    pub(super) fn write(folder: &Path, files: &[(&str, &str)]) -> Result<Self, Box<Diagnostic>> {
        let mut staging = Self { staged: Vec::new() };
        for (name, text) in files {
            let staged = Staged {
                temporary: folder.join(format!(".{name}.{}.tmp", std::process::id())),
                target: folder.join(name),
            };
            let written = fs::write(&staged.temporary, text).map_err(|error| unwritable(&staged.target, &error));
            if let (Ok(()), Ok(old)) = (&written, fs::metadata(&staged.target)) {
                // A file keeps who may read it; where that cannot be, the new text counts more.
                let _ = fs::set_permissions(&staged.temporary, old.permissions());
            }
            // Also what failed may have left a part of a file.
            staging.staged.push(staged);
            written?;
        }
        Ok(staging)
    }

    /// Puts all files into their places.
    ///
    /// # Errors
    /// The first file that cannot be replaced.
    pub(super) fn commit(mut self) -> Result<(), Box<Diagnostic>> {
        for (index, Staged { temporary, target }) in self.staged.iter().enumerate() {
            fs::rename(temporary, target).map_err(|error| match index {
                0 => unwritable(target, &error),
                _ => half_written(target, &error),
            })?;
        }
        self.staged.clear();
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        for Staged { temporary, .. } in &self.staged {
            // What cannot be removed was never written, or is in its place; the error tells what went wrong.
            let _ = fs::remove_file(temporary);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use tempfile::TempDir;

    use super::*;

    const FILES: &[(&str, &str)] = &[("a.rs", "new a"), ("b.rs", "new b")];

    fn folder() -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.rs"), "old a").unwrap();
        folder
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn nothing_is_in_its_place_before_all_is_written() {
        let folder = folder();
        let staging = Staging::write(folder.path(), FILES).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("a.rs")).unwrap(), "old a");
        assert!(!folder.path().join("b.rs").exists());
        staging.commit().unwrap();
        assert_eq!(names(folder.path()), ["a.rs", "b.rs"]);
        assert_eq!(fs::read_to_string(folder.path().join("a.rs")).unwrap(), "new a");
    }

    #[test]
    fn a_file_that_cannot_be_written_leaves_the_old_ones_and_nothing_else() {
        let folder = folder();
        let in_the_way = format!(".b.rs.{}.tmp", std::process::id());
        fs::create_dir(folder.path().join(&in_the_way)).unwrap();
        let error = Staging::write(folder.path(), FILES).unwrap_err();
        assert!(error.message.starts_with("cannot write `"), "{}", error.message);
        assert!(error.hint.unwrap().ends_with("the old output is left as it was"));
        assert_eq!(names(folder.path()), [in_the_way, "a.rs".to_owned()]);
        assert_eq!(fs::read_to_string(folder.path().join("a.rs")).unwrap(), "old a");
    }

    #[test]
    fn a_file_that_cannot_be_replaced_leaves_no_temporary_files() {
        let folder = folder();
        let staging = Staging::write(folder.path(), FILES).unwrap();
        fs::create_dir(folder.path().join("b.rs")).unwrap();
        let error = staging.commit().unwrap_err();
        assert_eq!(error.hint.unwrap(), "other files are new already: mend the cause, then generate again");
        assert_eq!(names(folder.path()), ["a.rs", "b.rs"]);
    }
}
