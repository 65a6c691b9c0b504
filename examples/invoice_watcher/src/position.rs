//! How far the program has come, in a small file.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A file with the `pay_index` of the last payment that was handled.
#[derive(Clone, Debug)]
pub struct Position {
    path: PathBuf,
}

impl Position {
    /// The position in this file.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// What was stored; 0, which is before the first payment, if there is no such file.
    ///
    /// # Errors
    /// The file cannot be read, or holds something else. To begin again from 0 would handle every payment again, so
    /// nobody but a person decides that.
    pub fn load(&self) -> io::Result<u64> {
        let text = match fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
            Err(error) => return Err(self.explain(error)),
        };
        let index = text.strip_suffix('\n').and_then(|index| index.parse().ok());
        index.ok_or_else(|| self.explain(io::Error::new(ErrorKind::InvalidData, "expected a number and a line break")))
    }

    /// Stores a position: whatever happens meanwhile, the file then holds either the old one or the new one.
    ///
    /// # Errors
    /// The file, or the one beside it that takes its place, cannot be written.
    pub fn store(&self, index: u64) -> io::Result<()> {
        self.replace(index).map_err(|error| self.explain(error))
    }

    fn replace(&self, index: u64) -> io::Result<()> {
        let mut beside = self.path.clone().into_os_string();
        beside.push(".new");
        let mut file = File::create(&beside)?;
        file.write_all(format!("{index}\n").as_bytes())?;
        // Before its name does, or a crash of the machine may leave the new name with nothing in it.
        file.sync_all()?;
        fs::rename(&beside, &self.path)?;
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()
    }

    fn explain(&self, error: io::Error) -> io::Error {
        io::Error::new(error.kind(), format!("{}: {error}", self.path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_what_was_stored_last() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("position");
        let position = Position::at(&path);
        assert_eq!(position.load()?, 0);
        for index in [17, u64::MAX] {
            position.store(index)?;
            assert_eq!(position.load()?, index);
        }
        assert_eq!(fs::read_dir(folder.path())?.count(), 1, "nothing is left beside it");
        Ok(())
    }

    #[test]
    fn a_file_of_something_else_is_not_taken_for_a_position() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("position");
        // The last is cut.
        for text in ["", "\n", "seventeen\n", "-1\n", "17"] {
            fs::write(&path, text)?;
            let error = Position::at(&path).load().unwrap_err();
            assert_eq!(error.to_string(), format!("{}: expected a number and a line break", path.display()));
        }
        Ok(())
    }
}
