//! Releases that this process has read: tests start many nodes with the same one.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use cln_codegen::diagnostic::Diagnostics;
use cln_codegen::source::discover;
use cln_codegen::{Builder, Release, Unknown};

use crate::error::Error;
use crate::lock::lock;

/// So many are kept, the last ones.
const KEPT: usize = 4;

/// A file, and what changes when it is written.
type Stamp = (PathBuf, u64, Option<SystemTime>);

static READ: Mutex<Vec<(Vec<Stamp>, Arc<Release>)>> = Mutex::new(Vec::new());

/// The release that these files and folders describe; read again if one of the files has changed.
pub(super) fn release(schemas: &[PathBuf]) -> Result<Arc<Release>, Error> {
    let files = discover(schemas, &mut Diagnostics::new());
    let stamps: Vec<Stamp> = files.iter().map(|file| stamp(&file.path)).collect();
    let known = lock(&READ).iter().find(|(of, _)| *of == stamps).map(|(_, release)| Arc::clone(release));
    if let Some(release) = known.filter(|_| !stamps.is_empty()) {
        return Ok(release);
    }
    // A mock of a release to come is better than none.
    let builder = schemas.iter().fold(Builder::new().unknown(Unknown::AnyJson), Builder::schemas);
    let release = Arc::new(builder.release().map_err(Error::Schemas)?);
    let mut read = lock(&READ);
    read.push((stamps, Arc::clone(&release)));
    if read.len() > KEPT {
        read.remove(0);
    }
    Ok(release)
}

fn stamp(path: &Path) -> Stamp {
    let metadata = path.metadata().ok();
    let written = metadata.as_ref().and_then(|metadata| metadata.modified().ok());
    (path.to_owned(), metadata.map_or(0, |metadata| metadata.len()), written)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::*;

    #[test]
    fn a_release_is_read_once_until_a_file_changes() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ping.json");
        std::fs::write(&file, r#"{"rpc": "ping", "request": {}, "response": {}}"#).unwrap();
        let schemas = [folder.path().to_owned()];
        let first = release(&schemas).unwrap();
        assert!(Arc::ptr_eq(&first, &release(&schemas).unwrap()));
        std::fs::write(&file, r#"{"rpc": "pong", "request": {}, "response": {"required": []}}"#).unwrap();
        let second = release(&schemas).unwrap();
        assert!(!Arc::ptr_eq(&first, &second));
        assert_eq!(second.names(cln_codegen::schema::Target::Rpc).collect::<Vec<_>>(), ["pong"]);
    }
}
