//! HTLCs that wait for a decision.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use cln_runtime::{Hash, Hex, ShortChannelId};
use tokio::sync::oneshot;

use crate::node::HtlcAcceptedHookHtlc;

/// What becomes of an HTLC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// It goes on as if it had not been held.
    Continue,
    /// The sender is told this.
    Fail(Hex),
}

/// All HTLCs that wait for a decision, by channel and number.
#[derive(Debug, Default)]
pub struct Held(Mutex<BTreeMap<(ShortChannelId, u64), Waiting>>);

#[derive(Debug)]
struct Waiting {
    htlc: HtlcAcceptedHookHtlc,
    decide: oneshot::Sender<Decision>,
}

impl Held {
    fn waiting(&self) -> MutexGuard<'_, BTreeMap<(ShortChannelId, u64), Waiting>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes an HTLC in. What is decided about it comes through the receiver; nothing does if the same HTLC is taken in
    /// again.
    pub(crate) fn hold(&self, htlc: HtlcAcceptedHookHtlc) -> oneshot::Receiver<Decision> {
        let (decide, decided) = oneshot::channel();
        self.waiting().insert((htlc.short_channel_id, htlc.id), Waiting { htlc, decide });
        decided
    }

    /// Those of a payment, or all.
    pub(crate) fn list(&self, payment: Option<Hash>) -> Vec<HtlcAcceptedHookHtlc> {
        let held = self.waiting();
        let htlcs = held.values().map(|waiting| &waiting.htlc);
        htlcs.filter(|htlc| payment.is_none_or(|hash| htlc.payment_hash == hash)).cloned().collect()
    }

    /// Lets go of those of which this is true; how many these were.
    pub(crate) fn decide(&self, decision: &Decision, is_meant: impl Fn(&HtlcAcceptedHookHtlc) -> bool) -> u32 {
        let decided = self.waiting().extract_if(.., |_, waiting| is_meant(&waiting.htlc)).collect::<Vec<_>>();
        // One that is let go of at this very moment has nobody to be told.
        let told = decided.into_iter().filter_map(|(_, waiting)| waiting.decide.send(decision.clone()).ok());
        told.map(|()| 1).sum()
    }
}
