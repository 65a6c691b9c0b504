//! Bytes to try a property on.

use std::fs;
use std::path::{Path, PathBuf};

use cln_tests::dice::Dice;
use cln_tests::mutilated::{mutilated, tokens};

use crate::Target;

/// The most bytes of pure chance.
const NOISE: usize = 1024;

/// What inputs are made of.
#[derive(Clone, Debug)]
pub struct Corpus {
    entries: Vec<Vec<u8>>,
}

impl Corpus {
    /// The files that a target begins with, in the order of their names.
    #[must_use]
    pub fn of(target: &Target) -> Self {
        let own = folder().join("corpus").join(target.name);
        let folders = target.corpora.iter().map(|more| folder().join(more)).chain([own]);
        Self { entries: folders.flat_map(|each| files(&each)).map(|path| fs::read(path).unwrap()).collect() }
    }

    /// Always the same bytes for a seed: chance, or something of the corpus that something has happened to.
    #[must_use]
    pub fn input(&self, seed: u64) -> Vec<u8> {
        let mut dice = Dice::new(seed.wrapping_mul(0x5851_f42d_4c95_7f2d));
        let is_noise = dice.one_in(16);
        let Some(entry) = dice.pick(&self.entries).filter(|_| !is_noise) else { return noise(&mut dice) };
        match dice.roll(8) {
            0 => entry.clone(),
            1..5 => Self::with_other_tokens(entry, &mut dice),
            _ => self.with_other_bytes(entry, &mut dice),
        }
    }

    fn with_other_tokens(entry: &[u8], dice: &mut Dice) -> Vec<u8> {
        match std::str::from_utf8(entry) {
            Ok(text) => mutilated(&tokens(text), dice),
            // Choices, which are as good as any others.
            Err(_) => noise(dice),
        }
    }

    fn with_other_bytes(&self, entry: &[u8], dice: &mut Dice) -> Vec<u8> {
        let mut bytes = entry.to_vec();
        for _ in 0..=dice.roll(4) {
            let at = dice.roll(bytes.len() + 1);
            let end = bytes.len().min(at + dice.roll(32));
            match dice.roll(7) {
                0 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte = dice.byte()),
                1 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << dice.roll(8)),
                2 => bytes.insert(at, dice.byte()),
                3 => drop(bytes.drain(at..end)),
                4 => bytes.extend_from_within(at..end),
                5 => bytes.truncate(at),
                _ => {
                    let other = dice.pick(&self.entries).map_or(&[][..], Vec::as_slice);
                    bytes.truncate(at);
                    bytes.extend_from_slice(&other[dice.roll(other.len() + 1)..]);
                }
            }
        }
        bytes
    }
}

fn noise(dice: &mut Dice) -> Vec<u8> {
    (0..dice.roll(NOISE)).map(|_| dice.byte()).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The folder of this package.
#[must_use]
pub fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// How long the longest piece is in which these bytes come.
pub(crate) const fn piece_of(bytes: &[u8]) -> usize {
    1 + bytes.len() % 40
}

/// Runs something with an empty folder of its own.
pub(crate) fn in_folder(run: impl FnOnce(&Path)) {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path());
}
