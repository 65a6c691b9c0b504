//! A file or folder of a revision, as a user names it.

use std::env;
use std::path::{Component, Path};
use std::sync::Arc;

use cln_codegen::diagnostic::Diagnostic;
use cln_codegen::internals::nearest;
use cln_codegen::text::Source;

use super::batch::{Batch, Object};
use super::program::Git;
use super::tree::{Folder, is_listed, schemas, source, submodule};
use super::{Error, Snapshot};
use crate::lock::NAME;

/// A lock file, or what is wrong with it.
type Lock = Result<Arc<Source>, Box<Diagnostic>>;

/// A file or folder of a revision.
#[derive(Clone, Debug)]
pub struct Revision {
    git: Git,
    /// Whatever `git` takes for one: a tag, a branch, `HEAD~3`.
    revision: String,
    /// The path: from the root of the repository, or with `./` or `../` from the folder that the program runs in.
    path: String,
}

impl Revision {
    /// `REV:PATH`, as `git show` takes it; `None` if it is not written so.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        let (revision, path) = text.split_once(':').filter(|(revision, _)| !revision.is_empty())?;
        Some(Self { git: Git::default(), revision: revision.to_owned(), path: path.to_owned() })
    }

    /// The file or folder that a revision has in the place of one on the disk.
    ///
    /// # Errors
    /// There is none on the disk.
    pub fn of_path(revision: &str, path: &Path) -> Result<Self, Error> {
        if !path.exists() {
            return Err(Error::NoFile { path: path.to_owned() });
        }
        if env::var_os("GIT_DIR").is_some() {
            // In any other folder, `git` would take that one for the top of the files.
            let here = env::current_dir().map_err(Error::Failed)?;
            let path = path.strip_prefix(here).unwrap_or(path).to_string_lossy();
            return Ok(Self { git: Git::default(), revision: revision.to_owned(), path: format!("./{path}") });
        }
        let (folder, name) = match path.file_name() {
            Some(name) if !path.is_dir() => (path.parent(), name.to_string_lossy().into_owned()),
            _ => (Some(path), String::new()),
        };
        let folder = folder.filter(|folder| !folder.as_os_str().is_empty()).map(Path::to_owned);
        Ok(Self { git: Git { folder, ..Git::default() }, revision: revision.to_owned(), path: format!("./{name}") })
    }

    /// Reads the file, or all `*.json` in and below the folder but what is hidden.
    ///
    /// # Errors
    /// There is no `git`, no repository, no such revision, no such path in it, or no schema in the folder. What is wrong
    /// with one of several files is told of that file.
    pub fn read(&self) -> Result<Snapshot, Error> {
        let tree = self.tree()?;
        let path = self.path()?;
        let revision = self.revision.clone();
        let name = format!("{revision}:{path}");
        match self.object(&tree, &path)? {
            Object::Tree { id } => {
                let lock = self.lock(&tree, &path)?;
                let files = schemas(&self.git, (&self.revision, &tree), Folder { id, path })?;
                if files.is_empty() {
                    Err(Error::NoSchemas { name })
                } else {
                    Ok(Snapshot { name, revision, is_folder: true, files, lock })
                }
            }
            Object::Blob { id, size } => {
                let file = source(&mut Batch::of_blobs(&self.git)?, &name, &id, size);
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                let lock = self.lock(&tree, folder)?;
                Ok(Snapshot { name, revision, is_folder: false, files: vec![file], lock })
            }
            Object::Link => Err(Error::Link { revision, path }),
            Object::Missing if is_listed(&self.git, &tree, &path)? => Err(Error::Lacking { name }),
            Object::Missing => {
                let submodule = submodule(&self.git, &tree, &path)?;
                Err(Error::NoPath { revision, path, submodule })
            }
        }
    }

    /// The lock file in a folder, if there is one.
    fn lock(&self, tree: &str, folder: &str) -> Result<Option<Lock>, Error> {
        let path = if folder.is_empty() { NAME.to_owned() } else { format!("{folder}/{NAME}") };
        let Object::Blob { id, size } = self.object(tree, &path)? else { return Ok(None) };
        let name = format!("{}:{path}", self.revision);
        Ok(Some(source(&mut Batch::of_blobs(&self.git)?, &name, &id, size).map(Arc::new)))
    }

    fn object(&self, tree: &str, path: &str) -> Result<Object, Error> {
        match path {
            "" => Ok(Object::Tree { id: tree.to_owned() }),
            _ => Batch::of_places(&self.git)?.object(tree, path),
        }
    }

    /// The id of the tree of the whole revision.
    fn tree(&self) -> Result<String, Error> {
        let tree = format!("{}^{{tree}}", self.revision);
        let asked = ["rev-parse", "--verify", "--quiet", "--end-of-options", &tree];
        if let Some(id) = self.git.ask_line(&asked)? {
            return Ok(id);
        }
        self.git.find_repository()?;
        let commit = format!("{}^{{commit}}", self.revision);
        match self.git.ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])? {
            Some(_) => Err(Error::Lacking { name: self.revision.clone() }),
            None => Err(self.no_revision()?),
        }
    }

    fn no_revision(&self) -> Result<Error, Error> {
        let names = self.git.ask(&["for-each-ref", "--format=%(refname:short)"])?.unwrap_or_default();
        let names = String::from_utf8_lossy(&names).into_owned();
        let shallow = self.git.ask_line(&["rev-parse", "--is-shallow-repository"])?;
        Ok(Error::NoRevision {
            revision: self.revision.clone(),
            nearest: nearest(&self.revision, names.lines()).map(str::to_owned),
            is_shallow: shallow.as_deref() == Some("true"),
        })
    }

    /// The path from the root of the repository.
    fn path(&self) -> Result<String, Error> {
        let is_relative =
            matches!(Path::new(&self.path).components().next(), Some(Component::CurDir | Component::ParentDir));
        let prefix = if is_relative { self.git.ask_line(&["rev-parse", "--show-prefix"])? } else { None };
        let path = prefix.unwrap_or_default() + &self.path;
        let mut names: Vec<&str> = Vec::new();
        for name in path.split('/') {
            match name {
                "" | "." => {}
                ".." => drop(names.pop()),
                name => names.push(name),
            }
        }
        Ok(names.join("/"))
    }
}
