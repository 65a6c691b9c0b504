//! A payment of the node to itself, which needs no way.

use cln_runtime::{Msat, PublicKey};
use rusqlite::Transaction;

use super::{Asked, sent, taken};
use crate::commands::sending::{self, Ended};
use crate::lock::lock;
use crate::outcome::Outcome;
use crate::payment::{self, End, Fate};
use crate::state::State;
use crate::store::{Sending, begin, part as find};
use crate::wire::Failure;

impl Asked {
    /// Pays an invoice of the node. That there is none is told at once, and kept as a payment that has failed.
    pub(super) fn pay_self(
        &self,
        state: &State,
        transaction: &Transaction<'_>,
        groupid: u64,
    ) -> Result<(Outcome, Ended), Failure> {
        if let Some(part) = find(transaction, self.payment_hash, 0, groupid)? {
            return Err(taken(&part));
        }
        let amount = self.amount.unwrap_or(Msat(0));
        let id = PublicKey::from(state.identity.id());
        let sending = Sending {
            payment_hash: self.payment_hash,
            partid: 0,
            groupid,
            destination: id,
            amount,
            sent: amount,
            total: amount,
            label: self.label.clone(),
            invoice: self.bolt11.clone(),
            description: self.description.clone(),
            route: Vec::new(),
        };
        let mut part = begin(transaction, sending, state.clock.seconds())?;
        let before = part.payment.clone();
        let end = match lock(&state.fates).of(self.payment_hash) {
            Some(Fate { end: end @ (End::Open | End::Failure(_)), .. }) => end.clone(),
            // A node that pays itself at once asks nobody.
            _ => End::Own { secret: self.secret.clone(), comes_in: false, is_asked: false },
        };
        let ended = sending::end(state, transaction, &mut part, &end)?;
        let part = find(transaction, self.payment_hash, 0, groupid)?.unwrap_or(part);
        let outcome = match part.failure {
            Some(_) => Err(payment::failed(&part, Some(&before))),
            None => sent(state, &part),
        };
        Ok((outcome, ended))
    }
}
