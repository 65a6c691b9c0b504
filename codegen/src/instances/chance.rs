//! Values that look random, and depend on a seed and a text alone: the same text is the same value everywhere.

/// Decides over everything that the rules leave open.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seed(pub(super) u64);

impl Seed {
    /// A number for a text.
    pub(super) fn number(self, text: &str) -> u64 {
        mix(self.hash(text))
    }

    /// So many hex digits for a text. Fewer are the beginning of more.
    pub(super) fn digits(self, text: &str, count: usize) -> String {
        let mut bits = self.hash(text);
        let mut digits = String::with_capacity(count + 16);
        while digits.len() < count {
            bits = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
            digits.push_str(&format!("{:016x}", mix(bits)));
        }
        digits.truncate(count);
        digits
    }

    /// FNV-1a over the text, begun with the seed.
    fn hash(self, text: &str) -> u64 {
        let start = mix(self.0) ^ 0xcbf2_9ce4_8422_2325;
        text.bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    }
}

/// The last step of SplitMix64.
const fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_and_a_seed_are_one_value() {
        let digits = Seed(1).digits("txid0101", 64);
        assert_eq!(digits.len(), 64);
        assert_eq!(digits, Seed(1).digits("txid0101", 64));
        assert!(digits.starts_with(&Seed(1).digits("txid0101", 7)));
        assert_ne!(digits, Seed(2).digits("txid0101", 64));
        assert_ne!(digits, Seed(1).digits("txid0102", 64));
        assert_ne!(Seed(1).number("a"), Seed(1).number("b"));
    }
}
