//! The lock file beside schemas, which says from which release of the node they are, and what `fetch` has written.

#[cfg(feature = "cli")]
mod contents;

use std::fs;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use cln_codegen::diagnostic::{Code, Diagnostic};
use cln_codegen::internals::unreadable;
use cln_codegen::schema::{Version, VersionError};
use cln_codegen::source::is_stdin;
use cln_codegen::text::{Source, Span};
use toml::Spanned;
use toml::de::DeTable;

#[cfg(feature = "cli")]
pub(crate) use contents::Lock;

/// The name of the file, in the folder of the schemas.
pub(crate) const NAME: &str = "cln-codegen.lock";

/// What to do if the file does not name a release.
const HINT: &str = "write a line such as release = \"v26.06.6\", or give --from and --to";

/// The release that the lock file beside a schema, or in a folder of schemas, names; `None` if there is no such file, or
/// the schemas are from no release.
pub(crate) fn release_beside(schemas: &Path) -> Result<Option<Version>, Box<Diagnostic>> {
    let folder = match schemas.parent() {
        _ if schemas.is_dir() => schemas,
        Some(folder) if !is_stdin(schemas) => folder,
        _ => return Ok(None),
    };
    read(&folder.join(NAME))?.map_or(Ok(None), |source| release(&source))
}

/// The text of a lock file; `None` if there is none.
fn read(path: &Path) -> Result<Option<Arc<Source>>, Box<Diagnostic>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(Arc::new(Source::new(path.to_string_lossy(), text)))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(path, &error)),
    }
}

/// The release that a lock file names; `None` if it says that the schemas are of something else.
pub(crate) fn release(source: &Arc<Source>) -> Result<Option<Version>, Box<Diagnostic>> {
    let table = table(source)?;
    let Some(value) = table.get("release") else {
        let names_another = table.contains_key("revision") || table.contains_key("files");
        let none = || mistake(source, "the lock file does not name a release".to_owned(), "", None);
        return if names_another { Ok(None) } else { Err(none()) };
    };
    let wrong = |why: String| mistake(source, why, "not a release", Some(value.span()));
    let text = value.as_ref().as_str().ok_or_else(|| wrong("`release` is not a text".to_owned()))?;
    text.parse().map(Some).map_err(|error: VersionError| wrong(error.to_string()))
}

/// What a lock file holds.
fn table(source: &Arc<Source>) -> Result<DeTable<'_>, Box<Diagnostic>> {
    let wrong = |error: toml::de::Error| {
        let message = format!("the lock file is not TOML: {}", error.message());
        mistake(source, message, "here", error.span())
    };
    DeTable::parse(&source.text).map(Spanned::into_inner).map_err(wrong)
}

fn mistake(source: &Arc<Source>, message: String, label: &str, span: Option<Range<usize>>) -> Box<Diagnostic> {
    let span = span.map_or(Span::new(0, 0), |span| Span::new(span.start, span.end));
    Box::new(Diagnostic::new(Code::BadVersion, message).at(source, span).label(label).hint(HINT))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Result<String, String> {
        let found = release(&Arc::new(Source::new("cln-codegen.lock", text)));
        found
            .map(|version| version.map(|version| version.to_string()).unwrap_or_default())
            .map_err(|wrong| format!("{}: {}", wrong.code, wrong.message))
    }

    #[test]
    fn only_the_release_is_read() {
        let text = "# written by a tool\nrelease = \"v26.06.6\"\ncommit = \"00ff\"\n[files]\n\"pay.json\" = \"ab\"\n";
        assert_eq!(told(text), Ok("v26.06.6".to_owned()));
        for text in ["revision = \"master\"\n", "[files]\n"] {
            assert_eq!(told(text), Ok(String::new()), "these schemas are of no release");
        }
    }

    #[test]
    fn a_file_that_names_no_release_is_a_mistake() {
        let cases = [
            ("release v26", "S0308: the lock file is not TOML: "),
            ("commit = \"00ff\"", "S0308: the lock file does not name a release"),
            ("release = 26", "S0308: `release` is not a text"),
            ("release = \"soon\"", "S0308: `soon` is not a version"),
        ];
        for (text, expected) in cases {
            let told = told(text);
            assert!(told.as_ref().is_err_and(|told| told.starts_with(expected)), "{text}: {told:?}");
        }
    }
}
