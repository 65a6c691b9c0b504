//! Files beside their places: written, but not yet in effect.

use std::collections::hash_map::RandomState;
use std::fs::{self, File};
use std::hash::{BuildHasher, Hasher};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::failure::{half_written, unwritable};
use crate::diagnostic::Diagnostic;

#[cfg(test)]
mod tests;

/// What the names of temporary files begin and end with.
const NAME: (&str, &str) = (".cln-codegen-", ".tmp");

/// So many names are tried. None is ever given twice, unless somebody guesses them.
const ATTEMPTS: usize = 16;

/// New texts of files in one folder, each in a file beside the one it will replace. Dropped, it leaves nothing behind.
#[derive(Debug)]
pub(super) struct Staging {
    staged: Vec<Staged>,
}

#[derive(Debug)]
struct Staged {
    temporary: PathBuf,
    target: PathBuf,
    /// Open, and with it locked, until the file is in its place: by this others know that it is in use.
    _file: File,
}

impl Staging {
    /// Writes all files, none of them into its place, and removes what killed runs have left there.
    ///
    /// # Errors
    /// The first file that cannot be written.
    pub(super) fn write(folder: &Path, files: &[(&str, &str)]) -> Result<Self, Box<Diagnostic>> {
        remove_abandoned(folder);
        let mut staging = Self { staged: Vec::new() };
        for (name, text) in files {
            let target = folder.join(name);
            let failed = |error: io::Error| unwritable(&target, &error);
            let (temporary, mut file) = create(folder).map_err(failed)?;
            let written = file.write_all(text.as_bytes()).map_err(failed);
            // Of a link, what is said of the link counts, not where it leads.
            if let Some(old) = fs::symlink_metadata(&target).ok().filter(fs::Metadata::is_file) {
                // A file keeps who may read it; where that cannot be, the new text counts more.
                let _ = file.set_permissions(old.permissions());
            }
            // Also what failed may have left a part of a file.
            staging.staged.push(Staged { temporary, target, _file: file });
            written?;
        }
        Ok(staging)
    }

    /// Puts all files into their places. A link in such a place is replaced, not followed.
    ///
    /// # Errors
    /// The first file that cannot be replaced.
    pub(super) fn commit(mut self) -> Result<(), Box<Diagnostic>> {
        for (index, Staged { temporary, target, .. }) in self.staged.iter().enumerate() {
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
            // What cannot be removed is in its place; the error tells what went wrong.
            let _ = fs::remove_file(temporary);
        }
    }
}

/// A new file of a name that nobody can know before, locked. Whatever has that name already is left alone.
fn create(folder: &Path) -> io::Result<(PathBuf, File)> {
    let (start, end) = NAME;
    for _ in 0..ATTEMPTS {
        let random = RandomState::new().build_hasher().finish();
        let path = folder.join(format!("{start}{random:016x}{end}"));
        match File::create_new(&path) {
            Ok(file) if is_held(&file, &path) => return Ok((path, file)),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Whether the file is ours now. Another run may have taken it for abandoned before it was locked; then it is gone.
fn is_held(file: &File, path: &Path) -> bool {
    // Where files cannot be locked, nobody can take one for abandoned.
    !matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)) && fs::symlink_metadata(path).is_ok()
}

/// Removes the temporary files of runs that were killed: those that nobody has locked.
fn remove_abandoned(folder: &Path) {
    let (start, end) = NAME;
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_temporary = name.starts_with(start) && name.ends_with(end);
        if is_temporary
            && entry.file_type().is_ok_and(|kind| kind.is_file())
            && let Ok(file) = File::open(entry.path())
            && file.try_lock().is_ok()
        {
            // What cannot be removed is in nobody's way.
            let _ = fs::remove_file(entry.path());
        }
    }
}
