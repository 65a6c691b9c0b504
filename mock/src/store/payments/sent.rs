//! Parts that the node sends: begun, completed, failed.

use cln_bindings::{DelpayPayments, DelpayPaymentsRequired, DelpayPaymentsStatus};
use cln_runtime::json::Tree;
use cln_runtime::{Hash, Msat, PublicKey, Secret, ShortChannelId};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};

use super::row::{self, details, insert};
use crate::store::channels::{self, NotEnough};
use crate::store::counters::{Change, Subsystem, happen};
use crate::store::own;
use crate::store::unsigned::Unsigned;

/// What the table lacked before payments were sent: what all parts together deliver, the nodes and channels of the way,
/// and why a part has failed.
pub(in crate::store) const COLUMNS: &str = "
    ALTER TABLE payments ADD COLUMN total_msat INTEGER;
    ALTER TABLE payments ADD COLUMN description TEXT;
    ALTER TABLE payments ADD COLUMN route TEXT;
    ALTER TABLE payments ADD COLUMN failure TEXT;
";

/// A part of a payment, with what a node keeps of it beside what it lists.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) payment: DelpayPayments,
    /// What all parts together deliver.
    pub(crate) total: Msat,
    pub(crate) description: Option<String>,
    pub(crate) route: Vec<Hop>,
    /// Why it has failed, if that is known.
    pub(crate) failure: Option<Refusal>,
}

impl Part {
    pub(crate) fn is_pending(&self) -> bool {
        self.payment.status == DelpayPaymentsStatus::Pending
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.payment.status == DelpayPaymentsStatus::Complete
    }

    pub(crate) fn partid(&self) -> u64 {
        self.payment.partid.unwrap_or(0)
    }

    pub(crate) fn groupid(&self) -> u64 {
        self.payment.groupid.unwrap_or(0)
    }

    /// What the destination gets of it; 0 if that is not known.
    pub(crate) fn amount(&self) -> Msat {
        self.payment.amount_msat.unwrap_or(Msat(0))
    }

    /// By which the channels know it.
    fn name(&self) -> String {
        format!("{}/{}/{}", self.payment.payment_hash, self.partid(), self.groupid())
    }
}

/// A node of a way, and the channel that leads to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hop {
    pub(crate) node: PublicKey,
    pub(crate) channel: ShortChannelId,
}

/// Why a part has failed: what is said to who has waited for it.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) code: i64,
    pub(crate) message: String,
    pub(crate) data: Vec<(String, Tree)>,
}

/// A part to be sent.
#[derive(Debug)]
pub(crate) struct Sending {
    pub(crate) payment_hash: Hash,
    pub(crate) partid: u64,
    pub(crate) groupid: u64,
    pub(crate) destination: PublicKey,
    /// What the destination gets.
    pub(crate) amount: Msat,
    /// That, and what nodes on the way take.
    pub(crate) sent: Msat,
    /// What it gets of all parts.
    pub(crate) total: Msat,
    pub(crate) label: Option<String>,
    /// The invoice, of either kind.
    pub(crate) invoice: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) route: Vec<Hop>,
}

/// What [`read`] wants to be selected.
macro_rules! part_columns {
    () => {
        concat!($crate::store::payments::row::columns!(), ", total_msat, description, route, failure")
    };
}
pub(super) use part_columns;

const OF_HASH: &str =
    concat!("SELECT ", part_columns!(), " FROM payments WHERE payment_hash = ?1 ORDER BY created_index, rowid");

/// The parts of a payment, in the order of their creation.
pub(crate) fn parts(db: &Connection, hash: Hash) -> rusqlite::Result<Vec<Part>> {
    let mut select = db.prepare_cached(OF_HASH)?;
    let rows = select.query_map([hash.as_bytes().as_slice()], read)?;
    rows.collect()
}

const ONE: &str =
    concat!("SELECT ", part_columns!(), " FROM payments WHERE payment_hash = ?1 AND partid = ?2 AND groupid = ?3");

pub(crate) fn part(db: &Connection, hash: Hash, partid: u64, groupid: u64) -> rusqlite::Result<Option<Part>> {
    let mut select = db.prepare_cached(ONE)?;
    select.query_row((hash.as_bytes().as_slice(), Unsigned(partid), Unsigned(groupid)), read).optional()
}

/// The highest group of a payment; 0 if it was never tried.
pub(crate) fn last_group(db: &Connection, hash: Hash) -> rusqlite::Result<u64> {
    let mut select = db.prepare_cached("SELECT max(groupid) FROM payments WHERE payment_hash = ?1")?;
    let last = select.query_row([hash.as_bytes().as_slice()], |row| row.get::<_, Option<Unsigned>>(0))?;
    Ok(last.map_or(0, |last| last.0))
}

