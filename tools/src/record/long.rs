//! An answer that is never in memory as a whole: it is checked while it comes.

use std::io::{self, Read};

use cln_runtime::rules::{Field, Kind, Shape, key_index_in};
use cln_runtime::{Rule, Validation, Violations};

use super::split::{KEPT, Splitter};

/// The member of an answer that is checked.
const RESULT: &str = "result";

/// Reads on in an answer to its end.
pub(super) struct Long<'l> {
    ready: Vec<u8>,
    /// How much of that has been read.
    read: usize,
    /// What has come, and may be more than the answer.
    chunk: Vec<u8>,
    splitter: &'l mut Splitter,
    /// Gives what comes next from the node; `None` at the end of the connection.
    more: &'l mut dyn FnMut() -> Option<Vec<u8>>,
    is_cut: bool,
}

impl<'l> Long<'l> {
    /// An answer that begins so, and what has come after that.
    pub(super) fn new(
        head: Vec<u8>,
        chunk: Vec<u8>,
        splitter: &'l mut Splitter,
        more: &'l mut dyn FnMut() -> Option<Vec<u8>>,
    ) -> Self {
        Self { ready: head, read: 0, chunk, splitter, more, is_cut: false }
    }

    /// Holds the result against its rules; pointers begin at the message.
    pub(super) fn check(&mut self, shape: &Shape<'_>, keep: usize) -> Option<Violations> {
        let fields = [Field::required(RESULT, Kind::Object(shape))];
        let mut slots = Vec::new();
        let index = key_index_in(&fields, |made| {
            slots.extend_from_slice(made);
            &slots
        });
        let message = Shape { fields: &fields, index, closed: false, params: false, groups: &[], clauses: &[] };
        Validation::new().keep(keep).buffer(KEPT).validate_reader(self, &message).err()
    }

    /// Passes over what has not been read. Gives what has come after the answer; `None` if that is not whole.
    pub(super) fn finish(mut self) -> Option<Vec<u8>> {
        // The reader itself never fails.
        let _ = io::copy(&mut self, &mut io::sink());
        (!self.is_cut).then_some(self.chunk)
    }
}

impl Read for Long<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let ready = self.ready.get(self.read..).unwrap_or_default();
            if !ready.is_empty() {
                let count = ready.len().min(buffer.len());
                buffer[..count].copy_from_slice(&ready[..count]);
                self.read += count;
                return Ok(count);
            }
            let mut rest = self.chunk.as_slice();
            let Some(piece) = self.splitter.rest(&mut rest) else { return Ok(0) };
            (self.ready, self.read) = (piece.to_vec(), 0);
            self.chunk = rest.to_vec();
            if self.ready.is_empty() && !self.is_cut {
                match (self.more)() {
                    Some(chunk) => self.chunk = chunk,
                    None => self.is_cut = true,
                }
            } else if self.is_cut {
                return Ok(0);
            }
        }
    }
}

/// Where in the result it is, of what is wrong with it; nothing of a text that cannot be read on.
pub(super) fn below_result(pointer: &str, rule: Rule) -> Option<&str> {
    let below = pointer.strip_prefix("/result")?;
    let is_about_reading = matches!(rule, Rule::Json | Rule::Depth | Rule::Limit | Rule::Io);
    let is_absent = below.is_empty() && rule == Rule::Required;
    (!is_about_reading && !is_absent).then_some(below)
}
