//! A payment of the node to itself, which needs no way.

use cln_runtime::{Msat, PublicKey};
use rusqlite::Transaction;

use super::Asked;
use crate::commands::sending;
use crate::outcome::Outcome;
use crate::payment::{DESTINATION_PERM_FAIL, FailCode, refused_here};
use crate::state::State;
use crate::store::{Sending, begin, fail};
use crate::wire::Failure;

impl Asked {
    /// Pays an invoice of the node. That there is none is told at once, and kept as a payment that has failed.
    pub(super) fn pay_self(
        &self,
        state: &State,
        transaction: &Transaction<'_>,
        groupid: u64,
    ) -> Result<Outcome, Failure> {
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
        let now = state.clock.seconds();
        let mut part = begin(transaction, sending, now)?;
        let before = part.payment.clone();
        let why = format!("Unknown invoice {}", self.payment_hash);
        let failcode = FailCode::IncorrectOrUnknownPaymentDetails;
        let why = refused_here(DESTINATION_PERM_FAIL, failcode, why, id, None);
        fail(transaction, &mut part, why, now)?;
        Ok(Err(sending::failed(&part, Some(&before))))
    }
}
