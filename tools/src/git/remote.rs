//! Another repository, of which only what is asked for is fetched.

use std::path::Path;
use std::process::{Command, Output};
use std::{env, io};

use cln_codegen::diagnostic::Diagnostic;
use cln_codegen::text::Source;
use tempfile::TempDir;

use super::Error;
use super::batch::{Batch, Object};
use super::limit::output;
use super::program::{Git, not_run};
use super::tree::{Entry, entries, source};

/// What the other repository is called in the one that is fetched into. Nobody's configuration has something to say of it.
const NAME: &str = "cln-codegen-fetch";

/// How `git` is configured when it talks to another repository, in addition to what the user says elsewhere, of which
/// proxies and mirrors are to be kept.
const OPTIONS: [&str; 7] = [
    // The second version gives any object by its id, and lists only the names that are asked for.
    "protocol.version=2",
    "core.hooksPath=/dev/null",
    "maintenance.auto=false",
    "fetch.recurseSubmodules=false",
    "remote.cln-codegen-fetch.promisor=true",
    // A server that says no more has gone away.
    "http.lowSpeedLimit=1",
    "http.lowSpeedTime=60",
];

/// Nobody is asked for a password, on a terminal or in a window, and programs that a URL names are not run.
const ENVIRONMENT: [(&str, &str); 4] =
    [("GIT_TERMINAL_PROMPT", "0"), ("GIT_ASKPASS", ""), ("SSH_ASKPASS", "false"), ("SSH_ASKPASS_REQUIRE", "force")];

/// How a repository may be reached, unless the environment says otherwise.
const PROTOCOLS: (&str, &str) = ("GIT_ALLOW_PROTOCOL", "file:git:http:https:ssh");

/// A tag or branch of the other repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// Such as `refs/tags/v26.06.6`.
    pub(crate) reference: String,
    pub(crate) id: String,
}

impl Name {
    /// The name of the tag, if it is one.
    pub(crate) fn tag(&self) -> Option<&str> {
        self.reference.strip_prefix("refs/tags/")
    }

    /// The name of the branch, if it is one.
    pub(crate) fn branch(&self) -> Option<&str> {
        self.reference.strip_prefix("refs/heads/")
    }
}

/// Another repository, and a small one into which is fetched what is asked for. That goes away with this.
#[derive(Debug)]
pub(crate) struct Remote {
    git: Git,
    /// A path or URL.
    from: String,
    _folder: TempDir,
}

impl Remote {
    /// Makes the small repository. Nothing is asked of the other one yet.
    pub(crate) fn new(from: &str) -> Result<Self, Error> {
        let from = match Path::new(from).exists() {
            // `git` runs elsewhere.
            true => std::path::absolute(from).map_err(Error::Failed)?.to_string_lossy().into_owned(),
            false => from.to_owned(),
        };
        let folder = tempfile::tempdir().map_err(Error::Failed)?;
        let repository = Some(folder.path().join("repository"));
        let git = Git { folder: Some(folder.path().to_owned()), repository };
        let remote = Self { git, from, _folder: folder };
        remote.start("sha1")?;
        Ok(remote)
    }

    /// Where it is, without what only its owner may know.
    pub(crate) fn shown(&self) -> String {
        without_credentials(&self.from)
    }

    /// Its tags and branches.
    pub(crate) fn names(&self) -> Result<Vec<Name>, Error> {
        let output = self.run(&["ls-remote", "--quiet", "--heads", "--tags", "--refs", NAME], &[])?;
        if !output.status.success() {
            return Err(Error::Unreachable { from: self.shown(), said: self.said(&output) });
        }
        let listed = String::from_utf8_lossy(&output.stdout);
        let line = |line: &str| {
            let (id, reference) = line.split_once('\t')?;
            is_id(id).then(|| Name { reference: reference.to_owned(), id: id.to_owned() })
        };
        let names: Vec<Name> = listed.lines().filter_map(line).collect();
        if names.iter().any(|name| name.id.len() == SHA256) {
            self.start("sha256")?;
        }
        Ok(names)
    }

    /// Fetches a commit, or what a tag of this id names, with its folders and without its files. Gives the commit's id.
    pub(crate) fn commit(&self, id: &str) -> Result<String, Error> {
        let asked =
            ["fetch", "--quiet", "--depth=1", "--filter=blob:none", "--no-tags", "--no-write-fetch-head", NAME, id];
        let output = self.run(&asked, &[])?;
        if !output.status.success() {
            return Err(self.not_given(format!("the commit `{id}`"), &output));
        }
        let commit = self.git.ask_line(&["rev-parse", "--verify", "--quiet", &format!("{id}^{{commit}}")])?;
        commit.ok_or_else(|| self.not_given(format!("a commit by the name of `{id}`"), &output))
    }

