//! `git cat-file`, which answers one question after the other.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::process::{ChildStdin, Stdio};
use std::time::Instant;

use super::Error;
use super::limit::{Running, Timed, limit};
use super::program::{Git, not_run};

/// A program that runs until this is dropped. It only reads, so it may end at any time, even within an answer that nobody
/// wants.
pub(super) struct Batch {
    running: Running,
    questions: ChildStdin,
    answers: BufReader<Timed>,
}

/// What is at a place in a tree.
pub(super) enum Object {
    Tree {
        id: String,
    },
    Blob {
        id: String,
        size: u64,
    },
    Missing,
    /// A link that leads out of the tree, to nothing or in a circle.
    Link,
}

impl Batch {
    /// Looks up places in trees, through links.
    pub(super) fn of_places(git: &Git) -> Result<Self, Error> {
        Self::run(git, &["cat-file", "--batch-check", "--follow-symlinks"])
    }

    /// Reads blobs by id.
    pub(super) fn of_blobs(git: &Git) -> Result<Self, Error> {
        Self::run(git, &["cat-file", "--batch"])
    }

    fn run(git: &Git, arguments: &[&str]) -> Result<Self, Error> {
        let mut command = git.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut running = Running(command.spawn().map_err(not_run)?);
        match (running.0.stdin.take(), running.0.stdout.take()) {
            (Some(questions), Some(answers)) => {
                let answers = BufReader::new(Timed::new(answers, Instant::now()));
                Ok(Self { running, questions, answers })
            }
            _ => Err(Error::Failed(ErrorKind::BrokenPipe.into())),
        }
    }

    /// What is at a path in a tree.
    pub(super) fn object(&mut self, tree: &str, path: &str) -> Result<Object, Error> {
        // Each line is a question.
        if path.contains('\n') {
            return Ok(Object::Missing);
        }
        let head = self.ask(&format!("{tree}:{path}")).map_err(Error::Failed)?;
        let words: Vec<&str> = head.rsplitn(3, ' ').collect();
        Ok(match (words.as_slice(), head.split_once(' ')) {
            ([_, "tree", id], _) => Object::Tree { id: (*id).to_owned() },
            ([size, "blob", id], _) => {
                Object::Blob { id: (*id).to_owned(), size: number(size).map_err(Error::Failed)? }
            }
            (_, Some((kind @ ("symlink" | "dangling" | "loop" | "notdir"), size))) => {
                // What it leads to follows, and a line feed.
                self.skip(number(size).map_err(Error::Failed)?.saturating_add(1)).map_err(Error::Failed)?;
                if kind == "notdir" { Object::Missing } else { Object::Link }
            }
            _ => Object::Missing,
        })
    }

    /// How large a blob is, by its id; `None` if the repository lacks it.
    #[cfg(feature = "cli")]
    pub(super) fn size(&mut self, id: &str) -> Result<Option<u64>, Error> {
        let head = self.ask(id).map_err(Error::Failed)?;
        match head.rsplitn(3, ' ').collect::<Vec<_>>().as_slice() {
            [size, "blob", _] => number(size).map(Some).map_err(Error::Failed),
            _ => Ok(None),
        }
    }

    /// The bytes of a blob, of which there are so many.
    pub(super) fn blob(&mut self, id: &str, size: u64) -> io::Result<Vec<u8>> {
        let head = self.ask(id)?;
        if head != format!("{id} blob {size}") {
            return Err(io::Error::other(format!("git says {head:?} of the object {id}")));
        }
        let mut bytes = Vec::new();
        (&mut self.answers).take(size).read_to_end(&mut bytes)?;
        self.skip(1)?;
        Ok(bytes)
    }

    fn ask(&mut self, question: &str) -> io::Result<String> {
        self.answers.get_mut().wait_until(Instant::now() + limit()?);
        let answer = self.answer(question);
        if answer.as_ref().is_err_and(|error| error.kind() == ErrorKind::TimedOut) {
            // It is not waited for again.
            self.running.0.kill()?;
        }
        answer
    }

    fn answer(&mut self, question: &str) -> io::Result<String> {
        self.questions.write_all(format!("{question}\n").as_bytes())?;
        let mut head = Vec::new();
        self.answers.read_until(b'\n', &mut head)?;
        match head.pop() {
            Some(b'\n') => Ok(String::from_utf8_lossy(&head).into_owned()),
            _ => Err(ErrorKind::UnexpectedEof.into()),
        }
    }

    fn skip(&mut self, bytes: u64) -> io::Result<()> {
        io::copy(&mut (&mut self.answers).take(bytes), &mut io::sink()).map(drop)
    }
}

fn number(digits: &str) -> io::Result<u64> {
    digits.parse().map_err(io::Error::other)
}
