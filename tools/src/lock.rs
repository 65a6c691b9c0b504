//! The lock file beside schemas, which says from which release of the node they are.

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
use toml::de::DeTable;

/// The name of the file, in the folder of the schemas.
pub(crate) const NAME: &str = "cln-codegen.lock";

/// What to do if the file does not name a release.
const HINT: &str = "write a line such as release = \"v26.06.6\", or give --from and --to";

/// The release that the lock file beside a schema, or in a folder of schemas, names; `None` if there is no such file.
pub(crate) fn release_beside(schemas: &Path) -> Result<Option<Version>, Box<Diagnostic>> {
    let folder = match schemas.parent() {
        _ if schemas.is_dir() => schemas,
        Some(folder) if !is_stdin(schemas) => folder,
        _ => return Ok(None),
    };
    let path = folder.join(NAME);
    match fs::read_to_string(&path) {
        Ok(text) => release(&Arc::new(Source::new(path.to_string_lossy(), text))).map(Some),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(&path, &error)),
    }
}

/// The release that a lock file names.
pub(crate) fn release(source: &Arc<Source>) -> Result<Version, Box<Diagnostic>> {
    let mistake = |message: String, label: &str, span: Option<Range<usize>>| {
        let span = span.map_or(Span::new(0, 0), |span| Span::new(span.start, span.end));
        Box::new(Diagnostic::new(Code::BadVersion, message).at(source, span).label(label).hint(HINT))
    };
    let table = DeTable::parse(&source.text)
        .map_err(|error| mistake(format!("the lock file is not TOML: {}", error.message()), "here", error.span()))?;
    let none = || mistake("the lock file does not name a release".to_owned(), "", None);
    let value = table.get_ref().get("release").ok_or_else(none)?;
    let wrong = |why: String| mistake(why, "not a release", Some(value.span()));
    let text = value.get_ref().as_str().ok_or_else(|| wrong("`release` is not a text".to_owned()))?;
    text.parse().map_err(|error: VersionError| wrong(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        let found = release(&Arc::new(Source::new("cln-codegen.lock", text)));
        found.map(|version| version.to_string()).map_err(|wrong| format!("{}: {}", wrong.code, wrong.message))
    }

    #[test]
    fn only_the_release_is_read() {
        let text = "# written by a tool\nrelease = \"v26.06.6\"\ncommit = \"00ff\"\n[files]\n\"pay.json\" = \"ab\"\n";
        assert_eq!(read(text), Ok("v26.06.6".to_owned()));
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
            let told = read(text);
            assert!(told.as_ref().is_err_and(|told| told.starts_with(expected)), "{text}: {told:?}");
        }
    }
}
