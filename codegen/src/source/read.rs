//! Schema files from the disk.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::text::{Source, Span};

/// The largest file taken for a schema. All schemas of a release together are a tenth of it.
pub const MAX_BYTES: u64 = 16 << 20;

/// The path that stands for standard input.
pub(super) const STDIN: &str = "-";

/// Whether the path stands for standard input.
#[must_use]
pub fn is_stdin(path: &Path) -> bool {
    path == Path::new(STDIN)
}

/// What messages and traces call standard input.
pub const STDIN_NAME: &str = "<stdin>";

impl Source {
    /// Reads a file, or standard input if the path is `-`.
    ///
    /// # Errors
    /// A file that cannot be read, is too large, or is not UTF-8.
    pub fn read(path: &Path) -> Result<Self, Box<Diagnostic>> {
        let (name, bytes) = match path == Path::new(STDIN) {
            true => (STDIN_NAME.into(), read_limited(io::stdin().lock(), 0)),
            false => (path.to_string_lossy(), read_bytes(path)),
        };
        let bytes = bytes.map_err(|error| Box::new(unreadable(&name, &error)))?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(Box::new(too_large(&name)));
        }
        Self::from_bytes(&name, bytes)
    }

    /// A source from bytes that need not be a file's, such as standard input.
    ///
    /// # Errors
    /// Bytes that are not UTF-8.
    pub fn from_bytes(path: &str, bytes: Vec<u8>) -> Result<Self, Box<Diagnostic>> {
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self::new(path, text)),
            Err(error) => {
                let valid_up_to = error.utf8_error().valid_up_to();
                Err(Box::new(not_utf8(path, error.as_bytes(), valid_up_to)))
            }
        }
    }
}

fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    // Opening a pipe would wait for somebody to write into it.
    let metadata = path.metadata()?;
    if metadata.is_dir() {
        return Err(io::Error::other("it is a folder, and a file is needed"));
    }
    if !metadata.is_file() {
        return Err(io::Error::other("it is neither a file nor a folder, nor `-` for standard input"));
    }
    read_limited(File::open(path)?, metadata.len())
}

/// At most one byte more than a schema may have.
fn read_limited(input: impl Read, expected: u64) -> io::Result<Vec<u8>> {
    // One more, so that the end is found without growing.
    let mut bytes = Vec::with_capacity(usize::try_from(expected.min(MAX_BYTES)).unwrap_or_default() + 1);
    input.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The diagnostic for a file or folder that cannot be read.
pub(super) fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::Unreadable, format!("cannot read {}: {error}", quoted(path)))
        .path(path)
        .hint("check that the path is right, and that you may read it")
}

/// The diagnostic for a file of more than [`MAX_BYTES`].
#[must_use]
pub fn too_large(path: &str) -> Diagnostic {
    let message = format!("{} is larger than {} MiB", quoted(path), MAX_BYTES >> 20);
    Diagnostic::new(Code::TooLarge, message).path(path).hint("a schema file describes one command; is this one?")
}

fn not_utf8(path: &str, bytes: &[u8], valid_up_to: usize) -> Diagnostic {
    // Up to the mistake this is the same text, so places in it are right.
    let source = Arc::new(Source::new(path, String::from_utf8_lossy(bytes)));
    let byte = bytes.get(valid_up_to).copied().unwrap_or_default();
    let message = format!("the file is not UTF-8: byte {byte:#04x} at offset {valid_up_to}");
    let replacement = char::REPLACEMENT_CHARACTER.len_utf8();
    let hint = if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        "the file looks like UTF-16; save it as UTF-8"
    } else {
        "save the file as UTF-8"
    };
    Diagnostic::new(Code::NotUtf8, message)
        .at(&source, Span::new(valid_up_to, valid_up_to + replacement))
        .label("not UTF-8")
        .hint(hint)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use std::fs;

    use super::*;
    use crate::text::Position;

    #[test]
    fn bytes_that_are_not_utf8_are_named_with_their_place() {
        let error = Source::from_bytes("a.json", b"{\n \"\xff\"}".to_vec()).unwrap_err();
        assert_eq!(error.code, Code::NotUtf8);
        assert_eq!(error.message, "the file is not UTF-8: byte 0xff at offset 4");
        assert_eq!(error.position(), Some(Position { line: 2, column: 3 }));
    }

    #[test]
    fn utf16_is_recognized() {
        let error = Source::from_bytes("a.json", b"\xff\xfe{\0}\0".to_vec()).unwrap_err();
        assert_eq!(error.hint.as_deref(), Some("the file looks like UTF-16; save it as UTF-8"));
    }

    #[test]
    fn files_are_read_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        fs::write(&path, "{}").unwrap();
        assert_eq!(Source::read(&path).unwrap().text, "{}");
    }

    #[test]
    fn what_is_no_file_or_too_large_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Source::read(folder.path()).unwrap_err().code, Code::Unreadable);
        let path = folder.path().join("a.json");
        assert_eq!(Source::read(&path).unwrap_err().code, Code::Unreadable);
        File::create(&path).unwrap().set_len(MAX_BYTES + 1).unwrap();
        assert_eq!(Source::read(&path).unwrap_err().code, Code::TooLarge);
    }
}
