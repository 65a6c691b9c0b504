//! What becomes of parts of payments that are on their way.

use cln_runtime::{Hash, Msat, PublicKey};
use rusqlite::Transaction;

use super::own_invoice::{self, Coming};
use crate::events::{self, Consent};
use crate::lock::lock;
use crate::payment::{DESTINATION_PERM_FAIL, End, FailCode, PaymentFailure, refused_here};
use crate::state::State;
use crate::store::invoices::Invoice;
use crate::store::{Part, Refusal, complete, fail, parts};

/// What has become of parts, which plugins hear once it is stored.
#[derive(Debug, Default)]
#[must_use = "plugins do not hear of it otherwise"]
pub(super) struct Ended {
    parts: Vec<Part>,
    /// The invoice of the node that they have paid.
    paid: Option<Invoice>,
    /// What has to be asked before they have ended.
    claim: Option<Claim>,
}

impl Ended {
    pub(super) fn one(part: &Part) -> Self {
        Self { parts: vec![part.clone()], ..Self::default() }
    }

    /// Has plugins hear of it.
    pub(super) fn tell(self, state: &State) {
        if let Some(invoice) = &self.paid {
            events::invoice_paid(state, invoice);
        }
        events::payments_ended(state, &self.parts);
        if let Some(claim) = self.claim {
            claim.ask(state);
        }
    }
}

/// Ends a part that has just been sent. A destination takes parts once it has all of them.
pub(super) fn end(state: &State, transaction: &Transaction<'_>, part: &mut Part, end: &End) -> rusqlite::Result<Ended> {
    let (now, id) = (state.clock.seconds(), state.identity.id().into());
    match end {
        End::Open => Ok(Ended::default()),
        End::Failure(failure) => {
            let why = failure.kept(part, id);
            fail(transaction, part, why, now)?;
            Ok(Ended::one(part))
        }
        End::Success(preimage) => {
            let mut arrived = arrived(transaction, part)?;
            arrived.iter_mut().try_for_each(|part| complete(transaction, part, preimage, now))?;
            Ok(Ended { parts: arrived, ..Ended::default() })
        }
        End::Own { secret, comes_in, is_asked } => {
            let arrived = arrived(transaction, part)?;
            let hash = part.payment.payment_hash;
            let amount = arrived.iter().map(Part::amount).sum::<Option<Msat>>().unwrap_or(Msat::MAX);
            let coming = Coming { hash, amount, secret: secret.clone(), comes_in: *comes_in };
            if arrived.is_empty() {
                return Ok(Ended::default());
            }
            if *is_asked
                && events::about_payment(state)
                && let Ok((invoice, _)) = own_invoice::would_pay(transaction, &coming, now)?
            {
                let claim = Some(Claim { invoice, group: part.groupid(), coming });
                return Ok(Ended { claim, ..Ended::default() });
            }
            take(state, transaction, arrived, &coming)
        }
    }
}

/// The node takes what comes in for an invoice of its own, or refuses it.
fn take(
    state: &State,
    transaction: &Transaction<'_>,
    mut arrived: Vec<Part>,
    coming: &Coming,
) -> rusqlite::Result<Ended> {
    let (now, id) = (state.clock.seconds(), state.identity.id().into());
    let paid = own_invoice::pay(transaction, coming, now)?;
    arrived.iter_mut().try_for_each(|part| match &paid {
        Ok((_, preimage)) => complete(transaction, part, preimage, now),
        Err(why) => fail(transaction, part, refused(part, why, id, coming.comes_in), now),
    })?;
    Ok(Ended { parts: arrived, paid: paid.ok().map(|(invoice, _)| invoice), claim: None })
}

/// A payment of an invoice of the node that is about to be taken, if plugins have nothing against it.
#[derive(Debug)]
struct Claim {
    invoice: Invoice,
    /// The group of its parts.
    group: u64,
    coming: Coming,
}

impl Claim {
    fn ask(self, state: &State) {
        let (invoice, amount) = (self.invoice.clone(), self.coming.amount);
        events::ask_about_payment(state, &invoice, amount, move |state, consent| self.go_on(state, &consent));
    }

    /// Its parts end as plugins have it; they stay as they are if the node does not survive what it hears.
    fn go_on(&self, state: &State, consent: &Consent) {
        let refusal = match consent {
            Consent::Given => None,
            Consent::Refused(code) => Some(PaymentFailure::by_destination(*code)),
            Consent::Never(_) => return,
        };
        let ended = lock(&state.store).change(|transaction| self.end(state, transaction, refusal.as_ref()));
        match ended {
            Ok(ended) => ended.tell(state),
            Err(error) => state.log.note(&format!("a payment of an own invoice could not be stored: {error}")),
        }
    }

    fn end(
        &self,
        state: &State,
        transaction: &Transaction<'_>,
        refusal: Option<&PaymentFailure>,
    ) -> rusqlite::Result<Ended> {
        let mut arrived = pending(transaction, self.coming.hash, self.group)?;
        let Some(refusal) = refusal else { return take(state, transaction, arrived, &self.coming) };
        let (now, id) = (state.clock.seconds(), state.identity.id().into());
        arrived.iter_mut().try_for_each(|part| {
            let why = refusal.kept(part, id);
            fail(transaction, part, why, now)
        })?;
        Ok(Ended { parts: arrived, ..Ended::default() })
    }
}

/// The parts that a destination has got, once it has all of them; none before.
fn arrived(transaction: &Transaction<'_>, part: &Part) -> rusqlite::Result<Vec<Part>> {
    let all = pending(transaction, part.payment.payment_hash, part.groupid())?;
    let sum = all.iter().map(Part::amount).sum::<Option<Msat>>();
    Ok(if sum.is_none_or(|sum| sum >= part.total) { all } else { Vec::new() })
}

fn pending(transaction: &Transaction<'_>, hash: Hash, group: u64) -> rusqlite::Result<Vec<Part>> {
    let mut all = parts(transaction, hash)?;
    all.retain(|part| part.is_pending() && part.groupid() == group);
    Ok(all)
}

/// The node refuses to be paid: what comes in is refused as by any other destination.
fn refused(part: &Part, why: &str, id: PublicKey, comes_in: bool) -> Refusal {
    let details = FailCode::IncorrectOrUnknownPaymentDetails;
    if comes_in {
        return PaymentFailure::by_destination(details).kept(part, id);
    }
    refused_here(DESTINATION_PERM_FAIL, details, why.to_owned(), id, None)
}
