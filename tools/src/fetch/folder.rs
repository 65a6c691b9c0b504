//! What a folder of schemas holds, and what its lock file says about that.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf, absolute};

use cln_codegen::diagnostic::Diagnostic;
use cln_codegen::internals::unreadable;

use super::name::{is_dialect, is_schema};
use super::release::hash;
use super::{Difference, Error, Release};
use crate::lock::{Lock, NAME};

/// The lock file that is to take the place of the other one, once all files are written.
pub(super) const PENDING: &str = "cln-codegen.lock.pending";

/// A file is not read for its hash if no schema can be so large.
const LARGEST: u64 = cln_codegen::source::MAX_BYTES;

/// A folder of schemas.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    /// What the lock file says.
    pub(crate) lock: Option<Lock>,
    /// What the lock file of a run says that was killed.
    pub(crate) interrupted: Option<Lock>,
    /// The SHA-256 of each file by its path; none of what is no file. What is hidden is left out.
    found: BTreeMap<String, Option<String>>,
}

impl Folder {
    /// Reads all of a folder, which need not be there.
    pub(crate) fn read(path: &Path) -> Result<Self, Error> {
        Self::read_with(path, &BTreeMap::new())
    }

    /// The same, and whatever is in the places of a release's files. If somebody else's schema of the dialect is there, such
    /// as that of another folder of schemas, it is left alone, and the release goes without.
    pub(crate) fn for_release(path: &Path, release: &mut Release) -> Result<Self, Error> {
        let folder = Self::read_with(path, &release.files)?;
        let obstacles = folder.obstacles(release);
        for path in obstacles.iter().filter_map(Difference::unlisted).filter(|path| is_dialect(path)) {
            release.files.remove(path);
            release.lock.files.remove(path);
        }
        Ok(folder)
    }

