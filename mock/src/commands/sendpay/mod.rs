//! `sendpay`: sends a part of a payment along a route, and answers once it is on its way.

mod progress;
mod route;
mod to_self;

use cln_runtime::json::Tree;
use cln_runtime::{Hash, Msat, PublicKey, Secret};
use rusqlite::Transaction;

use self::progress::{Wanted, already, taken};
use self::route::Step;
use super::answer;
use super::parameters::read;
use super::sending::{self, Ended};
use crate::lock::lock;
use crate::outcome::{Done, Outcome};
use crate::params::{Parameter, reading};
use crate::payment::{self, End, FailCode, PaymentFailure, TRY_OTHER_ROUTE, refused_here};
use crate::state::State;
use crate::store::channels::{NotEnough, leads_to};
use crate::store::{Part, Refusal, Sending, begin, fail, hold, last_group, parts};
use crate::wire::{Failure, Value};

const PARAMETERS: [Parameter<'_>; 12] = [
    Parameter::required("route"),
    Parameter::required("payment_hash"),
    Parameter::optional("label"),
    Parameter::optional("amount_msat"),
    Parameter::optional("bolt11"),
    Parameter::optional("payment_secret"),
    Parameter::optional("partid"),
    Parameter::optional("localinvreqid"),
    Parameter::optional("groupid"),
    Parameter::optional("payment_metadata"),
    Parameter::optional("description"),
    Parameter::optional("dev_legacy_hop"),
];

pub(super) fn run(state: &State, params: Value<'_>, only_check: bool) -> Outcome {
    let asked = asked(state, params, only_check)?;
    asked.check()?;
    if only_check {
        return Ok(Done::new("{}".to_owned()));
    }
    // What has failed has failed: it stays there, and is told to the caller.
    let (outcome, ended) = lock(&state.store).change(|transaction| asked.send(state, transaction))?;
    ended.tell(state);
    outcome
}

struct Asked {
    route: Vec<Step>,
    payment_hash: Hash,
    label: Option<String>,
    amount: Option<Msat>,
    bolt11: Option<String>,
    secret: Option<Secret>,
    partid: u64,
    localinvreqid: Option<Hash>,
    groupid: Option<u64>,
    description: Option<String>,
}

fn asked(state: &State, params: Value<'_>, only_check: bool) -> Result<Asked, Failure> {
    let mut asked = Asked {
        route: Vec::new(),
        payment_hash: Hash::from([0; 32]),
        label: None,
        amount: None,
        bolt11: None,
        secret: None,
        partid: 0,
        localinvreqid: None,
        groupid: None,
        description: None,
    };
    read(state, "sendpay", params, &PARAMETERS, |name, value| {
        match name {
            "route" => asked.route = route::read(name, value, only_check)?,
            "payment_hash" => asked.payment_hash = reading::hash(name, value)?,
            "label" => asked.label = Some(reading::unescaped(name, value)?),
            "amount_msat" => asked.amount = Some(reading::msat(name, value)?),
            "bolt11" => asked.bolt11 = Some(reading::text(value)),
            "payment_secret" => {
                // To a node, any 32 bytes are one.
                asked.secret = Some(Secret::from(*reading::hash(name, value)?.as_bytes()));
            }
            "partid" => asked.partid = reading::u64(name, value)?,
            "localinvreqid" => asked.localinvreqid = Some(reading::hash(name, value)?),
            "groupid" => asked.groupid = Some(reading::u64(name, value)?),
            "description" => asked.description = Some(reading::text(value)),
            "dev_legacy_hop" => drop(reading::boolean(name, value)?),
            // Metadata goes into the onion, of which there is none.
            _ => {}
        }
        Ok(())
    })?;
    Ok(asked)
}

impl Asked {
    /// What does not go together.
    fn check(&self) -> Result<(), Failure> {
        let wrong = |why: String| Err(Failure::invalid_params(why));
        let is_part = self.partid != 0;
        match (self.route.last().map(|last| last.amount), self.amount) {
            (_, None) if is_part => wrong("Must specify msatoshi with partid".to_owned()),
            (None, None) => wrong("Self-payment requires amount_msat".to_owned()),
            (None, _) if is_part => wrong("Self-payment does not allow (non-zero) partid".to_owned()),
            (Some(last), Some(amount)) if !is_part && last != amount => wrong(format!(
                "Do not specify msatoshi ({amount}) without partid: if you do, it must be exactly the final amount ({last})"
            )),
            (Some(last), Some(amount)) if last > amount => {
                wrong(format!("Final amount {last} is greater than {amount}, despite MPP"))
            }
            _ if is_part && self.secret.is_none() => wrong("partid requires payment_secret".to_owned()),
            _ => Ok(()),
        }
    }
}

