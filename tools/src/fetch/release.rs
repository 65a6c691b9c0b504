//! The schemas of a release, as a repository has them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{MAIN_SEPARATOR, Path};

use cln_codegen::diagnostic::Diagnostics;
use cln_codegen::source::{SchemaFile, discover};
use cln_codegen::text::Source;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::Error;
use super::name::{above, is_dialect, is_schema, target};
use super::resolve::{Found, find, newest};
use crate::git::{Entry, Remote, Snapshot};
use crate::lock::{Lock, NAME};

/// Where a repository of the node has its schemas.
const SCHEMAS: &str = "doc/schemas";

/// Where it has the schema of the dialect.
const ABOVE: &str = "doc";

/// More schemas than any release will have.
const MOST: usize = 4096;

/// Why a name is refused.
const ODD: &str = "has a name that is not plain letters, digits, `-`, `_`, `+` and `.`";

/// The schemas of a tag, branch or commit.
#[derive(Clone, Debug)]
pub(crate) struct Release {
    /// As it was asked for, such as `v26.06.6`.
    pub(crate) name: String,
    pub(crate) lock: Lock,
    /// The texts of all files, by their paths from the folder of schemas.
    pub(crate) files: BTreeMap<String, String>,
}

impl Release {
    /// Fetches a release; the newest if none is named.
    ///
    /// # Errors
    /// There is none, it cannot be fetched, or something about its files is odd.
    pub(crate) fn fetch(from: &str, asked: Option<&str>) -> Result<Self, Error> {
        let remote = Remote::new(from)?;
        let found = match asked {
            Some(asked) => find(&remote, asked)?,
            None => newest(&remote)?,
        };
        let commit = remote.commit(&found.id)?;
        let files = files(&remote, &found.name, &commit)?;
        let Found { name, release, .. } = found;
        let revision = release.is_none().then(|| name.clone());
        let lock = Lock { release, revision, commit: Some(commit), files: hashes(&files) };
        Ok(Self { name, lock, files })
    }
}

impl Release {
    /// The schemas as a revision, to be compared.
    pub(crate) fn snapshot(&self) -> Snapshot {
        let name = self.lock.name();
        let schemas = self.files.iter().filter(|(path, _)| is_schema(path));
        let files = schemas.map(|(path, text)| Ok(Source::new(format!("{name}:{path}"), text.clone()))).collect();
        Snapshot { revision: name.clone(), name, is_folder: true, files, lock: None }
    }

    /// The schemas in a folder on the disk, as they are. Its lock file may say what they are of.
    ///
    /// # Errors
    /// There are none, or something about them is odd.
    pub(crate) fn read(folder: &Path) -> Result<Self, Error> {
        let name = folder.to_string_lossy().into_owned();
        let mut found = Diagnostics::new();
        let paths = discover(&[folder], &mut found);
        if let Some(wrong) = found.into_iter().next() {
            return Err(Box::new(wrong).into());
        }
        let mut files = BTreeMap::new();
        for SchemaFile { path, relative } in paths {
            let relative = relative.to_string_lossy().replace(MAIN_SEPARATOR, "/");
            if !is_schema(&relative) {
                return Err(Error::Refused { release: name, path: relative, why: ODD });
            }
            let text = Source::read(&path)?.text;
            let dialect =
                dialect(&text).and_then(|path| target(&relative, &path)).filter(|path| folder.join(path).is_file());
            if let Some(dialect) = dialect
                && !files.contains_key(&dialect)
            {
                let text = Source::read(&folder.join(&dialect))?.text;
                files.insert(dialect, text);
            }
            files.insert(relative, text);
        }
        let lock = Lock::read(&folder.join(NAME))?.unwrap_or_default();
        let name = lock.name();
        Ok(Self { name, lock: Lock { files: hashes(&files), ..lock }, files })
    }
}

fn hashes(files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| (path.clone(), hash(text.as_bytes()))).collect()
}

/// What is to be written of a commit.
fn files(remote: &Remote, release: &str, commit: &str) -> Result<BTreeMap<String, String>, Error> {
    let schemas = remote.entries(commit, SCHEMAS, true)?.unwrap_or_default();
    let schemas: Vec<Entry> = schemas.into_iter().filter(|file| file.is_json() && !file.is_hidden()).collect();
    if schemas.is_empty() {
        return Err(Error::NoSchemas { release: release.to_owned(), folder: SCHEMAS });
    }
    acceptable(&schemas, release)?;
    let dialects = remote.entries(commit, ABOVE, false)?.unwrap_or_default().into_iter().filter(|file| !file.is_link);
    let dialects = dialects.map(|file| Entry { path: above(&file.path), ..file });
    let all: Vec<Entry> = dialects.filter(|file| is_dialect(&file.path)).chain(schemas).collect();
    let all: Vec<&Entry> = all.iter().collect();
    remote.fetch(&all)?;
    let mut texts = BTreeMap::new();
    for source in remote.texts(&all)? {
        let source = source?;
        texts.insert(source.path, source.text);
    }
    let wanted: BTreeSet<String> = texts.iter().filter_map(|(path, text)| target(path, &dialect(text)?)).collect();
    texts.retain(|path, _| is_schema(path) || wanted.contains(path));
    Ok(texts)
}

/// That each schema can be written.
fn acceptable(schemas: &[Entry], release: &str) -> Result<(), Error> {
    if schemas.len() > MOST {
        return Err(Error::TooMany { release: release.to_owned(), most: MOST });
    }
    let mut names = BTreeSet::new();
    for file in schemas {
        let why = match () {
            () if file.is_link => "is a symbolic link",
            () if !is_schema(&file.path) => ODD,
            () if !names.insert(file.path.to_ascii_lowercase()) => "has the name of another one but for capitals",
            () => continue,
        };
        return Err(Error::Refused { release: release.to_owned(), path: file.path.clone(), why });
    }
    Ok(())
}

/// Where a schema says that the schema of its dialect is. One that is no JSON does not say.
fn dialect(text: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Document {
        #[serde(rename = "$schema")]
        schema: Option<String>,
    }
    serde_json::from_str::<Document>(text).ok()?.schema
}

/// The SHA-256 in hex digits.
pub(super) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
