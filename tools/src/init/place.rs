//! The folder in which a crate is made before it is put into its place.

use std::ffi::OsString;
use std::path::Path;
use std::{fs, io};

use tempfile::TempDir;

/// What its name begins with.
const START: &str = ".cln-codegen-init-";

/// The file that makes a folder a crate.
const MANIFEST: &str = "Cargo.toml";

/// A new folder in this one.
pub(super) fn beside(parent: &Path) -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(START);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As of any new folder: what the user's mask leaves.
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    builder.tempdir_in(parent)
}

/// Puts all of it into the place of the crate. A folder that is there already may be the one that a shell is in, so it stays,
/// and is filled, with the manifest last.
pub(super) fn put(place: TempDir, folder: &Path) -> io::Result<()> {
    if !folder.exists() {
        fs::rename(place.path(), folder)?;
        // There is nothing left to remove.
        let _ = place.keep();
        return Ok(());
    }
    let names = fs::read_dir(place.path())?.map(|entry| entry.map(|entry| entry.file_name()));
    let mut names: Vec<OsString> = names.collect::<io::Result<_>>()?;
    names.sort_by_key(|name| name == MANIFEST);
    names.iter().try_for_each(|name| fs::rename(place.path().join(name), folder.join(name)))
}
