//! What is asked of `man`.

use std::path::{Path, PathBuf};

use cln_codegen::schema::Unknown;

use super::super::reading::DEFAULT_SCHEMAS;
use super::arguments::Man;

/// What is asked for, the two ways of naming the folder of a check taken together.
pub(super) struct Request<'a> {
    pub(super) schemas: Vec<PathBuf>,
    pub(super) folder: Option<&'a Path>,
    pub(super) is_check: bool,
    pub(super) unknown: Unknown,
}

impl<'a> From<&'a Man> for Request<'a> {
    fn from(arguments: &'a Man) -> Self {
        let named = arguments.check.as_ref().and_then(Option::as_deref);
        // `--out DIR --check PATH`, `--update PAGE --check PATH`: the folder is known, so this is one more schema.
        let is_schema = arguments.out.is_some() || arguments.update.is_some();
        let mut schemas = arguments.schemas.clone();
        schemas.extend(named.filter(|_| is_schema).map(Path::to_owned));
        if schemas.is_empty() {
            schemas.push(PathBuf::from(DEFAULT_SCHEMAS));
        }
        let folder = arguments.out.as_deref().or(named);
        Self { schemas, folder, is_check: arguments.check.is_some(), unknown: arguments.unknown.into() }
    }
}
