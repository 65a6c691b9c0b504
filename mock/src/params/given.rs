//! A parameter that was given, to what, and what became of it.

use cln_protocol::params::{self, Refusal, Taken};

use crate::network::Network;
use crate::wire::Value;

/// What parameters are given to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Of<'c> {
    pub(crate) command: &'c str,
    /// The node's.
    pub(crate) network: Network,
    /// Whether the command is not run.
    pub(crate) only_check: bool,
}

/// A parameter as it was given to a command.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given<'g> {
    pub(super) name: &'g str,
    pub(super) value: Value<'g>,
    /// The node's.
    pub(super) network: Network,
}

/// One of a node's functions that read a parameter of a certain command.
pub(super) type Read = fn(Given<'_>) -> Taken;

impl<'g> Given<'g> {
    /// The same for functions that are told nothing of the node.
    pub(super) const fn anywhere(self) -> params::Given<'g> {
        params::Given { name: self.name, value: self.value }
    }

    /// The error of most functions.
    pub(super) fn should(self, what: &str) -> Refusal {
        Refusal::parameter(self.name, what)
    }

    /// The value as it is written, if it is JSON.
    pub(super) fn as_is(self) -> Option<String> {
        self.anywhere().as_is()
    }
}
