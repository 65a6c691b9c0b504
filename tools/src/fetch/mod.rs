//! The schemas of a release, from a repository of the node into a folder, with a lock file that says what they are.
//!
//! Nothing in the folder is touched unless its lock file knows it, and it is as that says. A run that is killed leaves
//! each file old or new, and beside the lock file the one that is to take its place; the next run goes on from there.

mod difference;
mod error;
mod folder;
mod name;
mod release;
mod resolve;
mod write;

use std::path::Path;

pub(crate) use difference::Difference;
pub(crate) use error::Error;
pub(crate) use folder::Folder;
pub(crate) use release::Release;
pub(crate) use write::Written;

/// Where the node's schemas are published.
pub(crate) const REPOSITORY: &str = "https://github.com/ElementsProject/lightning";

/// Writes the schemas of a release into a folder.
///
/// # Errors
/// There is no such release, it cannot be fetched, or the folder holds something of the user's, unless `force` says that
/// this may be overwritten.
pub(crate) fn fetch(release: &Release, folder: &Path, force: bool) -> Result<Written, Error> {
    let mut release = release.clone();
    let folder = Folder::for_release(folder, &mut release)?;
    let obstacles = folder.obstacles(&release);
    if !force {
        folder.refuse(obstacles.clone())?;
    }
    let written = folder.write(&release)?.finish()?;
    Ok(Written { forced: obstacles, ..written })
}
