//! The memory of this process, read as a file.

use std::fmt;
use std::fs::{self, File};
use std::ops::Range;
use std::os::unix::fs::FileExt;

use crate::marker::Marker;

/// How many copies of a preimage there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Copies {
    /// As 64 hex digits.
    pub(crate) digits: usize,
    /// As 32 bytes.
    pub(crate) bytes: usize,
}

/// What was found where.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Found {
    /// In what was allocated, and in statics.
    pub(crate) heap: Copies,
    /// In what functions that have returned left on the stacks of threads, ended ones among them.
    pub(crate) stacks: Copies,
}

impl fmt::Display for Copies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} as digits, {} as bytes", self.digits, self.bytes)
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "on the heap {}; on stacks {}", self.heap, self.stacks)
    }
}

/// As much as a page: most pages of a process were never written, and are passed over.
const BLOCK: usize = 1 << 12;

/// What Rust gives a thread.
const STACK: u64 = 2 << 20;

/// The memory is looked at through this, and so is what is looked for: what looks must not be found.
const VEIL: u8 = 0xa5;

/// Copies in everything that can be written.
pub(crate) fn copies(marker: &Marker) -> Found {
    let digits: Vec<u8> = (0..64).map(|index| marker.digit(index) ^ VEIL).collect();
    let bytes: Vec<u8> = (0..32).map(|index| marker.byte(index) ^ VEIL).collect();
    let memory = File::open("/proc/self/mem").unwrap();
    let mut block = vec![0; BLOCK + digits.len()];
    let unwritten = block.clone();
    let own = block.as_ptr() as u64..block.as_ptr() as u64 + block.len() as u64;
    let mut found = Found::default();
    for (part, is_stack) in
        writable().into_iter().flat_map(|(part, is_stack)| around(&part, &own).map(|part| (part, is_stack)))
    {
        let copies = if is_stack { &mut found.stacks } else { &mut found.heap };
        for at in part.clone().step_by(BLOCK) {
            let length = (part.end - at).min(block.len() as u64) as usize;
            // Some pages cannot be read, although they can be written.
            let Ok(count) = memory.read_at(&mut block[..length], at) else { continue };
            if block[..count] == unwritten[..count] {
                continue;
            }
            block[..count].iter_mut().for_each(|byte| *byte ^= VEIL);
            copies.digits += occurrences(&block[..count], &digits);
            copies.bytes += occurrences(&block[..count], &bytes);
            block.fill(0);
        }
    }
    found
}

/// How often it begins in the first [`BLOCK`] bytes; what begins later begins the next block.
fn occurrences(block: &[u8], wanted: &[u8]) -> usize {
    let first = u64::from_le_bytes(*wanted.first_chunk().unwrap());
    let begins = |found: &&[u8]| found.first_chunk().is_some_and(|chunk| u64::from_le_bytes(*chunk) == first);
    block.windows(wanted.len()).take(BLOCK).filter(begins).filter(|found| *found == wanted).count()
}

/// What is before and behind the block that memory is read into, which would find itself.
fn around(part: &Range<u64>, own: &Range<u64>) -> [Range<u64>; 2] {
    [part.start..part.end.min(own.start), part.start.max(own.end)..part.end]
}

/// The parts of the memory that can be written, and whether they are stacks: of the first thread by their name, of
/// others by their size and the guard before them.
fn writable() -> Vec<(Range<u64>, bool)> {
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    let mut parts = Vec::new();
    let mut guard = 0;
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let (range, rights) = (words.next().unwrap(), words.next().unwrap());
        let address = |text| u64::from_str_radix(text, 16).unwrap();
        let (start, end) = range.split_once('-').map(|(start, end)| (address(start), address(end))).unwrap();
        if rights.starts_with("rw") {
            let is_stack = line.ends_with("[stack]") || (start == guard && end - start == STACK);
            parts.push((start..end, is_stack));
        } else if rights.starts_with("---") {
            guard = end;
        }
    }
    parts
}
