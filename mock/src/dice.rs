//! Chance that is the same in every run.

/// Numbers that look random (SplitMix64) and depend on the seed, the fault and the call alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64, fault: u64, call: u64) -> Self {
        Self(mix(mix(mix(seed).wrapping_add(fault)).wrapping_add(call)))
    }

    /// A number below `sides`.
    pub(crate) const fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let sides = if sides == 0 { 1 } else { sides };
        mix(self.0) % sides
    }

    /// One of these.
    pub(crate) fn pick<'t, T>(&mut self, from: &'t [T]) -> Option<&'t T> {
        let index = usize::try_from(self.roll(from.len() as u64)).ok()?;
        from.get(index)
    }
}

const fn mix(mut bits: u64) -> u64 {
    bits = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
