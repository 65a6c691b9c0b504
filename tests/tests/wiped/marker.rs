//! A preimage that no memory holds but where somebody put it.

use std::time::{SystemTime, UNIX_EPOCH};

/// What makes the marker. The marker itself is never kept: its bytes are made one by one.
pub(crate) struct Marker {
    seed: u64,
}

impl Marker {
    /// Another one in each process.
    pub(crate) fn new() -> Self {
        Self::of(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64)
    }

    pub(crate) const fn of(seed: u64) -> Self {
        Self { seed }
    }

    pub(crate) const fn seed(&self) -> u64 {
        self.seed
    }

    /// A byte of the preimage.
    pub(crate) fn byte(&self, index: usize) -> u8 {
        let mixed =
            (self.seed ^ (index as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xd6e8_feb8_6659_fd93);
        (mixed >> 40) as u8
    }

    /// A hex digit of the preimage.
    pub(crate) fn digit(&self, index: usize) -> u8 {
        let byte = self.byte(index / 2);
        let half = if index.is_multiple_of(2) { byte >> 4 } else { byte & 15 };
        b"0123456789abcdef"[usize::from(half)]
    }

    /// The preimage.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        (0..32).map(|index| self.byte(index)).collect()
    }

    /// The preimage as 64 hex digits.
    pub(crate) fn digits(&self) -> String {
        (0..64).map(|index| char::from(self.digit(index))).collect()
    }
}