impl Asked {
    /// What is to be sent; `None` if it is to the node itself, to which there is no way.
    fn sending(&self, groupid: u64) -> Option<Sending> {
        let (first, last) = (self.route.first()?, self.route.last()?);
        Some(Sending {
            payment_hash: self.payment_hash,
            partid: self.partid,
            groupid,
            destination: last.hop.node,
            amount: last.amount,
            sent: first.amount,
            total: self.amount.unwrap_or(last.amount),
            label: self.label.clone(),
            invoice: self.bolt11.clone(),
            description: self.description.clone(),
            route: self.route.iter().map(|step| step.hop).collect(),
        })
    }

    fn send(&self, state: &State, transaction: &Transaction<'_>) -> Result<(Outcome, Ended), Failure> {
        let groupid = match self.groupid {
            Some(groupid) => groupid,
            None => last_group(transaction, self.payment_hash)?.wrapping_add(1),
        };
        let Some(sending) = self.sending(groupid) else { return self.pay_self(state, transaction, groupid) };
        let wanted = Wanted {
            partid: self.partid,
            groupid,
            amount: sending.amount,
            total: sending.total,
            destination: sending.destination,
        };
        if let Some(part) = already(&parts(transaction, self.payment_hash)?, &wanted)? {
            return Ok((sent(state, part), Ended::default()));
        }
        if let Some(request) = self.localinvreqid {
            // The node has made none.
            return Err(Failure::new(INVOICE_REQUEST_INVALID, format!("Unknown invoice_request {request}")));
        }
        let end = self.end(state, transaction)?;
        let mut part = begin(transaction, sending, state.clock.seconds())?;
        let answer = sent(state, &part);
        let ended = match hold(transaction, &part)? {
            Ok(()) => sending::end(state, transaction, &mut part, &end)?,
            Err(NotEnough) => {
                let why = no_room(state, &part);
                fail(transaction, &mut part, why, state.clock.seconds())?;
                Ended::one(&part)
            }
        };
        Ok((answer, ended))
    }

    /// What becomes of it. If no test has said so, it goes out through a channel of the node, as far as a destination
    /// that does not know of it.
    fn end(&self, state: &State, transaction: &Transaction<'_>) -> Result<End, Failure> {
        if let Some(fate) = lock(&state.fates).of(self.payment_hash) {
            let unsent = match &fate.end {
                End::Failure(failure) => failure.before_sending(),
                _ => None,
            };
            return unsent.map_or_else(|| Ok(fate.end.clone()), Err);
        }
        match self.route.first() {
            Some(Step { hop, .. }) if leads_to(transaction, &hop.node, hop.channel)? => {
                let last = self.route.last().map(|step| step.hop.node);
                if last == Some(PublicKey::from(state.identity.id())) {
                    return Ok(End::Own { secret: self.secret.clone(), comes_in: true, is_asked: true });
                }
                Ok(End::Failure(PaymentFailure::by_destination(FailCode::IncorrectOrUnknownPaymentDetails)))
            }
            _ => Err(no_peer(state)),
        }
    }
}

/// `PAY_INVOICE_REQUEST_INVALID`
const INVOICE_REQUEST_INVALID: i64 = 212;

/// The node has no channel to the first node of the way.
fn no_peer(state: &State) -> Failure {
    let (id, message) = (state.identity.id().into(), "No connection to first peer found".to_owned());
    let why = refused_here(TRY_OTHER_ROUTE, FailCode::UnknownNextPeer, message, id, None);
    payment::refusal(&why, why.data.clone())
}

/// The channel has less. In what follows the name of the code, a node is more precise.
fn no_room(state: &State, part: &Part) -> Refusal {
    let failcode = FailCode::TemporaryChannelFailure;
    let message = format!("failed: {} (Capacity exceeded)", failcode.name());
    refused_here(TRY_OTHER_ROUTE, failcode, message, state.identity.id().into(), part.route.first())
}

/// The answer once it is on its way, or if it has been made before.
fn sent(state: &State, part: &Part) -> Outcome {
    let mut members = payment::fields(&part.payment);
    if part.is_pending() {
        let message = Tree::Text("Monitor status with listpays or waitsendpay".to_owned());
        members.insert(0, ("message".to_owned(), message));
    }
    answer::object(state, "sendpay", members)
}
