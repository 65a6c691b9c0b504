//! The file of exchanges: whole lines, whatever happens.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use cln_codegen::model::json_string;

/// A new file that only this user may read.
#[derive(Debug)]
pub(super) struct Lines {
    file: File,
    /// Bytes of whole lines.
    length: u64,
    written: u64,
    failed: Option<io::Error>,
}

/// One exchange, as it is written.
#[derive(Debug)]
pub(super) struct Line {
    /// The exact text of the request, but for its secrets.
    pub(super) request: String,
    /// The answer, as JSON; `None` if it was too long to be written.
    pub(super) response: Option<String>,
    /// What there is to say; empty if that is nothing.
    pub(super) note: String,
}

impl Lines {
    /// Makes the file, which must not be there yet.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().append(true).create_new(true).mode(0o600).open(path)?;
        Ok(Self { file, length: 0, written: 0, failed: None })
    }

    /// Writes a line at once. Once that has failed, nothing is written any more, and the file ends with a whole line.
    pub(super) fn write(&mut self, line: &Line) {
        if self.failed.is_some() {
            return;
        }
        let text = line.to_json();
        match self.file.write_all(text.as_bytes()) {
            Ok(()) => {
                self.length += text.len() as u64;
                self.written += 1;
            }
            Err(error) => {
                // If that fails, too, the last line is a part of one, which readers pass over.
                let _ = self.file.set_len(self.length);
                self.failed = Some(error);
            }
        }
    }

    /// How many lines there are, and why there are no more of them.
    pub(super) fn into_outcome(self) -> (u64, Option<io::Error>) {
        (self.written, self.failed)
    }
}

impl Line {
    fn to_json(&self) -> String {
        let request = json_string(&self.request);
        let response = self.response.as_deref().unwrap_or("null");
        let note = if self.note.is_empty() { String::new() } else { format!(",\"note\":{}", json_string(&self.note)) };
        format!("{{\"request\":{request},\"response\":{response}{note}}}\n")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_file_is_made_for_its_user_alone_and_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.jsonl");
        let mut lines = Lines::create(&path).unwrap();
        lines.write(&Line { request: "{\n}".to_owned(), response: Some("{}".to_owned()), note: String::new() });
        lines.write(&Line { request: "{}".to_owned(), response: None, note: "a \"b\"".to_owned() });
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        let expected = "{\"request\":\"{\\n}\",\"response\":{}}\n{\"request\":\"{}\",\"response\":null,\"note\":\"a \\\"b\\\"\"}\n";
        assert_eq!(std::fs::read_to_string(&path).unwrap(), expected);
        assert_eq!(Lines::create(&path).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(lines.into_outcome().0, 2);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_ends_the_writing_and_nothing_else() {
        let file = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut lines = Lines { file, length: 0, written: 0, failed: None };
        for _ in 0..2 {
            lines.write(&Line { request: String::new(), response: None, note: String::new() });
        }
        let (written, failed) = lines.into_outcome();
        assert_eq!((written, failed.unwrap().kind()), (0, io::ErrorKind::StorageFull));
    }
}
