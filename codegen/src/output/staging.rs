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

/// What the names of all begin with that a run makes for itself: this, the name of its claim, and what the file is.
const START: &str = ".cln-codegen-";

/// How the name of a claim's lock ends.
const LOCK: &str = ".lock";

/// How the names of temporary files end.
const TEMPORARY: &str = ".tmp";

/// So many names are tried. None is ever given twice, unless somebody guesses them.
const ATTEMPTS: usize = 16;

/// New texts of files in one folder, each in a file beside the one it will replace. Dropped, it leaves nothing behind.
#[derive(Debug)]
pub struct Staging {
    staged: Vec<Staged>,
    /// Given back last. None is needed where nothing is staged.
    _claim: Option<Claim>,
}

#[derive(Debug)]
struct Staged {
    temporary: PathBuf,
    target: PathBuf,
}

impl Staging {
    /// Writes all files, none of them into its place, and removes what killed runs have left there.
    ///
    /// # Errors
    /// The first file that cannot be written.
    pub fn write(folder: &Path, files: &[(&str, &str)]) -> Result<Self, Box<Diagnostic>> {
        remove_abandoned(folder);
        let Some((first, _)) = files.first() else { return Ok(Self { staged: Vec::new(), _claim: None }) };
        let claim = Claim::new(folder).map_err(|error| unwritable(&folder.join(first), &error))?;
        let temporary = |index| folder.join(format!("{START}{}-{index}{TEMPORARY}", claim.name));
        let mut staged = Vec::new();
        let written = files.iter().enumerate().try_for_each(|(index, (name, text))| {
            let file = Staged { temporary: temporary(index), target: folder.join(name) };
            let outcome = file.write(text).map_err(|error| unwritable(&file.target, &error));
            // Also what failed may have left a part of a file.
            staged.push(file);
            outcome
        });
        let staging = Self { staged, _claim: Some(claim) };
        written.map(|()| staging)
    }

    /// Puts all files into their places. A link in such a place is replaced, not followed.
    ///
    /// # Errors
    /// The first file that cannot be replaced.
    pub fn commit(mut self) -> Result<(), Box<Diagnostic>> {
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
            // What cannot be removed is in its place; the error tells what went wrong.
            let _ = fs::remove_file(temporary);
        }
    }
}

impl Staged {
    fn write(&self, text: &str) -> io::Result<()> {
        let mut file = File::create_new(&self.temporary)?;
        file.write_all(text.as_bytes())?;
        // Of a link, what is said of the link counts, not where it leads.
        if let Some(old) = fs::symlink_metadata(&self.target).ok().filter(fs::Metadata::is_file) {
            // A file keeps who may read it; where that cannot be, the new text counts more.
            let _ = file.set_permissions(old.permissions());
        }
        Ok(())
    }
}

/// What tells other runs in the same folder that temporary files are in use: a file that is locked as long as this run
/// lives. One for all files, of which there may be more than a process may have open.
#[derive(Debug)]
struct Claim {
    /// Nobody can know it before, and no other run has it.
    name: String,
    path: PathBuf,
    _lock: File,
}

impl Claim {
    /// Whatever has such a name already is left alone.
    fn new(folder: &Path) -> io::Result<Self> {
        for _ in 0..ATTEMPTS {
            let name = format!("{:016x}", RandomState::new().build_hasher().finish());
            let path = lock(folder, &name);
            match File::create_new(&path) {
                Ok(file) if is_held(&file, &path) => return Ok(Self { name, path, _lock: file }),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        // What cannot be removed is taken for abandoned by the next run.
        let _ = fs::remove_file(&self.path);
    }
}

fn lock(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{START}{name}{LOCK}"))
}

/// Whether the lock is ours now. Another run may have taken it for abandoned before it was locked; then it is gone.
fn is_held(file: &File, path: &Path) -> bool {
    // Where files cannot be locked, nobody can take one for abandoned.
    !matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)) && fs::symlink_metadata(path).is_ok()
}

/// Removes what runs have left that were killed.
fn remove_abandoned(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(claim) = name.to_str().and_then(claim_of) else { continue };
        if entry.file_type().is_ok_and(|kind| kind.is_file()) && is_abandoned(&lock(folder, claim)) {
            // What cannot be removed is in nobody's way.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The claim that a lock or a temporary file belongs to, by its name.
fn claim_of(name: &str) -> Option<&str> {
    let name = name.strip_prefix(START)?;
    match name.strip_suffix(TEMPORARY) {
        Some(name) => Some(name.split_once('-').map_or(name, |(claim, _)| claim)),
        None => name.strip_suffix(LOCK),
    }
}

/// Whether nobody holds the claim any more. A lock is there before the files that it is for, and goes after them.
fn is_abandoned(lock: &Path) -> bool {
    match File::open(lock) {
        Ok(file) => file.try_lock().is_ok(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}
