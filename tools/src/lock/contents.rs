//! All that a lock file holds.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use cln_codegen::diagnostic::Diagnostic;
use cln_codegen::schema::Version;
use cln_codegen::text::Source;
use serde_json::Value;
use toml::Spanned;
use toml::de::DeValue;

use super::{mistake, read, release, table};

/// What the first lines of each say.
const HEAD: &str = "# Written by `cln-codegen fetch`. `cln-codegen fetch --check` compares the files with it.\n";

/// How many digits a SHA-256 has.
const DIGITS: usize = 64;

/// From where schemas are, and what they were when they were written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lock {
    /// The release of the node.
    pub(crate) release: Option<Version>,
    /// The tag, branch or commit, if that is no release.
    pub(crate) revision: Option<String>,
    pub(crate) commit: Option<String>,
    /// The SHA-256 of each file, by its path from the folder of the schemas.
    pub(crate) files: BTreeMap<String, String>,
}

impl Lock {
    /// Reads a file; `None` if there is none.
    pub(crate) fn read(path: &Path) -> Result<Option<Self>, Box<Diagnostic>> {
        read(path)?.map(|source| Self::parse(&source)).transpose()
    }

    fn parse(source: &Arc<Source>) -> Result<Self, Box<Diagnostic>> {
        let table = table(source)?;
        let text = |key: &str| table.get(key).and_then(|value| value.as_ref().as_str()).map(str::to_owned);
        let mut lock = Self {
            release: release(source)?,
            revision: text("revision"),
            commit: text("commit"),
            files: BTreeMap::new(),
        };
        let Some(files) = table.get("files") else { return Ok(lock) };
        let wrong =
            |why: &str, value: &Spanned<DeValue<'_>>| mistake(source, why.to_owned(), "here", Some(value.span()));
        let DeValue::Table(files) = files.as_ref() else { return Err(wrong("`files` is not a table", files)) };
        for (name, hash) in files {
            let digits = hash.as_ref().as_str().filter(|hash| is_hash(hash));
            let digits = digits.ok_or_else(|| wrong("this is not a SHA-256", hash))?;
            lock.files.insert(name.as_ref().to_string(), digits.to_owned());
        }
        Ok(lock)
    }

    /// What of the node it is, for people.
    pub(crate) fn name(&self) -> String {
        let release = self.release.as_ref().map(Version::to_string);
        release
            .or_else(|| self.revision.clone())
            .or_else(|| self.commit.clone())
            .unwrap_or_else(|| "some release".to_owned())
    }

    /// The text of the file.
    pub(crate) fn to_text(&self) -> String {
        let release = self.release.as_ref().map(Version::to_string);
        let facts = [("release", &release), ("revision", &self.revision), ("commit", &self.commit)];
        let mut text = HEAD.to_owned();
        for (key, value) in facts {
            text.extend(value.iter().map(|value| format!("{key} = {}\n", quoted(value))));
        }
        text.push_str("\n[files]\n");
        text.extend(self.files.iter().map(|(name, hash)| format!("{} = {}\n", quoted(name), quoted(hash))));
        text
    }
}

fn is_hash(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// A string of TOML: one of JSON is one, too, and names of git hold no DEL, which only JSON allows.
fn quoted(text: &str) -> Value {
    Value::from(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::*;

    fn parse(text: &str) -> Result<Lock, String> {
        Lock::parse(&Arc::new(Source::new("cln-codegen.lock", text))).map_err(|wrong| wrong.message)
    }

    #[test]
    fn what_is_written_is_read_again() {
        let hash = "0123456789abcdef".repeat(4);
        let files = BTreeMap::from([("hook/a.json".to_owned(), hash.clone()), ("pay.json".to_owned(), hash)]);
        let commit = Some("00ff".to_owned());
        let release = Lock { release: Some("v26.06.6".parse().unwrap()), revision: None, commit, files };
        let branch = Lock { release: None, revision: Some("a\"b\\é".to_owned()), ..release.clone() };
        for lock in [release, branch, Lock::default()] {
            assert_eq!(parse(&lock.to_text()), Ok(lock));
        }
    }

    #[test]
    fn a_hash_that_is_none_is_a_mistake() {
        for (files, said) in [("\"a.json\" = \"00\"", "this is not a SHA-256"), ("a = 1", "this is not a SHA-256")] {
            assert_eq!(parse(&format!("release = \"v25.02\"\n[files]\n{files}\n")), Err(said.to_owned()));
        }
        assert_eq!(parse("files = 1\n"), Err("`files` is not a table".to_owned()));
    }
}
