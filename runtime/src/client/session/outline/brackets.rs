//! Which brackets are open.

use crate::client::session::garbage::Garbage;

/// The brackets that are open, the innermost last.
#[derive(Clone, Copy, Debug)]
pub(super) struct Brackets {
    /// How many there are.
    pub(super) depth: usize,
    /// One bit each, set for arrays, as far as the bits reach. What is deeper is only counted.
    arrays: u64,
}

impl Brackets {
    /// How deep it is known which bracket was opened.
    const KNOWN: usize = u64::BITS as usize;

    /// The one that was opened.
    pub(super) const fn first(bracket: u8) -> Self {
        Self { depth: 1, arrays: (bracket == b'[') as u64 }
    }

    /// Opens one more.
    pub(super) const fn open(&mut self, bracket: u8) {
        if self.depth < Self::KNOWN {
            self.arrays = self.arrays << 1 | (bracket == b'[') as u64;
        }
        self.depth += 1;
    }

    /// Closes the innermost, which must be of this kind.
    pub(super) const fn close(&mut self, bracket: u8) -> Result<(), Garbage> {
        if self.depth <= Self::KNOWN {
            if (self.arrays & 1 == 1) != (bracket == b']') {
                return Err(Garbage { expected: "the bracket that closes the one before", found: bracket });
            }
            self.arrays >>= 1;
        }
        self.depth -= 1;
        Ok(())
    }
}
