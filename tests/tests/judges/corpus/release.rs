//! The schemas of a release, and the exchanges that a node was recorded in.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use cln_codegen::diagnostic::Diagnostics;
use cln_codegen::schema::Target;
use cln_codegen::source::discover;
use cln_tests::edit;
use cln_tests::folders::{files as transcripts, shared, stem};
use cln_tests::transcript::{self, Exchange};

use crate::lowered::{Lowered, lowered};

/// The folder that `CLN_SCHEMAS` names, or the one of the shared material; `None`, saying so, if there is neither.
pub(crate) fn folder() -> Option<PathBuf> {
    env::var_os("CLN_SCHEMAS").map(PathBuf::from).or_else(|| shared("corpus"))
}

/// Whether it is the one whose findings are known.
pub(crate) fn is_known(folder: &Path) -> bool {
    let known = shared("corpus").and_then(|known| known.canonicalize().ok());
    known.is_some_and(|known| folder.canonicalize().is_ok_and(|folder| folder == known))
}

/// A schema file.
pub(crate) struct File {
    /// Its path below the folder.
    pub(crate) path: String,
    pub(crate) lowered: Lowered,
}

impl File {
    /// The kind of what it describes, as the bindings of the scratch crate are asked for it.
    pub(crate) fn table(&self) -> &'static str {
        match self.lowered.method.target {
            Target::Rpc => "rpc",
            Target::Notification => "notification",
            Target::Hook => "hook",
        }
    }
}

/// All schema files of a release.
pub(crate) fn read(folder: &Path) -> Vec<File> {
    let mut diagnostics = Diagnostics::new();
    let files = discover(&[folder], &mut diagnostics);
    assert!(diagnostics.is_empty(), "{diagnostics}");
    let read = |path: &Path| lowered(fs::read_to_string(path).unwrap());
    let files = files
        .into_iter()
        .map(|file| File { path: file.relative.to_string_lossy().replace('\\', "/"), lowered: read(&file.path) });
    files.collect()
}

/// What a node answered: the transcript, the exchange and the result.
pub(crate) struct Answer {
    pub(crate) transcript: String,
    pub(crate) method: String,
    pub(crate) result: String,
}

/// The results of the transcripts whose methods are among those of `files`. A request with a `filter` is left out: the
/// node cuts its answer down.
pub(crate) fn answers(files: &[File]) -> Vec<Answer> {
    let known: BTreeSet<&str> = files.iter().map(|file| file.lowered.method.name.as_str()).collect();
    let answer = |transcript: &str, exchange: &Exchange| {
        let method = exchange.method().filter(|method| known.contains(method.as_str()))?;
        let is_filtered = edit::get(&exchange.request, "/filter").is_some();
        let result = exchange.result().filter(|_| !is_filtered)?;
        Some(Answer { transcript: transcript.to_owned(), method, result: result.to_owned() })
    };
    let of_transcript = |name: &str| {
        let exchanges = transcript::read(name).unwrap_or_default();
        exchanges.iter().filter_map(|exchange| answer(name, exchange)).collect::<Vec<_>>()
    };
    let Some(folder) = shared("transcripts") else { return Vec::new() };
    // The others hold what passed between a node and its plugins.
    let names = transcripts(&folder, "jsonl").into_iter().filter(|path| !stem(path).starts_with("plugin_"));
    names.flat_map(|path| of_transcript(stem(&path))).collect()
}
