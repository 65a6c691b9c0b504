//! The chains that a node may be on.

use std::fmt;

/// How many blocks the chain has, whichever it is: nobody adds any.
pub(crate) const BLOCK_HEIGHT: u32 = 137;

/// The chain that a [`MockNode`](crate::MockNode) is on, by which its invoices and addresses are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Network {
    /// Bitcoin itself.
    Bitcoin,
    /// The third test chain.
    Testnet,
    /// The test chain whose blocks are signed.
    Signet,
    /// A chain of one's own, on which nodes under test are.
    #[default]
    Regtest,
}

impl Network {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Bitcoin, Self::Testnet, Self::Signet, Self::Regtest];

    /// The one of this name, as `getinfo` says it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|network| network.name() == name)
    }

    /// As `getinfo` says it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bitcoin => "bitcoin",
            Self::Testnet => "testnet",
            Self::Signet => "signet",
            Self::Regtest => "regtest",
        }
    }

    /// What a BOLT 11 invoice has behind `ln`.
    pub(crate) const fn prefix(self) -> &'static str {
        match self {
            Self::Bitcoin => "bc",
            Self::Testnet => "tb",
            Self::Signet => "tbs",
            Self::Regtest => "bcrt",
        }
    }

    /// As the library calls it that knows addresses.
    pub(crate) const fn chain(self) -> bitcoin::Network {
        match self {
            Self::Bitcoin => bitcoin::Network::Bitcoin,
            Self::Testnet => bitcoin::Network::Testnet,
            Self::Signet => bitcoin::Network::Signet,
            Self::Regtest => bitcoin::Network::Regtest,
        }
    }

    /// How many blocks a node wants before the last hop of a payment to it expires, unless told otherwise.
    pub(crate) const fn final_cltv(self) -> u32 {
        match self {
            Self::Bitcoin => 18,
            Self::Testnet | Self::Signet | Self::Regtest => 10,
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
