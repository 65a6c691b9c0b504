//! Which files to read: the user names files and folders.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::read::{STDIN, STDIN_NAME, unreadable};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, quoted};

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SchemaFile {
    /// The path, beginning with what the user gave.
    pub path: PathBuf,
    /// The path below the folder that the user gave, or the bare file name.
    pub relative: PathBuf,
}

/// Finds the schema files among files and folders: a file is taken whatever its name; of a folder,
/// all `*.json` in it and below it, but nothing hidden; `-` is standard input. The order of `paths`
/// does not matter: what comes back is sorted by path, each file once.
pub fn discover<P: AsRef<Path>>(paths: &[P], diagnostics: &mut Diagnostics) -> Vec<SchemaFile> {
    let mut walk = Walk { files: Vec::new(), seen: BTreeSet::new(), diagnostics };
    let mut roots: Vec<&Path> = paths.iter().map(AsRef::as_ref).collect();
    roots.sort();
    for root in roots {
        walk.root(root);
    }
    let mut files = walk.files;
    files.sort();
    files
}

struct Walk<'a> {
    files: Vec<SchemaFile>,
    /// Real paths of what was visited: a link may lead back, a path may be given twice.
    seen: BTreeSet<PathBuf>,
    diagnostics: &'a mut Diagnostics,
}

impl Walk<'_> {
    fn root(&mut self, root: &Path) {
        if root == Path::new(STDIN) {
            return self.file(root, Path::new(STDIN_NAME));
        }
        match root.metadata() {
            Ok(metadata) if metadata.is_dir() => self.root_folder(root),
            Ok(_) => self.file(root, root.file_name().map_or(root, Path::new)),
            Err(error) => self.diagnostics.push(missing(root, &error)),
        }
    }

    fn root_folder(&mut self, root: &Path) {
        let before = self.seen.len();
        let mut holds_schemas = false;
        self.folder(root, Path::new(""), &mut holds_schemas);
        // A folder that was visited before has been judged then.
        if !holds_schemas && self.seen.len() > before {
            self.diagnostics.push(no_schemas(root));
        }
    }

    fn folder(&mut self, path: &Path, relative: &Path, holds_schemas: &mut bool) {
        if !self.is_new(path) {
            return;
        }
        let names = match names(path) {
            Ok(names) => names,
            Err(error) => {
                *holds_schemas = true; // Perhaps: one diagnostic is enough.
                return self.diagnostics.push(unreadable(&path.to_string_lossy(), &error));
            }
        };
        for name in names {
            let (path, relative) = (path.join(&name), relative.join(&name));
            if path.is_dir() {
                self.folder(&path, &relative, holds_schemas);
            } else if path.extension().is_some_and(|extension| extension == "json") {
                *holds_schemas = true;
                self.file(&path, &relative);
            }
        }
    }

    fn file(&mut self, path: &Path, relative: &Path) {
        if self.is_new(path) {
            let (path, relative) = (path.to_path_buf(), relative.to_path_buf());
            self.files.push(SchemaFile { path, relative });
        }
    }

    fn is_new(&mut self, path: &Path) -> bool {
        // A link that leads nowhere has no real path; reading it will say so.
        self.seen.insert(path.canonicalize().unwrap_or_else(|_| path.to_path_buf()))
    }
}

/// The names in a folder that are not hidden, sorted.
fn names(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        if !name.as_encoded_bytes().starts_with(b".") {
            names.push(PathBuf::from(name));
        }
    }
    names.sort();
    Ok(names)
}

fn missing(path: &Path, error: &io::Error) -> Diagnostic {
    let path = path.to_string_lossy();
    if error.kind() != io::ErrorKind::NotFound {
        return unreadable(&path, error);
    }
    Diagnostic::new(Code::NotFound, format!("{} does not exist", quoted(&path)))
        .path(path)
        .hint("give schema files, or folders that hold them; paths start at the current folder, in a build script at its package")
}

fn no_schemas(folder: &Path) -> Diagnostic {
    let path = folder.to_string_lossy();
    Diagnostic::new(Code::NoSchemas, format!("{} holds no `*.json` file", quoted(&path)))
        .path(path)
        .hint("in a checkout of Core Lightning the schemas are in `doc/schemas`")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use std::fs;
    use std::path::Path;

    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "{}").unwrap();
        }
        folder
    }

    fn relative(paths: &[&Path]) -> (Vec<String>, Vec<Code>) {
        let mut diagnostics = Diagnostics::new();
        let files = discover(paths, &mut diagnostics);
        let files = files.iter().map(|file| file.relative.to_string_lossy().into_owned());
        (files.collect(), diagnostics.iter().map(|found| found.code).collect())
    }

    #[test]
    fn folders_are_searched_to_any_depth_in_order() {
        let folder = folder(&["b.json", "a/z.json", "a/b/y.json", "a/readme.md", ".git/x.json"]);
        let expected = ["a/b/y.json", "a/z.json", "b.json"].map(str::to_owned).to_vec();
        assert_eq!(relative(&[folder.path()]), (expected.clone(), vec![]));
        let again = [folder.path(), &folder.path().join("a/z.json"), folder.path()];
        let (mut files, codes) = relative(&again);
        files.sort();
        assert_eq!((files, codes), (expected, vec![]));
    }

    #[test]
    fn a_file_is_taken_whatever_its_name() {
        let folder = folder(&["schema.txt"]);
        let path = folder.path().join("schema.txt");
        assert_eq!(relative(&[&path]), (vec!["schema.txt".to_owned()], vec![]));
    }

    #[test]
    fn standard_input_is_one_file_however_often_it_is_named() {
        let expected = (vec![STDIN_NAME.to_owned()], vec![]);
        assert_eq!(relative(&[Path::new("-"), Path::new("-")]), expected);
    }

    #[test]
    fn what_is_missing_is_said() {
        let folder = folder(&["readme.md"]);
        assert_eq!(relative(&[folder.path()]), (vec![], vec![Code::NoSchemas]));
        let path = folder.path().join("nowhere");
        assert_eq!(relative(&[&path]), (vec![], vec![Code::NotFound]));
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_back_end() {
        let folder = folder(&["a/x.json"]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("a/back")).unwrap();
        assert_eq!(relative(&[folder.path()]), (vec!["a/x.json".to_owned()], vec![]));
    }
}
