//! A field's name, told by its fingerprint.

/// The first and last eight bytes of a name: fewer collide for names such as `htlc_minimum_msat` and
/// `htlc_maximum_msat`, which a hash of a few characters does not tell apart.
///
/// Names of one length that are no longer than [`WHOLE`](Self::WHOLE) are equal if their fingerprints are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct KeyFingerprint {
    head: u64,
    tail: u64,
}

impl KeyFingerprint {
    /// The length up to which the fingerprint is the whole name.
    pub(super) const WHOLE: usize = 16;

    #[inline]
    pub(super) const fn of(name: &[u8]) -> Self {
        match (name.first_chunk::<8>(), name.last_chunk::<8>()) {
            (Some(head), Some(tail)) => Self { head: u64::from_le_bytes(*head), tail: u64::from_le_bytes(*tail) },
            _ => Self::of_short(name),
        }
    }

    #[inline]
    const fn of_short(name: &[u8]) -> Self {
        let (head, tail) = match (name.first_chunk::<4>(), name.last_chunk::<4>()) {
            (Some(head), Some(tail)) => (u32::from_le_bytes(*head) as u64, u32::from_le_bytes(*tail) as u64),
            _ => match name {
                [] => (0, 0),
                [first, .., last] => (*first as u64 | (name[1] as u64) << 8, *last as u64),
                [only] => (*only as u64, 0),
            },
        };
        Self { head, tail }
    }

    /// Mixes the fingerprint with the length of the name.
    #[inline]
    pub(super) const fn hash(self, length: usize) -> usize {
        let mixed = (self.head ^ self.tail.rotate_left(29) ^ length as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> 40) as usize
    }
}