    /// The files in a folder of a commit, and below it if asked for; `None` if there is no such folder.
    pub(crate) fn entries(&self, commit: &str, folder: &str, deep: bool) -> Result<Option<Vec<Entry>>, Error> {
        let Object::Tree { id } = Batch::of_places(&self.git)?.object(commit, folder)? else { return Ok(None) };
        let mut asked = vec!["ls-tree", "-z", "-l", "--full-tree"];
        asked.extend(deep.then_some("-r"));
        asked.push(&id);
        Ok(self.git.ask(&asked)?.map(|listed| entries(&listed).collect()))
    }

    /// Fetches those of the files that are not here yet.
    pub(crate) fn fetch(&self, files: &[&Entry]) -> Result<(), Error> {
        let lacking: Vec<u8> = files
            .iter()
            .filter(|file| file.size.is_none())
            .flat_map(|file| format!("{}\n", file.id).into_bytes())
            .collect();
        if lacking.is_empty() {
            return Ok(());
        }
        let asked = ["fetch", "--quiet", "--filter=blob:none", "--no-tags", "--no-write-fetch-head", "--stdin", NAME];
        let output = self.run(&asked, &lacking)?;
        if output.status.success() { Ok(()) } else { Err(self.not_given("files of the commit".to_owned(), &output)) }
    }

    /// The text of each file that is here, by its path, within the limits of a file on the disk.
    pub(crate) fn texts(&self, files: &[&Entry]) -> Result<Vec<Result<Source, Box<Diagnostic>>>, Error> {
        let (mut places, mut blobs) = (Batch::of_places(&self.git)?, Batch::of_blobs(&self.git)?);
        let text = |file: &&Entry| match places.size(&file.id)? {
            Some(size) => Ok(source(&mut blobs, &file.path, &file.id, size)),
            None => Err(Error::Lacking { name: file.path.clone() }),
        };
        files.iter().map(text).collect()
    }

    /// Makes the small repository anew, for ids of a kind.
    fn start(&self, format: &str) -> Result<(), Error> {
        if let Some(repository) = &self.git.repository {
            match std::fs::remove_dir_all(repository) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Error::Failed(error)),
                _ => {}
            }
        }
        // A template might hold hooks.
        let output =
            self.git.run(&["init", "--quiet", "--bare", "--template=", &format!("--object-format={format}")])?;
        match output.status.success() {
            true => Ok(()),
            false => Err(Error::Failed(io::Error::other(self.said(&output)))),
        }
    }

    fn run(&self, arguments: &[&str], input: &[u8]) -> Result<Output, Error> {
        output(self.command(arguments), input.to_vec()).map_err(not_run)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let url = format!("remote.{NAME}.url={}", self.from);
        let options = OPTIONS.into_iter().chain([url.as_str()]).flat_map(|option| ["-c", option]);
        let mut command = self.git.command(&options.chain(arguments.iter().copied()).collect::<Vec<_>>());
        command.envs(ENVIRONMENT);
        let (protocols, allowed) = PROTOCOLS;
        if env::var_os(protocols).is_none() {
            command.env(protocols, allowed);
        }
        command
    }

    fn not_given(&self, what: String, output: &Output) -> Error {
        Error::NotGiven { from: self.shown(), what, said: self.said(output) }
    }

    /// What it complains about.
    fn said(&self, output: &Output) -> String {
        let said = String::from_utf8_lossy(&output.stderr).replace(&self.from, &self.shown());
        said.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ")
    }
}

/// How many digits an id has in a repository of the newer format.
const SHA256: usize = 64;

/// Whether a text is the whole id of an object.
pub(crate) fn is_id(text: &str) -> bool {
    matches!(text.len(), 40 | SHA256) && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// A URL without a name and password before its host.
fn without_credentials(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    match host.rsplit_once('@') {
        Some((_, host)) => format!("{scheme}://…@{host}{path}"),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_not_shown() {
        let cases = [
            ("https://alice:hunter2@example.com/a@b.git", "https://…@example.com/a@b.git"),
            ("https://token@example.com", "https://…@example.com"),
            ("https://a:b@c@example.com/x", "https://…@example.com/x"),
            ("https://example.com/a@b", "https://example.com/a@b"),
            ("git@example.com:a/b", "git@example.com:a/b"),
            ("/a/b@c", "/a/b@c"),
        ];
        for (url, shown) in cases {
            assert_eq!(without_credentials(url), shown);
        }
    }

    #[test]
    fn only_whole_ids_are_ids() {
        let (sha1, sha256) = ("0123456789abcdef".repeat(3)[..40].to_owned(), "0123456789abcdef".repeat(4));
        assert!(is_id(&sha1) && is_id(&sha256));
        for text in ["", "0123456", &sha1.to_uppercase(), &sha1.replace('0', "-"), &sha256[..63]] {
            assert!(!is_id(text), "{text}");
        }
    }
}
