//! The program `git`.

use std::io;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::Error;

/// The program, as it is run in a folder.
#[derive(Clone, Debug, Default)]
pub(super) struct Git {
    /// The folder; the current one if there is none.
    pub(super) folder: Option<PathBuf>,
}

impl Git {
    /// The program with these arguments, and an empty input.
    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("--literal-pathspecs").args(arguments).stdin(Stdio::null());
        // A partial clone would fetch what it lacks, one file at a time, by programs that its configuration names.
        command.env("GIT_NO_LAZY_FETCH", "1");
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        command
    }

    /// What it says; `None` if it says no.
    pub(super) fn ask(&self, arguments: &[&str]) -> Result<Option<Vec<u8>>, Error> {
        let output = self.command(arguments).output().map_err(not_run)?;
        Ok(output.status.success().then_some(output.stdout))
    }

    /// The first line of what it says; `None` if it says no.
    pub(super) fn ask_line(&self, arguments: &[&str]) -> Result<Option<String>, Error> {
        let said = self.ask(arguments)?.map(|said| String::from_utf8_lossy(&said).into_owned());
        Ok(said.map(|said| said.lines().next().unwrap_or_default().to_owned()))
    }

    /// That there is a repository.
    pub(super) fn find_repository(&self) -> Result<(), Error> {
        let output = self.command(&["rev-parse", "--git-dir"]).output().map_err(not_run)?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(Error::NoRepository { said: said.lines().next().unwrap_or_default().to_owned() })
    }
}

/// That the program cannot be run.
pub(super) fn not_run(error: io::Error) -> Error {
    if error.kind() == io::ErrorKind::NotFound { Error::NoProgram } else { Error::Failed(error) }
}
