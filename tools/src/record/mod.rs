//! Recording what a node is asked and answers: a proxy that changes nothing, and a file in which secrets are replaced.

mod commands;
mod conversation;
mod correction;
mod drift;
mod journal;
mod lines;
mod long;
mod message;
mod observed;
mod proxy;
mod report;
mod socket;
mod split;
mod stand_ins;
mod stop;

use std::fs;
use std::io;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

use bumpalo::Bump;
use cln_codegen::diagnostic::Diagnostics;
use cln_codegen::internals::{Traced, assemble, documents};
use cln_codegen::model::Api;
use cln_codegen::{Builder, Error};
use cln_runtime::visible;

pub use report::Report;
pub use stop::Stop;

use commands::Known;
use journal::Journal;
use lines::Lines;
use stand_ins::StandIns;

/// What shall be recorded, and where.
#[derive(Clone, Debug)]
pub struct Recording {
    /// The socket of the node.
    pub node: PathBuf,
    /// The socket for clients.
    pub listen: PathBuf,
    /// The file of exchanges, which must not be there yet.
    pub out: PathBuf,
    /// Whether exchanges of methods without a schema are written, too; their secrets are told by names alone.
    pub unchecked: bool,
}

/// A recording that listens, and takes no connection yet.
#[derive(Debug)]
pub struct Recorder {
    recording: Recording,
    listener: UnixListener,
    lines: Lines,
    stand_ins: StandIns,
    documents: Vec<Traced>,
    api: Api,
}

/// Why nothing is recorded.
#[derive(Debug)]
pub enum Refused {
    /// The schemas are wrong.
    Schemas(Error),
    /// The node cannot be reached.
    NoNode(PathBuf, io::Error),
    /// The socket for clients cannot be made.
    Socket(PathBuf, io::Error),
    /// The file of exchanges cannot be made.
    File(PathBuf, io::Error),
    /// There is no chance to make keys of.
    NoKey(io::Error),
    /// Nothing could tell when to end.
    NoSignals(io::Error),
}

impl Recording {
    /// Makes the socket and the file. Exchanges are held against the schemas of the builder.
    ///
    /// # Errors
    /// Why nothing can be recorded; then nothing is left behind.
    pub fn start(self, schemas: &Builder) -> Result<Recorder, Refused> {
        let (documents, api) = read(schemas).map_err(|wrong| Refused::Schemas(wrong.into()))?;
        UnixStream::connect(&self.node).map_err(|error| Refused::NoNode(self.node.clone(), error))?;
        let stand_ins = StandIns::new().map_err(Refused::NoKey)?;
        let listener = socket::listen(&self.listen).map_err(|error| Refused::Socket(self.listen.clone(), error))?;
        let lines = Lines::create(&self.out).map_err(|error| {
            remove(&self.listen);
            Refused::File(self.out.clone(), error)
        })?;
        Ok(Recorder { recording: self, listener, lines, stand_ins, documents, api })
    }
}

impl Recorder {
    /// Passes bytes on, and records, until it is stopped.
    pub fn run(self, stop: &Stop) -> Report {
        let arena = Bump::new();
        let known = Known::new(&arena, &self.api);
        let journal = Journal::new(&known, self.recording.unchecked, self.stand_ins, self.lines);
        proxy::serve(&self.listener, &self.recording.node, &journal, stop);
        remove(&self.recording.listen);
        let (lines, tally) = journal.into_parts();
        Report::new(lines, &tally, &self.documents)
    }
}

/// The documents, and what they mean.
fn read(schemas: &Builder) -> Result<(Vec<Traced>, Api), Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    let mut job = schemas.readable_job()?;
    let documents = documents(schemas.paths(), &mut job, &mut diagnostics);
    job.corrections.complain(&mut diagnostics);
    let api = assemble(&documents, &job.only, &job.options, &mut diagnostics);
    if diagnostics.has_errors() { Err(diagnostics) } else { Ok((documents, api)) }
}

/// A socket that is gone already needs no removing.
fn remove(socket: &Path) {
    let _ = fs::remove_file(socket);
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Schemas(_) => f.write_str("the schemas are wrong"),
            Self::NoNode(path, _) => write!(f, "cannot reach a node at {}", visible(path.display())),
            Self::Socket(path, _) => write!(f, "cannot listen on {}", visible(path.display())),
            Self::File(path, error) if error.kind() == io::ErrorKind::AlreadyExists => {
                write!(f, "{} is there already: name another file, or remove it", visible(path.display()))
            }
            Self::File(path, _) => write!(f, "cannot make the file {}", visible(path.display())),
            Self::NoKey(_) => f.write_str("cannot read /dev/urandom"),
            Self::NoSignals(_) => f.write_str("cannot listen for signals"),
        }
    }
}

impl std::error::Error for Refused {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Schemas(error) => Some(error),
            Self::NoNode(_, error) | Self::Socket(_, error) | Self::File(_, error) => Some(error),
            Self::NoKey(error) | Self::NoSignals(error) => Some(error),
        }
    }
}
