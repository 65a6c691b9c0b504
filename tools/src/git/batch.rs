//! `git cat-file`, which answers one question after the other.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use super::Error;
use super::program::{Git, not_run};

/// A program that runs until this is dropped.
pub(super) struct Batch {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
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
        let mut child = command.spawn().map_err(not_run)?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(questions), Some(answers)) => Ok(Self { child, questions, answers: BufReader::new(answers) }),
            _ => Err(Error::Failed(io::ErrorKind::BrokenPipe.into())),
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
        self.questions.write_all(format!("{question}\n").as_bytes())?;
        let mut head = Vec::new();
        self.answers.read_until(b'\n', &mut head)?;
        match head.pop() {
            Some(b'\n') => Ok(String::from_utf8_lossy(&head).into_owned()),
            _ => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }

    fn skip(&mut self, bytes: u64) -> io::Result<()> {
        io::copy(&mut (&mut self.answers).take(bytes), &mut io::sink()).map(drop)
    }
}

fn number(digits: &str) -> io::Result<u64> {
    digits.parse().map_err(io::Error::other)
}

impl Drop for Batch {
    /// It only reads, so it may end at any time, even within an answer that nobody wants.
    fn drop(&mut self) {
        // Nobody is left to tell.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
