//! Dice that fall alike in every run.

/// Numbers that look random and are the same in every run.
#[derive(Clone, Debug)]
pub struct Dice {
    /// What the first throws show, the next of them last.
    loaded: Vec<u8>,
    state: u64,
}

impl Dice {
    /// Dice that always fall alike for a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { loaded: Vec::new(), state: seed }
    }

    /// Dice that these bytes decide of, as long as there are any: whoever changes a byte changes a throw, so a fuzzer
    /// that watches what the code does can learn what to change.
    #[must_use]
    pub fn loaded(bytes: &[u8]) -> Self {
        Self { loaded: bytes.iter().rev().copied().collect(), state: bytes.len() as u64 }
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        // The remainder is below `sides`, so nothing is lost.
        (self.next(sides) % sides.max(1) as u64) as usize
    }

    /// Any byte.
    pub fn byte(&mut self) -> u8 {
        self.next(256) as u8
    }

    /// At least as many bits as it takes to tell so many sides apart.
    fn next(&mut self, sides: usize) -> u64 {
        let bytes = if sides <= 256 { 1 } else { 3 };
        if self.loaded.len() >= bytes {
            let rest = self.loaded.len() - bytes;
            return self.loaded.drain(rest..).fold(0, |number, byte| number << 8 | u64::from(byte));
        }
        self.random()
    }

    /// The next number of SplitMix64.
    const fn random(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Whether a throw with so many sides shows the first.
    pub fn one_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == 0
    }

    /// One of these; `None` if there is none.
    pub fn pick<'t, T>(&mut self, from: &'t [T]) -> Option<&'t T> {
        from.get(self.roll(from.len()))
    }

    /// Puts these into another order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.roll(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn loaded_dice_show_their_bytes_and_then_fall_as_they_like() {
        let mut dice = Dice::loaded(&[7, 255, 1, 2, 3, 9]);
        assert_eq!([dice.roll(10), dice.roll(256)], [7, 255]);
        assert_eq!(dice.roll(1 << 20), 3 << 16 | 2 << 8 | 1);
        assert_eq!(dice.byte(), 9);
        let mut other = Dice::loaded(&[0; 6]);
        let used: Vec<u8> = (0..6).map(|_| other.byte()).collect();
        assert_eq!(used, [0; 6]);
        assert_eq!([dice.byte(), dice.byte()], [other.byte(), other.byte()]);
    }
}
