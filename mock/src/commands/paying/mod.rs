//! What `pay` and `xpay` have in common: an invoice is paid in one part, and waited for.
//!
//! Nodes since v26.06 have `xpay` do what `pay` is asked. So does this one, whatever its version: codes and texts are
//! those of `xpay`, as they were recorded or stand in its source.

mod failed;
mod invoice;

use std::time::Duration;

use cln_runtime::{Hash, Msat, PublicKey, Secret};
use rusqlite::Transaction;

pub(super) use self::invoice::{read, without_scheme};
use super::sending::{self, Ended};
use super::step::{Step, Wait};
use crate::bolt11::Invoice;
use crate::lock::lock;
use crate::outcome::Outcome;
use crate::payment::{self, End, Fate};
use crate::state::State;
use crate::store::channels::{NotEnough, capacity};
use crate::store::{Change, Part, Sending, Subsystem, begin, hold, last, part, parts};
use crate::wire::Failure;

/// What a caller says of how an invoice shall be paid.
#[derive(Clone, Debug, Default)]
pub(super) struct Terms {
    /// What the destination gets, if the invoice leaves that open.
    pub(super) amount: Option<Msat>,
    /// What this node pays of it; all unless something is said.
    pub(super) partial: Option<Msat>,
    pub(super) most_fee: Fee,
    pub(super) retry_for: Option<Duration>,
    pub(super) label: Option<String>,
    pub(super) localinvreqid: Option<Hash>,
}

/// What nodes on the way may take.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Fee {
    /// The hundredth part, or 5,000 msat if that is more.
    #[default]
    Usual,
    Most(Msat),
    /// So many millionths of a percent, or the amount if that is more.
    Share(u64, Msat),
}

/// What shall be paid.
#[derive(Clone, Debug)]
pub(super) struct Order {
    /// The invoice.
    invoice: String,
    pub(super) payment_hash: Hash,
    pub(super) destination: PublicKey,
    /// What this node pays of it.
    pub(super) amount: Msat,
    /// What all who pay of it pay together.
    total: Msat,
    most_fee: Msat,
    retry_for: Duration,
    label: Option<String>,
    secret: Secret,
}

impl Order {
    /// In the order in which a node checks it.
    pub(super) fn new(state: &State, text: &str, invoice: &Invoice, terms: Terms) -> Result<Self, Failure> {
        if terms.localinvreqid.is_some() {
            return Err(Failure::invalid_params("Cannot use localinvreqid with BOLT11 payment"));
        }
        let total = invoice::total(invoice, terms.amount)?;
        let amount = invoice::part(total, terms.partial)?;
        let most_fee = terms.most_fee.of(amount)?;
        invoice::check_time(invoice, state.clock.seconds())?;
        Ok(Self {
            invoice: text.to_owned(),
            payment_hash: invoice.payment_hash().into(),
            destination: invoice.payee().into(),
            amount,
            total,
            most_fee,
            retry_for: terms.retry_for.unwrap_or(RETRY_FOR),
            label: terms.label,
            secret: invoice.payment_secret().into(),
        })
    }
}

const RETRY_FOR: Duration = Duration::from_secs(60);

impl Fee {
    fn of(self, amount: Msat) -> Result<Msat, Failure> {
        let share = |share: u64| {
            let fee = u128::from(amount.0) * u128::from(share) / 100_000_000;
            u64::try_from(fee).map_err(|_| Failure::invalid_params("Invalid amount: fee overflows"))
        };
        match self {
            Self::Usual => Ok(Msat(share(1_000_000)?.max(5000))),
            Self::Most(most) => Ok(most),
            Self::Share(millionths, least) => Ok(Msat(share(millionths)?.max(least.0))),
        }
    }
}

/// A payment that has been made or begun.
#[derive(Debug)]
pub(super) struct Paid {
    pub(super) parts: Vec<Part>,
    /// Whether that was before.
    pub(super) is_old: bool,
    /// When it was begun, or the parts were.
    pub(super) created_at: Duration,
}

impl Paid {
    pub(super) fn preimage(&self) -> Option<&Secret> {
        self.parts.iter().find_map(|part| part.payment.payment_preimage.as_ref())
    }

    /// What the destination has got.
    pub(super) fn delivered(&self) -> Msat {
        self.parts.iter().map(Part::amount).fold(Msat(0), saturating_sum)
    }

    pub(super) fn sent(&self) -> Msat {
        self.parts.iter().map(|part| part.payment.amount_sent_msat).fold(Msat(0), saturating_sum)
    }
}

/// Rows that were seeded may have any amounts.
fn saturating_sum(sum: Msat, amount: Msat) -> Msat {
    sum.checked_add(amount).unwrap_or(Msat::MAX)
}

/// What a command answers.
pub(super) type Answer = fn(&State, &Order, &Paid) -> Outcome;

