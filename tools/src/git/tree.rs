//! The schema files in a tree of git.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use cln_codegen::diagnostic::{Code, Diagnostic, quoted};
use cln_codegen::source::{MAX_BYTES, too_large};
use cln_codegen::text::Source;

use super::Error;
use super::batch::{Batch, Object};
use super::error::FETCH_ALL;
use super::program::Git;

/// A file in a tree.
pub(crate) struct Entry {
    pub(crate) is_link: bool,
    pub(crate) id: String,
    /// `None` if the repository lacks the file.
    pub(crate) size: Option<u64>,
    /// The path below the tree.
    pub(crate) path: String,
}

/// A folder of a revision.
pub(super) struct Folder {
    /// The id of its tree.
    pub(super) id: String,
    /// The path from the root of the repository.
    pub(super) path: String,
}

/// All `*.json` in and below a folder but what is hidden. As on the disk, links are followed, though not out of the
/// revision, and what is reached by several ways is there once. Submodules are not looked into.
pub(super) fn schemas(
    git: &Git,
    (revision, root): (&str, &str),
    folder: Folder,
) -> Result<Vec<Result<Source, Box<Diagnostic>>>, Error> {
    let (places, blobs) = (Batch::of_places(git)?, Batch::of_blobs(git)?);
    let seen = BTreeSet::from([folder.id.clone()]);
    let mut walk = Walk { git, revision, root, places, blobs, seen, linked: Vec::new(), files: Vec::new() };
    walk.folder(&folder)?;
    while let Some(folder) = walk.linked.pop() {
        walk.folder(&folder)?;
    }
    Ok(walk.files)
}

struct Walk<'r> {
    git: &'r Git,
    revision: &'r str,
    /// The tree of the whole revision.
    root: &'r str,
    places: Batch,
    blobs: Batch,
    /// The ids of files, and of folders that links lead to.
    seen: BTreeSet<String>,
    /// Folders that links lead to.
    linked: Vec<Folder>,
    files: Vec<Result<Source, Box<Diagnostic>>>,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Folder) -> Result<(), Error> {
        let listed = self.git.ask(&["ls-tree", "-r", "-z", "-l", "--full-tree", "--end-of-options", &folder.id])?;
        // Its id is known, so what is missing is the tree itself, or one below it.
        let listed = listed.ok_or_else(|| Error::Lacking { name: self.name(&folder.path) })?;
        let entries = entries(&listed).filter(|entry| !entry.is_hidden());
        let (links, files): (Vec<Entry>, Vec<Entry>) = entries.partition(|entry| entry.is_link);
        let is_first = self.files.is_empty();
        let path = |entry: &Entry| match folder.path.as_str() {
            "" => entry.path.clone(),
            above => format!("{above}/{}", entry.path),
        };
        for file in files.iter().filter(|file| file.is_json()) {
            // Two files that are the same are two, unless a link leads to one of them.
            if self.seen.insert(file.id.clone()) || is_first {
                self.file(&path(file), &file.id, file.size);
            }
        }
        links.iter().try_for_each(|link| self.link(path(link), link.is_json()))
    }

    fn link(&mut self, path: String, is_json: bool) -> Result<(), Error> {
        match self.places.object(self.root, &path)? {
            Object::Blob { id, size } if is_json && self.seen.insert(id.clone()) => self.file(&path, &id, Some(size)),
            Object::Tree { id } if self.seen.insert(id.clone()) => self.linked.push(Folder { id, path }),
            Object::Missing | Object::Link if is_json => {
                let why = "it is a link that leads to no file of the revision";
                self.files.push(Err(Box::new(unreadable(&self.name(&path), why))));
            }
            _ => {}
        }
        Ok(())
    }

    fn file(&mut self, path: &str, id: &str, size: Option<u64>) {
        let name = self.name(path);
        self.files.push(match size {
            Some(size) => source(&mut self.blobs, &name, id, size),
            None => Err(Box::new(unreadable(&name, "this clone lacks it").hint(FETCH_ALL))),
        });
    }

    fn name(&self, path: &str) -> String {
        format!("{}:{path}", self.revision)
    }
}

/// The text of a blob, within the limits of a file on the disk.
pub(super) fn source(blobs: &mut Batch, name: &str, id: &str, size: u64) -> Result<Source, Box<Diagnostic>> {
    if size > MAX_BYTES {
        return Err(Box::new(too_large(name)));
    }
    let bytes = blobs.blob(id, size).map_err(|error| Box::new(unreadable(name, &error.to_string())))?;
    Source::from_bytes(name, bytes)
}

fn unreadable(name: &str, why: &str) -> Diagnostic {
    let message = format!("cannot read {}: {why}", quoted(name));
    Diagnostic::new(Code::Unreadable, message).path(name).hint("check that the revision has the file, with `git show`")
}

/// The files that `ls-tree -z -l` lists.
pub(super) fn entries(listed: &[u8]) -> impl Iterator<Item = Entry> {
    listed.split(|byte| *byte == 0).filter_map(entry)
}

/// `MODE SP TYPE SP ID SP+ SIZE TAB PATH`; `None` of what is no file. What is lacking has `BAD` for its size.
fn entry(line: &[u8]) -> Option<Entry> {
    let line = String::from_utf8_lossy(line);
    let (facts, path) = line.split_once('\t')?;
    let mut facts = facts.split_ascii_whitespace();
    let (mode, kind, id, size) = (facts.next()?, facts.next()?, facts.next()?, facts.next()?);
    (kind == "blob").then_some(())?;
    Some(Entry { is_link: mode == "120000", id: id.to_owned(), size: size.parse().ok(), path: path.to_owned() })
}

impl Entry {
    pub(crate) fn is_json(&self) -> bool {
        self.path.ends_with(".json")
    }

    pub(crate) fn is_hidden(&self) -> bool {
        self.path.split('/').any(|name| name.starts_with('.'))
    }
}

/// Whether a tree lists a file or folder, though it cannot be read.
pub(super) fn is_listed(git: &Git, tree: &str, path: &str) -> Result<bool, Error> {
    let listed = git.ask(&["ls-tree", "-z", "--full-tree", "--end-of-options", tree, "--", path])?;
    Ok(listed.is_none_or(|listed| !listed.is_empty() && !listed.starts_with(b"160000 ")))
}

/// The submodule that a path is in, if it is in one.
pub(super) fn submodule(git: &Git, tree: &str, path: &str) -> Result<Option<String>, Error> {
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    let found = ends.filter_map(|end| path.get(..end)).try_for_each(|ancestor| {
        match git.ask(&["ls-tree", "-z", "--full-tree", "--end-of-options", tree, "--", ancestor]) {
            Ok(Some(listed)) if listed.starts_with(b"160000 ") => ControlFlow::Break(Ok(ancestor.to_owned())),
            Ok(_) => ControlFlow::Continue(()),
            Err(error) => ControlFlow::Break(Err(error)),
        }
    });
    match found {
        ControlFlow::Break(found) => found.map(Some),
        ControlFlow::Continue(()) => Ok(None),
    }
}
