//! Who the node is: its key, and whatever else nobody must be able to guess.

use std::fmt;

use bitcoin::hashes::{Hash as _, HashEngine as _, sha256};
use bitcoin::secp256k1::ecdsa::RecoverableSignature;
use bitcoin::secp256k1::{All, Message, PublicKey, Secp256k1, SecretKey};

use crate::network::Network;

/// The node's key and what it is called. All of it depends on the seed alone, so that a test sees the same node each time.
pub(crate) struct Identity {
    network: Network,
    seed: u64,
    key: SecretKey,
    id: PublicKey,
    secp: Secp256k1<All>,
}

impl Identity {
    pub(crate) fn new(seed: u64, network: Network) -> Self {
        let secp = Secp256k1::new();
        let key = key(seed, "node");
        Self { network, seed, key, id: key.public_key(&secp), secp }
    }

    pub(crate) const fn network(&self) -> Network {
        self.network
    }

    /// By which other nodes know it.
    pub(crate) const fn id(&self) -> PublicKey {
        self.id
    }

    /// What it calls itself.
    pub(crate) const fn alias(&self) -> &'static str {
        "cln-mock"
    }

    /// A signature of the node, from which its id can be told.
    pub(crate) fn sign(&self, message: &Message) -> RecoverableSignature {
        self.secp.sign_ecdsa_recoverable(message, &self.key)
    }

    /// A public key for a purpose, other than those of other numbers.
    pub(crate) fn public_key(&self, purpose: &str, number: u64) -> PublicKey {
        key(self.seed, &format!("{purpose} {number}")).public_key(&self.secp)
    }

    /// What is needed to compute with keys, and costs some time to make.
    pub(crate) const fn secp(&self) -> &Secp256k1<All> {
        &self.secp
    }

    /// A secret for a purpose, other than those of other numbers.
    pub(crate) fn secret(&self, purpose: &str, number: u64) -> [u8; 32] {
        derived(self.seed, purpose, number)
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity")
            .field("network", &self.network)
            .field("id", &format_args!("{}", self.id))
            .finish_non_exhaustive()
    }
}

/// The first secret of the seed for a purpose that is a key, as nearly all are.
fn key(seed: u64, purpose: &str) -> SecretKey {
    let keys = (0..).map(|number| SecretKey::from_slice(&derived(seed, purpose, number)));
    match keys.flatten().next() {
        Some(key) => key,
        None => unreachable!("nearly every number is a key"),
    }
}

fn derived(seed: u64, purpose: &str, number: u64) -> [u8; 32] {
    let mut engine = sha256::Hash::engine();
    for part in [b"cln-mock ".as_slice(), &seed.to_be_bytes(), &number.to_be_bytes(), purpose.as_bytes()] {
        engine.input(part);
    }
    sha256::Hash::from_engine(engine).to_byte_array()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_is_the_same_each_time_and_another_one_with_another_seed() {
        let [one, same, other] = [0, 0, 1].map(|seed| Identity::new(seed, Network::Regtest));
        assert_eq!(one.id(), same.id());
        assert_eq!(one.secret("preimage", 1), same.secret("preimage", 1));
        assert_ne!(one.id(), other.id());
        assert_ne!(one.secret("preimage", 1), other.secret("preimage", 1));
        assert_ne!(one.secret("preimage", 1), one.secret("preimage", 2));
        assert_ne!(one.secret("preimage", 1), one.secret("address", 1));
    }

    #[test]
    fn no_secret_is_shown() {
        let node = Identity::new(0, Network::Regtest);
        let shown = format!("{node:?}");
        assert!(shown.contains(&node.id().to_string()), "{shown}");
        assert!(!shown.contains(&node.key.display_secret().to_string()), "{shown}");
    }
}
