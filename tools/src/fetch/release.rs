//! The schemas of a release, as a repository has them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::Error;
use super::name::{above, is_dialect, is_schema, target};
use super::resolve::{Found, find, newest};
use crate::git::{Entry, Remote};
use crate::lock::Lock;

/// Where a repository of the node has its schemas.
const SCHEMAS: &str = "doc/schemas";

/// Where it has the schema of the dialect.
const ABOVE: &str = "doc";

/// More schemas than any release will have.
const MOST: usize = 4096;

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
        let hashes = files.iter().map(|(path, text)| (path.clone(), hash(text.as_bytes()))).collect();
        let Found { name, release, .. } = found;
        let revision = release.is_none().then(|| name.clone());
        let lock = Lock { release, revision, commit: Some(commit), files: hashes };
        Ok(Self { name, lock, files })
    }
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
            () if !is_schema(&file.path) => "has a name that is not plain letters, digits, `-`, `_`, `+` and `.`",
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
