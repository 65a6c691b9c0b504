//! The program `git`.

use std::ffi::OsStr;
use std::io;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use super::Error;
use super::limit::output;

/// What would have the program read another repository than the one that is meant: what `git rev-parse
/// --local-env-vars` names, but for configuration that comes by the environment.
const ELSEWHERE: [&str; 11] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_CONFIG",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

/// The program, as it is run in a folder.
#[derive(Clone, Debug, Default)]
pub(super) struct Git {
    /// The folder; the current one if there is none.
    pub(super) folder: Option<PathBuf>,
    /// The repository, whatever the folder and the environment say; the one that the folder is in if there is none.
    pub(super) repository: Option<PathBuf>,
}

impl Git {
    /// The program with these arguments, and an empty input.
    pub(super) fn command<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Command {
        let mut command = Command::new("git");
        command.arg("--literal-pathspecs").args(arguments).stdin(Stdio::null());
        // A partial clone would fetch what it lacks, one file at a time, by programs that its configuration names.
        command.env("GIT_NO_LAZY_FETCH", "1");
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        if let Some(repository) = &self.repository {
            for name in ELSEWHERE {
                command.env_remove(name);
            }
            command.env("GIT_DIR", repository);
        }
        command
    }

    /// What it says; `None` if it says no.
    pub(super) fn ask(&self, arguments: &[&str]) -> Result<Option<Vec<u8>>, Error> {
        let output = self.run(arguments)?;
        Ok(output.status.success().then_some(output.stdout))
    }

    /// The first line of what it says; `None` if it says no.
    pub(super) fn ask_line(&self, arguments: &[&str]) -> Result<Option<String>, Error> {
        let said = self.ask(arguments)?.map(|said| String::from_utf8_lossy(&said).into_owned());
        Ok(said.map(|said| said.lines().next().unwrap_or_default().to_owned()))
    }

    /// That there is a repository.
    pub(super) fn find_repository(&self) -> Result<(), Error> {
        let output = self.run(&["rev-parse", "--git-dir"])?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(Error::NoRepository { said: said.lines().next().unwrap_or_default().to_owned() })
    }

    pub(super) fn run(&self, arguments: &[&str]) -> Result<Output, Error> {
        output(self.command(arguments), Vec::new()).map_err(not_run)
    }
}

/// That the program cannot be run.
pub(super) fn not_run(error: io::Error) -> Error {
    if error.kind() == io::ErrorKind::NotFound { Error::NoProgram } else { Error::Failed(error) }
}
