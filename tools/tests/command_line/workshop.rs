//! A temporary folder to run the program in.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A command with a little of everything.
pub(crate) const WAIT: &str = r#"{
  "rpc": "wait",
  "request": {
    "required": ["index"],
    "properties": {
      "index": {"type": "u64"},
      "mode": {"type": "string", "enum": ["all", "one"]}
    }
  },
  "response": {
    "required": ["next", "age"],
    "properties": {
      "next": {"type": "u64"},
      "age": {"type": "u64", "added": "v24.02"}
    }
  },
  "examples": [{
    "request": {"id": "example:wait#1", "method": "wait", "params": {"index": 1}},
    "response": {"next": 2, "age": 3}
  }]
}
"#;

/// The least that a command can be.
pub(crate) fn command(name: &str) -> String {
    format!(r#"{{"rpc": "{name}", "request": {{}}, "response": {{}}}}"#)
}

/// A folder that goes away with it.
pub(crate) struct Workshop(TempDir);

/// How a run ended, and what it said.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Workshop {
    /// A folder with these files, by paths below it.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let workshop = Self(tempfile::tempdir().unwrap());
        for (path, text) in files {
            workshop.write(path, text);
        }
        workshop
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// The texts of all files in a folder by name, hidden ones too; none if there is no such folder. A file that goes
    /// meanwhile, such as one that takes its last name, is none.
    pub(crate) fn files(&self, folder: &str) -> BTreeMap<String, String> {
        let Ok(entries) = fs::read_dir(self.path(folder)) else { return BTreeMap::new() };
        let mut files = BTreeMap::new();
        for entry in entries.map(|entry| entry.unwrap()) {
            let name = entry.file_name().into_string().unwrap();
            if entry.path().is_dir() {
                let below = self.files(&format!("{folder}/{name}"));
                files.extend(below.into_iter().map(|(path, text)| (format!("{name}/{path}"), text)));
            } else if entry.path().is_file() {
                match fs::read_to_string(entry.path()) {
                    Ok(text) => drop(files.insert(name, text)),
                    Err(error) => assert_eq!(error.kind(), ErrorKind::NotFound, "{name}"),
                }
            }
        }
        files
    }

    /// The names of all files in a folder, sorted.
    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        self.files(folder).into_keys().collect()
    }

    /// The program in this folder.
    pub(crate) fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cln-codegen"));
        command.args(arguments).current_dir(self.0.path()).stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        self.program(arguments).output().unwrap().into()
    }

    /// Runs the program with this text as its standard input.
    pub(crate) fn run_on(&self, stdin: impl AsRef<[u8]>, arguments: &[&str]) -> Outcome {
        let mut program = self.program(arguments);
        let mut running = program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        running.stdin.take().unwrap().write_all(stdin.as_ref()).unwrap();
        running.wait_with_output().unwrap().into()
    }

    /// `generate` from `schemas` into `out`.
    pub(crate) fn generate(&self, more: &[&str]) -> Outcome {
        self.run(&[&["generate", "schemas", "--out", "out"], more].concat())
    }
}

impl From<Output> for Outcome {
    fn from(output: Output) -> Self {
        Self {
            status: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Outcome {
    /// Done, with nothing to complain about.
    #[track_caller]
    pub(crate) fn done(&self, stdout: &str) {
        assert_eq!((self.status, self.stdout.as_str(), self.stderr.as_str()), (Some(0), stdout, ""));
    }

    /// Bad input: nothing on standard output, and these parts in this order on standard error.
    #[track_caller]
    pub(crate) fn refused(&self, parts: &[&str]) {
        assert_eq!((self.status, self.stdout.as_str()), (Some(2), ""), "{}", self.stderr);
        let mut rest = self.stderr.as_str();
        for part in parts {
            let found = rest.split_once(part);
            assert!(found.is_some(), "`{part}` is not in, or not where it should be:\n{}", self.stderr);
            rest = found.unwrap().1;
        }
    }
}
