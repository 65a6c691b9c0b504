//! What becomes of the payments that the node sends, as a test says.

mod failcode;
mod failure;
mod told;

use std::collections::BTreeMap;
use std::sync::Mutex;

use bitcoin::hashes::{Hash as _, sha256};
use cln_runtime::{Hash, Msat, Secret};

pub use self::failcode::FailCode;
pub use self::failure::PaymentFailure;
pub(crate) use self::failure::{DESTINATION_PERM_FAIL, NO_PATHS, TRY_OTHER_ROUTE, refused_here};
pub(crate) use self::told::{UNSPECIFIED, failed, fields, refusal};
use crate::error::Error;
use crate::lock::lock;

/// What shall become of the payments of a hash. Made by [`MockNode::payment`](crate::MockNode::payment).
///
/// It holds for parts that are sent from then on, until something else is said. A payment of one of the node's own
/// invoices succeeds if nothing is said.
#[derive(Debug)]
#[must_use = "nothing is said until one of the methods says it"]
pub struct Payment<'n> {
    fates: &'n Mutex<Fates>,
    hash: Hash,
    fee: Msat,
}

impl<'n> Payment<'n> {
    pub(crate) const fn new(fates: &'n Mutex<Fates>, hash: Hash) -> Self {
        Self { fates, hash, fee: Msat(0) }
    }

    /// Nodes on the way take so much, nothing by default, of what `pay` and `xpay` send: they pay no more than their
    /// caller allows. With `sendpay` the route says what is sent.
    pub const fn fee(mut self, fee: Msat) -> Self {
        self.fee = fee;
        self
    }

    /// They succeed, once parts are on their way that together make the whole amount.
    ///
    /// # Errors
    /// The hash is not that of the preimage.
    pub fn succeeds(self, preimage: impl Into<Secret>) -> Result<(), Error> {
        let preimage = preimage.into();
        check(self.hash, &preimage)?;
        self.say(End::Success(preimage));
        Ok(())
    }

    /// They fail.
    pub fn fails(self, failure: PaymentFailure) {
        self.say(End::Failure(failure));
    }

    /// They stay pending until [`complete_payment`](crate::MockNode::complete_payment) or
    /// [`fail_payment`](crate::MockNode::fail_payment) ends them.
    pub fn stays_pending(self) {
        self.say(End::Open);
    }

    fn say(self, end: End) {
        lock(self.fates).0.insert(self.hash, Fate { fee: self.fee, end });
    }
}

/// Whether a payment can be completed so: a preimage that is not that of its hash would be invented.
pub(crate) fn check(hash: Hash, preimage: &Secret) -> Result<(), Error> {
    let found = sha256::Hash::hash(preimage.expose()).to_byte_array();
    if found == *hash.as_bytes() { Ok(()) } else { Err(Error::Preimage { payment_hash: hash }) }
}

/// What becomes of payments, by their hashes.
#[derive(Debug, Default)]
pub(crate) struct Fates(BTreeMap<Hash, Fate>);

impl Fates {
    pub(crate) fn of(&self, hash: Hash) -> Option<&Fate> {
        self.0.get(&hash)
    }

    /// Whether nothing has been said of any.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What becomes of a payment.
#[derive(Clone, Debug)]
pub(crate) struct Fate {
    pub(crate) fee: Msat,
    pub(crate) end: End,
}

#[derive(Clone, Debug)]
pub(crate) enum End {
    Success(Secret),
    Failure(PaymentFailure),
    /// It is left open.
    Open,
    /// It pays an invoice of the node itself, with this payment secret.
    Own {
        secret: Option<Secret>,
        /// Whether it has gone out, and comes in again.
        comes_in: bool,
        /// Whether plugins are asked before it is taken.
        is_asked: bool,
    },
}
