//! A set of field indices, as wide as the largest object may be.

/// The most fields that one object may have.
pub const MAX_FIELDS: usize = 255;

const WORD: usize = u64::BITS as usize;

/// A set of field indices below [`MAX_FIELDS`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bits([u64; MAX_FIELDS.div_ceil(WORD)]);

impl Bits {
    /// The empty set.
    pub const EMPTY: Self = Self([0; MAX_FIELDS.div_ceil(WORD)]);

    /// Adds `index`; `false` if it was there already.
    #[inline]
    pub fn insert(&mut self, index: usize) -> bool {
        let Some(word) = self.0.get_mut(index / WORD) else { return false };
        let bit = 1 << (index % WORD);
        let fresh = *word & bit == 0;
        *word |= bit;
        fresh
    }

    /// Whether `index` is in the set.
    #[inline]
    #[must_use]
    pub fn contains(&self, index: usize) -> bool {
        self.0.get(index / WORD).is_some_and(|word| word & (1 << (index % WORD)) != 0)
    }

    /// Whether every member of `other` is in this set.
    #[inline]
    #[must_use]
    pub fn contains_all(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(mine, theirs)| theirs & !mine == 0)
    }

    /// The set with `index` in it, for building tables.
    #[must_use]
    pub const fn with(mut self, index: usize) -> Self {
        self.0[index / WORD] |= 1 << (index % WORD);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_indices_of_every_word() {
        let mut set = Bits::EMPTY;
        for index in [0, 63, 64, 200, MAX_FIELDS - 1] {
            assert!(!set.contains(index));
            assert!(set.insert(index));
            assert!(!set.insert(index), "{index} is there already");
            assert!(set.contains(index));
        }
        assert!(!set.contains(1));
        assert!(!set.contains(MAX_FIELDS + 1));
        assert!(set.contains_all(&Bits::EMPTY.with(64).with(200)));
        assert!(!set.contains_all(&Bits::EMPTY.with(64).with(65)));
    }
}
