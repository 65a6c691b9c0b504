//! Files into a folder: only what changed, all or nothing, and nothing that is not ours.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::Generated;
use super::failure::{half_written, no_folder_for_tests, not_ours, unreadable, unwritable};
use super::header::is_generated;
use super::staging::Staging;
use crate::diagnostic::Diagnostic;

/// What writing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) written: usize,
    pub(crate) unchanged: usize,
    pub(crate) removed: usize,
}

/// Where below the output folder the tests are.
const TESTS: &str = "tests";

/// Makes the folder hold exactly these files beside those that were not generated.
///
/// All changed files are first written beside their places. Only when that has worked for each of them are they
/// renamed, so that a full disk or a missing permission leaves the old output whole. A run that is killed leaves each
/// file whole, old or new; the next one writes the rest.
///
/// # Errors
/// The first thing that cannot be written, or a file in the way that was not generated.
pub(crate) fn write(folder: &Path, files: &Generated) -> Result<Written, Box<Diagnostic>> {
    fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
    let changed = changed(folder, files)?;
    let orphans = orphans(folder, files)?;
    let tests = folder.join(TESTS);
    if changed.iter().any(|(path, _)| path.contains('/')) {
        fs::create_dir_all(&tests).map_err(|error| unwritable(&tests, &error))?;
    }
    Staging::write(folder, &changed)?.commit()?;
    for orphan in &orphans {
        match fs::remove_file(orphan) {
            // Another run has been faster.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            removed => removed.map_err(|error| half_written(orphan, &error))?,
        }
    }
    if orphans.iter().any(|orphan| orphan.starts_with(&tests)) {
        // Which fails if anything is left in it.
        let _ = fs::remove_dir(&tests);
    }
    let unchanged = files.iter().count() - changed.len();
    Ok(Written { written: changed.len(), unchanged, removed: orphans.len() })
}

/// Writes what `include_bindings!` includes, beside the folder: `bindings.rs` for the folder `bindings`. It names the
/// index by its full path, because modules are looked for beside the including file otherwise.
///
/// # Errors
/// The file cannot be written.
pub(crate) fn write_include(folder: &Path) -> Result<(), Box<Diagnostic>> {
    let path = folder.with_extension("rs");
    let index = folder.join("mod.rs");
    let index = index.to_string_lossy();
    let text = format!(
        "#[path = {index:?}]\nmod bindings;\n#[allow(unreachable_pub, unused_imports)]\npub use bindings::*;\n"
    );
    if fs::read_to_string(&path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    replace(&path, &text)
}

/// Puts the text in the place of a file, which stays as it was until then.
///
/// # Errors
/// The file cannot be replaced.
pub fn replace(path: &Path, text: &str) -> Result<(), Box<Diagnostic>> {
    match (path.parent(), path.file_name().and_then(|name| name.to_str())) {
        (Some(folder), Some(name)) => Staging::write(folder, &[(name, text)])?.commit(),
        _ => Err(unwritable(path, &io::ErrorKind::InvalidFilename.into())),
    }
}

/// The files whose text is not what the folder holds.
fn changed<'f>(folder: &Path, files: &'f Generated) -> Result<Vec<(&'f str, &'f str)>, Box<Diagnostic>> {
    let mut changed = Vec::new();
    let tests = folder.join(TESTS);
    if files.iter().any(|(name, _)| name.contains('/')) && tests.symlink_metadata().is_ok() && !holds_tests(&tests) {
        return Err(no_folder_for_tests(&tests));
    }
    for (name, text) in files.iter() {
        let path = folder.join(name);
        match read(&path)? {
            Some(old) if old == text.as_bytes() => {}
            Some(old) if !is_generated(&old) => return Err(not_ours(&path)),
            _ => changed.push((name, text)),
        }
    }
    Ok(changed)
}

/// Generated files in the folder that are not among `files`, sorted.
pub fn orphans(folder: &Path, files: &Generated) -> Result<Vec<PathBuf>, Box<Diagnostic>> {
    let mut orphans = Vec::new();
    orphans_in(folder, "", files, &mut orphans)?;
    let tests = folder.join(TESTS);
    if holds_tests(&tests) {
        orphans_in(&tests, "tests/", files, &mut orphans)?;
    }
    orphans.sort();
    Ok(orphans)
}

/// Whether this is a folder of generated tests, or may become one: no link to another place, no file, and no output folder
/// of its own, which has an index.
fn holds_tests(folder: &Path) -> bool {
    fs::symlink_metadata(folder).is_ok_and(|found| found.is_dir()) && !folder.join("mod.rs").exists()
}

/// Those in one folder, whose files are known by paths that begin with `start`.
fn orphans_in(
    folder: &Path,
    start: &str,
    files: &Generated,
    orphans: &mut Vec<PathBuf>,
) -> Result<(), Box<Diagnostic>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(unreadable(folder, &error)),
    };
    for entry in entries {
        let path = entry.map_err(|error| unreadable(folder, &error))?.path();
        let is_rust = path.extension().is_some_and(|extension| extension == "rs") && path.is_file();
        let is_known =
            path.file_name().is_some_and(|name| files.get(&format!("{start}{}", name.to_string_lossy())).is_some());
        if is_rust && !is_known && is_generated(&first_line(&path).map_err(|error| unreadable(&path, &error))?) {
            orphans.push(path);
        }
    }
    Ok(())
}

/// The longest first line that is looked at: the longest path of a schema has room in it.
const FIRST_LINE: u64 = 1 << 16;

fn first_line(path: &Path) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    BufReader::new(File::open(path)?.take(FIRST_LINE)).read_until(b'\n', &mut line)?;
    Ok(line)
}

/// What a file holds; `None` if there is no such file.
pub fn read(path: &Path) -> Result<Option<Vec<u8>>, Box<Diagnostic>> {
    let found = fs::metadata(path).and_then(|found| match found.is_file() || found.is_dir() {
        true => fs::read(path),
        // Opening a pipe would wait for somebody to write into it.
        false => Err(io::Error::other("it is neither a file nor a folder")),
    });
    match found {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(path, &error)),
    }
}
