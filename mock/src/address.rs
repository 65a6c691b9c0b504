//! Addresses of keys of the node: one for each purpose and number.

use bitcoin::{Address, CompressedPublicKey, KnownHrp, XOnlyPublicKey};

use crate::identity::Identity;
use crate::network::Network;

/// The address of a key that nodes call `bech32`: of a script as before Taproot.
pub(crate) fn bech32(node: &Identity, purpose: &str, number: u64) -> Address {
    Address::p2wpkh(&CompressedPublicKey(node.public_key(purpose, number)), prefix(node.network()))
}

/// The address of the same key that nodes call `p2tr`.
pub(crate) fn p2tr(node: &Identity, purpose: &str, number: u64) -> Address {
    let key = XOnlyPublicKey::from(node.public_key(purpose, number));
    Address::p2tr(node.secp(), key, None, prefix(node.network()))
}

/// Whether a text is an address, and of the node's chain.
pub(crate) fn check(text: &str, network: Network) -> Result<(), NotOurs> {
    let address = text.parse::<Address<_>>().map_err(|_| NotOurs::NoAddress)?;
    if address.is_valid_for_network(chain(network)) { Ok(()) } else { Err(NotOurs::OtherChain) }
}

/// Why a text is no address of the node's chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotOurs {
    NoAddress,
    OtherChain,
}

const fn chain(network: Network) -> bitcoin::Network {
    match network {
        Network::Bitcoin => bitcoin::Network::Bitcoin,
        Network::Testnet => bitcoin::Network::Testnet,
        Network::Signet => bitcoin::Network::Signet,
        Network::Regtest => bitcoin::Network::Regtest,
    }
}

fn prefix(network: Network) -> KnownHrp {
    chain(network).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_is_another_address_of_the_chain() {
        let texts = |network| {
            let node = Identity::new(0, network);
            [1, 2].map(|number| [bech32(&node, "wallet", number), p2tr(&node, "wallet", number)].map(|a| a.to_string()))
        };
        for (network, begins) in [
            (Network::Bitcoin, ["bc1q", "bc1p"]),
            (Network::Testnet, ["tb1q", "tb1p"]),
            (Network::Signet, ["tb1q", "tb1p"]),
            (Network::Regtest, ["bcrt1q", "bcrt1p"]),
        ] {
            let [one, two] = texts(network);
            assert_ne!(one, two);
            assert_eq!(texts(network), [one.clone(), two]);
            for (text, begin) in one.iter().zip(begins) {
                assert!(text.starts_with(begin), "{text}");
                assert_eq!(check(text, network), Ok(()), "{text}");
            }
        }
        let [[other, _], _] = texts(Network::Bitcoin);
        assert_eq!(check(&other, Network::Regtest), Err(NotOurs::OtherChain));
        assert_eq!(check("x", Network::Regtest), Err(NotOurs::NoAddress));
    }
}
