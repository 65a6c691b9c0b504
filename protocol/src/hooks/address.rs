//! Addresses on the chain.

use bech32::{Hrp, segwit};

/// What addresses with a witness program begin with: on the main chain, on test chains, on a chain of one's own.
const SEGWIT: [Hrp; 3] = [Hrp::parse_unchecked("bc"), Hrp::parse_unchecked("tb"), Hrp::parse_unchecked("bcrt")];

/// The first byte of older addresses: of a key or a script, on the main chain or another.
const VERSIONS: [u8; 4] = [0, 5, 111, 196];

/// The bytes of an older address: its version and the hash of a key or a script.
const LENGTH: usize = 21;

/// Whether it is the address of an output, on any chain.
pub(super) fn is_valid(address: &str) -> bool {
    is_segwit(address) || is_base58(address)
}

fn is_segwit(address: &str) -> bool {
    segwit::decode(address).is_ok_and(|(prefix, ..)| SEGWIT.contains(&prefix))
}

fn is_base58(address: &str) -> bool {
    // What is longer than this has more bytes, and takes time that grows with the square of its length.
    address.len() <= 2 * LENGTH
        && base58ck::decode_check(address)
            .is_ok_and(|bytes| bytes.len() == LENGTH && bytes.first().is_some_and(|version| VERSIONS.contains(version)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_any_kind_and_chain_is_one_and_nothing_else_is() {
        let valid = [
            "1BoatSLRHtKNngkdXEeobR76b53LETtpyT",
            "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
            "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn",
            "2MzQwSSnBHWHqSAqtTVQ6v47XtaisrJa1Vc",
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
            "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
            "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx",
            "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
        ];
        valid.into_iter().for_each(|address| assert!(is_valid(address), "{address}"));
        let invalid = [
            "",
            "1BoatSLRHtKNngkdXEeobR76b53LETtpyU",
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
            "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd",
            "ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9",
            "LUEweDxDA4WhvWiNXXSxjM9CYzHPJv4QQF",
            " bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        ];
        invalid.into_iter().for_each(|address| assert!(!is_valid(address), "{address}"));
        assert!(!is_valid(&"1".repeat(100_000)));
    }
}
