//! The schemas at hand, and what is made of them with and without the built-in corrections.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use cln_codegen::Builder;
use cln_codegen::model::{Method, with_rules};
use cln_codegen::schema::Side;
use cln_runtime::{Validation, Violations};
use cln_tests::folders::{files, package, shared, stem};

/// A folder of schemas.
#[derive(Debug)]
pub(crate) struct Release {
    /// Its tag; that of the samples is `samples`.
    pub(crate) tag: &'static str,
    pub(crate) folder: PathBuf,
    read: BTreeMap<String, [Option<Method>; 2]>,
}

/// The releases of the shared material, with their tags: `HEAD` is what is newer than all releases.
const SHARED: [(&str, &str); 3] =
    [("v24.11", "releases/v24.11"), ("v26.06.6", "releases/v26.06.6"), ("HEAD", "corpus")];

/// Schemas with mistakes as releases have them, written here.
pub(crate) fn samples() -> Release {
    Release::new("samples", package().join("tests/judges/documentation_bugs/samples/wrong"))
}

/// Those of the shared material; none, saying so, if there is none on this machine.
pub(crate) fn releases() -> Vec<Release> {
    let found = SHARED.iter().map(|&(tag, folder)| Some(Release::new(tag, shared(folder)?)));
    found.collect::<Option<Vec<Release>>>().unwrap_or_default()
}

impl Release {
    pub(crate) fn new(tag: &'static str, folder: PathBuf) -> Self {
        Self { tag, folder, read: BTreeMap::new() }
    }

    /// The file of a command, whose name begins with `lightning-` in old releases.
    pub(crate) fn file(&self, method: &str) -> Option<PathBuf> {
        let is_its = |path: &PathBuf| stem(path).strip_prefix("lightning-").unwrap_or(stem(path)) == method;
        files(&self.folder, "json").into_iter().find(is_its)
    }

    /// What becomes of a command's file as it is written, and as it is corrected; `None` where it is refused.
    pub(crate) fn methods(&mut self, method: &str) -> &[Option<Method>; 2] {
        if !self.read.contains_key(method) {
            let file = self.file(method);
            let both = [false, true].map(|corrected| read(file.as_deref()?, corrected));
            self.read.insert(method.to_owned(), both);
        }
        &self.read[method]
    }
}

/// What becomes of a file; `None` if it is refused.
fn read(path: &Path, corrected: bool) -> Option<Method> {
    let (api, _) = Builder::new().schemas(path).corrections(corrected).model().ok()?;
    api.methods.into_iter().next()
}

/// What is wrong with parameters, or an answer.
pub(crate) fn violations(method: &Method, side: Side, instance: &str) -> Result<(), Violations> {
    with_rules(method, side, |shape| Validation::new().validate_json(instance.as_bytes(), shape)).unwrap()
}