    fn read_with(path: &Path, more: &BTreeMap<String, String>) -> Result<Self, Error> {
        let lock = |name: &str| Lock::read(&path.join(name)).map(|lock| lock.map(without_odd_names));
        let (lock, interrupted) = (lock(NAME)?, lock(PENDING)?);
        let mut folder = Self { path: path.to_owned(), lock, interrupted, found: BTreeMap::new() };
        folder.walk("")?;
        let places = folder.known().chain(more.keys());
        let above: BTreeSet<String> = places.filter(|path| is_dialect(path)).cloned().collect();
        above.iter().try_for_each(|path| folder.look_at(path))?;
        Ok(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the lock file says that it is of this release, tag or commit. A branch moves on.
    pub(crate) fn is_of(&self, asked: &str) -> bool {
        let release =
            self.lock.iter().any(|lock| lock.release.as_ref().is_some_and(|release| release.to_string() == asked));
        release || self.lock.iter().any(|lock| lock.commit.as_deref() == Some(asked))
    }

    /// What the lock file says that it is of.
    pub(crate) fn name(&self) -> String {
        self.lock.as_ref().map(Lock::name).unwrap_or_default()
    }

    /// The hash of a file; `None` if it is not there, or is no file.
    pub(super) fn hash(&self, path: &str) -> Option<&str> {
        self.found.get(path)?.as_deref()
    }

    /// What a lock file lists, and is there.
    pub(super) fn ours(&self) -> BTreeSet<&str> {
        self.known().filter(|path| self.found.contains_key(*path)).map(String::as_str).collect()
    }

    /// What is not as the lock file says.
    pub(crate) fn differences(&self) -> Result<Vec<Difference>, Error> {
        let Some(lock) = &self.lock else { return Err(Error::NoLock { folder: self.path.clone() }) };
        let interrupted = self.interrupted.iter().map(|lock| Difference::Interrupted(lock.name()));
        let listed = lock.files.iter().filter_map(|(path, hash)| match self.found.get(path) {
            None => Some(Difference::Missing(path.clone())),
            Some(found) if found.as_ref() != Some(hash) => Some(Difference::Edited(path.clone())),
            Some(_) => None,
        });
        let unlisted = self.found.keys().filter(|path| !lock.files.contains_key(*path) && !is_dialect(path));
        let mut all: Vec<Difference> =
            interrupted.chain(listed).chain(unlisted.map(|path| Difference::Unlisted(path.clone()))).collect();
        all.sort();
        Ok(all)
    }

    /// What writing a release would change.
    pub(crate) fn changes(&self, release: &Release) -> Vec<Difference> {
        let written = release.lock.files.iter().filter_map(|(path, hash)| match self.found.get(path) {
            None => Some(Difference::New(path.clone())),
            Some(found) if found.as_ref() != Some(hash) => Some(Difference::Changed(path.clone())),
            Some(_) => None,
        });
        let gone = self.ours().into_iter().filter(|path| !release.files.contains_key(*path));
        let mut all: Vec<Difference> = written.chain(gone.map(|path| Difference::Gone(path.to_owned()))).collect();
        all.sort();
        all
    }

    /// What would be lost if a release were written, or be taken for a part of it. What is already as it is to become is in
    /// nobody's way, so that a run can go on where another one was killed.
    pub(crate) fn obstacles(&self, release: &Release) -> Vec<Difference> {
        let locks = || [&self.lock, &self.interrupted].into_iter().flatten();
        let mut obstacles = Vec::new();
        let is_somebody_elses = |path: &str| {
            is_dialect(path) && !release.files.contains_key(path) && !locks().any(|lock| lock.files.contains_key(path))
        };
        let places = self.found.iter().filter(|(path, _)| !is_somebody_elses(path));
        for (path, found) in places {
            let mut known = locks().chain([&release.lock]).filter_map(|lock| lock.files.get(path));
            if known.any(|hash| found.as_ref() == Some(hash)) {
                continue;
            }
            let is_listed = locks().any(|lock| lock.files.contains_key(path));
            let difference = if is_listed { Difference::Edited } else { Difference::Unlisted };
            obstacles.push(difference(path.clone()));
        }
        obstacles.sort();
        obstacles
    }

    /// Refuses to go on if there is something.
    pub(crate) fn refuse(&self, differences: Vec<Difference>) -> Result<(), Error> {
        match differences.is_empty() {
            true => Ok(()),
            false => Err(Error::InTheWay { folder: self.path.clone(), differences }),
        }
    }

    fn known(&self) -> impl Iterator<Item = &String> {
        [&self.lock, &self.interrupted].into_iter().flatten().flat_map(|lock| lock.files.keys())
    }

    /// Looks at everything in a folder below this one, `""` or ending in `/`.
    fn walk(&mut self, below: &str) -> Result<(), Box<Diagnostic>> {
        let folder = self.path.join(below);
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound && below.is_empty() => return Ok(()),
            Err(error) => return Err(unreadable(&folder, &error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| unreadable(&folder, &error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') || below.is_empty() && [NAME, PENDING].contains(&name.as_str()) {
                continue;
            }
            match entry.file_type().map_err(|error| unreadable(&entry.path(), &error))?.is_dir() {
                true => self.walk(&format!("{below}{name}/"))?,
                false => self.look_at(&format!("{below}{name}"))?,
            }
        }
        Ok(())
    }

    /// Where a file is. Of a folder that is not there yet, the system does not know what is above.
    fn place(&self, path: &str) -> PathBuf {
        let above = path.strip_prefix("../").filter(|_| !self.path.exists());
        match (above, absolute(&self.path).as_deref().map(Path::parent)) {
            (Some(name), Ok(Some(above))) => above.join(name),
            _ => self.path.join(path),
        }
    }

    /// Looks at one file, if it is there.
    fn look_at(&mut self, path: &str) -> Result<(), Box<Diagnostic>> {
        let place = self.place(path);
        let hash = match fs::symlink_metadata(&place) {
            Ok(file) if file.is_file() && file.len() <= LARGEST => {
                Some(hash(&fs::read(&place).map_err(|error| unreadable(&place, &error))?))
            }
            Ok(_) => None,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(unreadable(&place, &error)),
        };
        self.found.insert(path.to_owned(), hash);
        Ok(())
    }
}

/// Whoever wrote a lock file may have meant to have other files removed by it.
fn without_odd_names(mut lock: Lock) -> Lock {
    lock.files.retain(|path, _| is_schema(path) || is_dialect(path));
    lock
}
