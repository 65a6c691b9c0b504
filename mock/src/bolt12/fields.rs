//! What `decode` shows of the records, under which names and in which order.

use cln_runtime::ShortChannelId;
use cln_runtime::json::Tree;
use lightning::blinded_path::message::BlindedMessagePath;
use lightning::blinded_path::payment::BlindedPayInfo;
use lightning::blinded_path::{Direction, IntroductionNode};
use lightning::util::ser::Readable;

use super::kind::Kind;
use super::records::{self, Record};
use crate::wire::{hex, number, object, text};

#[derive(Clone, Copy)]
enum Form {
    /// Bytes, also those of a key or a signature.
    Bytes,
    /// Hashes of the first blocks of chains.
    Chains,
    Number,
    Text,
    /// Ways to the node, with what they cost in another record.
    Paths,
}

/// In a node's order, which is not that of the records.
const FIELDS: [(u64, &str, Form); 27] = [
    (2, "offer_chains", Form::Chains),
    (4, "offer_metadata", Form::Bytes),
    (6, "offer_currency", Form::Text),
    (8, "offer_amount_msat", Form::Number),
    (10, "offer_description", Form::Text),
    (18, "offer_issuer", Form::Text),
    (12, "offer_features", Form::Bytes),
    (14, "offer_absolute_expiry", Form::Number),
    (16, "offer_paths", Form::Paths),
    (20, "offer_quantity_max", Form::Number),
    (22, "offer_issuer_id", Form::Bytes),
    (0, "invreq_metadata", Form::Bytes),
    (88, "invreq_payer_id", Form::Bytes),
    (80, "invreq_chain", Form::Bytes),
    (82, "invreq_amount_msat", Form::Number),
    (84, "invreq_features", Form::Bytes),
    (86, "invreq_quantity", Form::Number),
    (89, "invreq_payer_note", Form::Text),
    (90, "invreq_paths", Form::Paths),
    (160, "invoice_paths", Form::Paths),
    (164, "invoice_created_at", Form::Number),
    (EXPIRY, "invoice_relative_expiry", Form::Number),
    (168, "invoice_payment_hash", Form::Bytes),
    (170, "invoice_amount_msat", Form::Number),
    (174, "invoice_features", Form::Bytes),
    (176, "invoice_node_id", Form::Bytes),
    (records::SIGNATURE, "signature", Form::Bytes),
];

/// Known to a node, too: the name of BIP 353, what paths cost, addresses on the chain.
const NOT_SHOWN: [u64; 3] = [91, PAY_INFO, 172];

const CURRENCY: u64 = 6;
const AMOUNT: u64 = 8;
const PATHS: u64 = 16;
const ISSUER_ID: u64 = 22;
const INVOICE_PATHS: u64 = 160;
const PAY_INFO: u64 = 162;
const EXPIRY: u64 = 166;

/// The seconds that a node shows for an invoice that does not say for how long it is valid: 7200.
const DEFAULT_EXPIRY: [u8; 2] = [0x1c, 0x20];

/// Nothing if a record is not of its form.
pub(super) fn members(kind: Kind, records: &[Record<'_>]) -> Option<Vec<(&'static str, Tree)>> {
    let (name, unknown_name) = match kind {
        Kind::Offer => ("bolt12 offer", "unknown_offer_tlvs"),
        Kind::Request => ("bolt12 invoice_request", "unknown_invoice_request_tlvs"),
        Kind::Invoice => ("bolt12 invoice", "unknown_invoice_tlvs"),
    };
    let value = |wanted| records.iter().find(|record| record.number == wanted).map(|record| record.value);
    let mut members = vec![("type", text(name))];
    if value(ISSUER_ID).is_some() || value(PATHS).is_some() {
        members.push(("offer_id", hex(&records::offer_id(records))));
    }
    for (wanted, name, form) in FIELDS {
        let default = (kind == Kind::Invoice && wanted == EXPIRY).then_some(&DEFAULT_EXPIRY[..]);
        let Some(bytes) = value(wanted).or(default) else { continue };
        let costs = if wanted == INVOICE_PATHS { value(PAY_INFO) } else { None };
        let is_in_currency = wanted == AMOUNT && value(CURRENCY).is_some();
        members.push((if is_in_currency { "offer_amount" } else { name }, form.shown(bytes, costs)?));
    }
    let unknown: Vec<Tree> = records.iter().filter(|record| !is_known(record)).map(unknown).collect();
    if !unknown.is_empty() {
        members.push((unknown_name, Tree::Array(unknown)));
    }
    members.push(("valid", Tree::Plain("true".to_owned())));
    Some(members)
}

fn is_known(record: &Record<'_>) -> bool {
    NOT_SHOWN.contains(&record.number) || FIELDS.iter().any(|(number, ..)| *number == record.number)
}

fn unknown(record: &Record<'_>) -> Tree {
    object([
        ("type", number(record.number)),
        ("length", number(record.value.len() as u64)),
        ("value", hex(record.value)),
    ])
}

impl Form {
    fn shown(self, bytes: &[u8], costs: Option<&[u8]>) -> Option<Tree> {
        Some(match self {
            Self::Bytes => hex(bytes),
            Self::Chains => Tree::Array(bytes.chunks(32).map(hex).collect()),
            // The zeros at its front are left out.
            Self::Number if bytes.len() <= 8 => {
                number(bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
            }
            Self::Number => return None,
            Self::Text => text(str::from_utf8(bytes).ok()?),
            Self::Paths => {
                let paths: Vec<BlindedMessagePath> = all(bytes)?;
                let mut costs = all(costs.unwrap_or_default())?.into_iter();
                Tree::Array(paths.iter().map(|each| path(each, costs.next().as_ref())).collect())
            }
        })
    }
}

/// What stands one after the other, without anything between.
fn all<T: Readable>(mut bytes: &[u8]) -> Option<Vec<T>> {
    let mut all = Vec::new();
    while !bytes.is_empty() {
        all.push(T::read(&mut bytes).ok()?);
    }
    Some(all)
}

fn path(path: &BlindedMessagePath, cost: Option<&BlindedPayInfo>) -> Tree {
    let mut members = match path.introduction_node() {
        IntroductionNode::NodeId(id) => vec![("first_node_id", text(id.to_string()))],
        IntroductionNode::DirectedShortChannelId(direction, scid) => vec![
            ("first_scid", text(ShortChannelId::from(*scid).to_string())),
            ("first_scid_dir", number(u64::from(matches!(direction, Direction::NodeTwo)))),
        ],
    };
    members.push(("first_path_key", text(path.blinding_point().to_string())));
    members.extend(cost.map(|cost| ("payinfo", pay_info(cost))));
    let hops = path.blinded_hops().iter().map(|hop| {
        object([
            ("blinded_node_id", text(hop.blinded_node_id.to_string())),
            ("encrypted_recipient_data", hex(&hop.encrypted_payload)),
        ])
    });
    members.push(("path", Tree::Array(hops.collect())));
    object(members)
}

fn pay_info(cost: &BlindedPayInfo) -> Tree {
    let features: Vec<u8> = cost.features.le_flags().iter().rev().copied().collect();
    object([
        ("fee_base_msat", number(u64::from(cost.fee_base_msat))),
        ("fee_proportional_millionths", number(u64::from(cost.fee_proportional_millionths))),
        ("cltv_expiry_delta", number(u64::from(cost.cltv_expiry_delta))),
        ("htlc_minimum_msat", number(cost.htlc_minimum_msat)),
        ("htlc_maximum_msat", number(cost.htlc_maximum_msat)),
        ("features", hex(&features)),
    ])
}