/// A part is on its way from now on. None may have its hash, part and group yet.
pub(crate) fn begin(transaction: &Transaction<'_>, sending: Sending, now: u64) -> rusqlite::Result<Part> {
    let mut payment = DelpayPayments::new(DelpayPaymentsRequired {
        created_index: 0,
        id: 0,
        payment_hash: sending.payment_hash,
        status: DelpayPaymentsStatus::Pending,
        amount_sent_msat: sending.sent,
        created_at: now,
    });
    payment.partid = Some(sending.partid).filter(|partid| *partid != 0);
    payment.groupid = Some(sending.groupid);
    payment.destination = Some(sending.destination);
    // Of nothing, a node knows no amount.
    payment.amount_msat = Some(sending.amount).filter(|amount| amount.0 != 0);
    payment.label = sending.label;
    let is_bolt12 = sending.invoice.as_ref().is_some_and(|invoice| invoice.starts_with("lni"));
    *(if is_bolt12 { &mut payment.bolt12 } else { &mut payment.bolt11 }) = sending.invoice;
    own::mark(transaction, own::PAYMENTS)?;
    payment.created_index = happen(transaction, Subsystem::Sendpays, Change::Created, &details(&payment))?;
    payment.id = payment.created_index;
    insert(transaction, &payment)?;
    let Sending { total, description, route, .. } = sending;
    let keep = "UPDATE payments SET total_msat = :total, description = :description, route = :route \
                WHERE payment_hash = :hash AND partid = :partid AND groupid = :groupid";
    transaction.prepare_cached(keep)?.execute(named_params! {
        ":total": Unsigned(total.0),
        ":description": description,
        ":route": written(&route),
        ":hash": payment.payment_hash.as_bytes().as_slice(),
        ":partid": Unsigned(sending.partid),
        ":groupid": Unsigned(sending.groupid),
    })?;
    Ok(Part { payment, total, description, route, failure: None })
}

/// Takes what a part sends out of the channels until it has ended, if they have as much; with a route, out of the channel
/// that the route begins with.
pub(crate) fn hold(transaction: &Transaction<'_>, part: &Part) -> rusqlite::Result<Result<(), NotEnough>> {
    let (name, amount) = (part.name(), part.payment.amount_sent_msat.0);
    match part.route.first() {
        Some(first) => channels::hold_in(transaction, (&first.node, first.channel), &name, amount),
        None => channels::hold(transaction, &name, amount),
    }
}

/// A part that is pending has arrived.
pub(crate) fn complete(
    transaction: &Transaction<'_>,
    part: &mut Part,
    preimage: &Secret,
    now: u64,
) -> rusqlite::Result<()> {
    part.payment.status = DelpayPaymentsStatus::Complete;
    part.payment.payment_preimage = Some(preimage.clone());
    channels::settle(transaction, &part.name())?;
    end(transaction, part, now)
}

/// A part that is pending has failed.
pub(crate) fn fail(transaction: &Transaction<'_>, part: &mut Part, why: Refusal, now: u64) -> rusqlite::Result<()> {
    part.payment.status = DelpayPaymentsStatus::Failed;
    part.failure = Some(why);
    channels::release(transaction, &part.name())?;
    end(transaction, part, now)
}

fn end(transaction: &Transaction<'_>, part: &mut Part, now: u64) -> rusqlite::Result<()> {
    let (partid, groupid) = (Unsigned(part.partid()), Unsigned(part.groupid()));
    let payment = &mut part.payment;
    payment.completed_at = Some(now);
    payment.updated_index = Some(happen(transaction, Subsystem::Sendpays, Change::Updated, &details(payment))?);
    let end = "UPDATE payments SET status = :status, payment_preimage = :preimage, completed_at = :now, \
               updated_index = :index, failure = :failure \
               WHERE payment_hash = :hash AND partid = :partid AND groupid = :groupid";
    transaction.prepare_cached(end)?.execute(named_params! {
        ":status": payment.status.to_string(),
        ":preimage": payment.payment_preimage.as_ref().map(|preimage| preimage.expose().as_slice()),
        ":now": Unsigned(now),
        ":index": payment.updated_index.map(Unsigned),
        ":failure": part.failure.as_ref().map(Refusal::written),
        ":hash": payment.payment_hash.as_bytes().as_slice(),
        ":partid": partid,
        ":groupid": groupid,
    })?;
    Ok(())
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Part> {
    let payment = row::read(row)?;
    let total = row.get::<_, Option<Unsigned>>("total_msat")?.map(|total| Msat(total.0));
    let text = |name: &str| row.get::<_, Option<String>>(name);
    Ok(Part {
        total: total.or(payment.amount_msat).unwrap_or(Msat(0)),
        description: text("description")?,
        route: text("route")?.map(|route| hops(&route)).unwrap_or_default(),
        failure: text("failure")?.and_then(|failure| Refusal::read(&failure)),
        payment,
    })
}

/// A way as a text: each node and the channel to it.
fn written(route: &[Hop]) -> String {
    let hops: Vec<String> = route.iter().map(|hop| format!("{} {}", hop.node, hop.channel)).collect();
    hops.join(",")
}

fn hops(text: &str) -> Vec<Hop> {
    let hop = |hop: &str| {
        let (node, channel) = hop.split_once(' ')?;
        Some(Hop { node: node.parse().ok()?, channel: channel.parse().ok()? })
    };
    text.split(',').filter_map(hop).collect()
}

impl Refusal {
    fn written(&self) -> String {
        let members = [
            ("code", Tree::Plain(self.code.to_string())),
            ("message", Tree::Text(self.message.clone())),
            ("data", Tree::Object(self.data.clone())),
        ];
        Tree::Object(members.map(|(name, value)| (name.to_owned(), value)).into()).to_string()
    }

    fn read(text: &str) -> Option<Self> {
        let Tree::Object(members) = Tree::parse(text).ok()? else { return None };
        let mut members = members.into_iter().map(|(_, value)| value);
        match (members.next()?, members.next()?, members.next()?) {
            (Tree::Plain(code), Tree::Text(message), Tree::Object(data)) => {
                Some(Self { code: code.parse().ok()?, message, data })
            }
            _ => None,
        }
    }
}