/// Pays, and waits for the end: as long as a payment is pending, nobody knows whether it can be made once more.
pub(super) fn run(state: &State, order: Order, answer: Answer) -> Step {
    let begun = state.clock.now();
    let started = lock(&state.store).change(|transaction| start(state, transaction, &order));
    let key = match started {
        Ok(Started::Before(paid)) => return answer(state, &order, &paid).into(),
        Ok(Started::Now(groupid, ended)) => {
            ended.tell(state);
            (order.payment_hash, PART, groupid)
        }
        Err(failure) => return Err(failure).into(),
    };
    Step::Wait(Wait { until: None, poll: Box::new(move |state| poll(state, key, begun, &order, answer)) })
}

/// What it has come to.
fn poll(
    state: &State,
    (hash, partid, groupid): (Hash, u64, u64),
    begun: Duration,
    order: &Order,
    answer: Answer,
) -> Option<Outcome> {
    let found = part(lock(&state.store).db(), hash, partid, groupid);
    match found {
        Err(error) => Some(Err(error.into())),
        // Somebody has deleted it before it could be seen how it has ended.
        Ok(None) => Some(Err(Failure::new(payment::UNSPECIFIED, "Payment failure reason unknown"))),
        Ok(Some(part)) if part.is_pending() => None,
        Ok(Some(part)) if part.is_complete() => {
            Some(answer(state, order, &Paid { parts: vec![part], is_old: false, created_at: begun }))
        }
        Ok(Some(part)) => {
            let is_late = state.clock.now().saturating_sub(begun) > order.retry_for;
            Some(Err(failed::told(&part, is_late)))
        }
    }
}

/// The number of the only part.
const PART: u64 = 1;

enum Started {
    Before(Paid),
    /// In this group.
    Now(u64, Box<Ended>),
}

fn start(state: &State, transaction: &Transaction<'_>, order: &Order) -> Result<Started, Failure> {
    let before = parts(transaction, order.payment_hash)?;
    if let Some(part) = before.iter().find(|part| part.is_pending()) {
        let message =
            format!("Payment with groupid={} still in progress, cannot retry before that completes.", part.groupid());
        return Err(Failure::new(failed::IN_PROGRESS, message));
    }
    let complete: Vec<Part> = before.into_iter().filter(Part::is_complete).collect();
    if let Some(first) = complete.first() {
        let created_at = Duration::from_secs(first.payment.created_at);
        return Ok(Started::Before(Paid { parts: complete, is_old: true, created_at }));
    }
    let fate = fate(state, order)?;
    let sent = order.amount.checked_add(fate.fee).ok_or_else(failed::too_dear)?;
    if fate.fee > order.most_fee {
        return Err(failed::too_dear());
    }
    let number = last(transaction, Subsystem::Sendpays, Change::Created)?;
    let sending = Sending {
        payment_hash: order.payment_hash,
        partid: PART,
        groupid: group(state, number),
        destination: order.destination,
        amount: order.amount,
        sent,
        total: order.total,
        label: order.label.clone(),
        invoice: Some(order.invoice.clone()),
        description: None,
        route: Vec::new(),
    };
    let mut part = begin(transaction, sending, state.clock.seconds())?;
    let is_own = matches!(fate.end, End::Own { .. });
    if !is_own && let Err(NotEnough) = hold(transaction, &part)? {
        return Err(failed::no_room(capacity(transaction)?));
    }
    let ended = sending::end(state, transaction, &mut part, &fate.end)?;
    Ok(Started::Now(part.groupid(), Box::new(ended)))
}

/// What becomes of it. If no test has said so, an invoice of the node is paid, and nobody knows another destination.
fn fate(state: &State, order: &Order) -> Result<Fate, Failure> {
    let mut fate = lock(&state.fates).of(order.payment_hash).cloned();
    let is_own = order.destination == PublicKey::from(state.identity.id());
    if is_own && !matches!(&fate, Some(Fate { end: End::Open | End::Failure(_), .. })) {
        fate = Some(Fate {
            fee: Msat(0),
            end: End::Own { secret: Some(order.secret.clone()), comes_in: false, is_asked: true },
        });
    }
    let Some(fate) = fate else {
        let hash = order.payment_hash;
        state.log.note(&format!(
            "no way is known to the destination of {hash}: a test says what becomes of it with MockNode::payment"
        ));
        return Err(failed::unknown_destination(order.destination));
    };
    match &fate.end {
        End::Failure(failure) => failure.before_sending().map_or(Ok(fate), Err),
        _ => Ok(fate),
    }
}

/// A group of its own for each payment, of 63 bits.
fn group(state: &State, number: u64) -> u64 {
    let [a, b, c, d, e, f, g, h, ..] = state.identity.secret("group", number);
    u64::from_be_bytes([a, b, c, d, e, f, g, h]) >> 1
}
