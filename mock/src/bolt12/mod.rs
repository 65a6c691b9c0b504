//! BOLT 12: offers, invoice requests and invoices of anybody, read for who wants to see what is in them.
//!
//! The library judges whether they are valid. It does not show all that a node shows, so that is taken from the records.

mod fields;
mod kind;
mod records;
#[cfg(test)]
mod tests;

use bech32::NoChecksum;
use bech32::primitives::decode::CheckedHrpstring;
use cln_runtime::json::Tree;
use lightning::offers::invoice::Bolt12Invoice;
use lightning::offers::invoice_request::InvoiceRequest;
use lightning::offers::offer::Offer;
use lightning::offers::parse::{Bolt12ParseError as Error, Bolt12SemanticError as Semantic};
use lightning::offers::refund::Refund;

use kind::Kind;
use records::Record;

/// What a text says, with the members of `decode` in a node's order, or why a node does not read it. Nothing if the text
/// is not meant to be of BOLT 12.
pub(crate) fn read(text: &str) -> Option<Result<Vec<(&'static str, Tree)>, String>> {
    let kind = match text.get(..4)?.to_ascii_lowercase().as_str() {
        "lno1" => Kind::Offer,
        "lnr1" => Kind::Request,
        "lni1" => Kind::Invoice,
        _ => return None,
    };
    Some(members(kind, text))
}

fn members(kind: Kind, text: &str) -> Result<Vec<(&'static str, Tree)>, String> {
    let bytes = bytes(kind, text)?;
    let records = records::read(&bytes).ok_or_else(|| kind.no_data().to_owned())?;
    judge(kind, &bytes, &records).map_err(|error| words(kind, &error))?;
    fields::members(kind, &records).ok_or_else(|| kind.no_data().to_owned())
}

fn bytes(kind: Kind, text: &str) -> Result<Vec<u8>, String> {
    let text = joined(text).ok_or("unfinished string")?;
    let string = CheckedHrpstring::new::<NoChecksum>(&text).map_err(|_| "invalid bech32 string")?;
    let prefix = string.hrp().to_lowercase();
    if prefix != kind.prefix() {
        return Err(format!("unexpected prefix {prefix}"));
    }
    Ok(string.byte_iter().collect())
}

/// A text may be broken into lines by `+` and white space, but not at its ends.
fn joined(text: &str) -> Option<String> {
    let mut joined = String::with_capacity(text.len());
    let mut continues = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '+' if at != 0 && at + 1 != text.len() && !continues => continues = true,
            ' ' | '\t'..='\r' if continues => {}
            _ => {
                continues = false;
                joined.push(letter);
            }
        }
    }
    (!continues).then_some(joined)
}

fn judge(kind: Kind, bytes: &[u8], records: &[Record<'_>]) -> Result<(), Error> {
    let bytes = bytes.to_vec();
    match kind {
        Kind::Offer => Offer::try_from(bytes).map(drop),
        Kind::Invoice => Bolt12Invoice::try_from(bytes).map(drop),
        Kind::Request => match InvoiceRequest::try_from(bytes) {
            Err(Error::InvalidSemantics(Semantic::MissingIssuerSigningPubkey)) => judge_unasked(records),
            other => other.map(drop),
        },
    }
}

/// A request to be paid, for no offer. Nodes sign it, and the library does not expect that.
fn judge_unasked(records: &[Record<'_>]) -> Result<(), Error> {
    let unsigned: Vec<_> = records.iter().filter(|record| !record.is_signature()).collect();
    let bytes: Vec<u8> = unsigned.iter().flat_map(|record| record.whole).copied().collect();
    let refund = Refund::try_from(bytes)?;
    let signature = records.iter().find(|record| record.number == records::SIGNATURE);
    let signature = signature.ok_or(Error::InvalidSemantics(Semantic::MissingSignature))?;
    records::check_signature("invoice_request", &unsigned, signature.value, refund.payer_signing_pubkey())
        .map_err(Error::InvalidSignature)
}

/// What a node says. Of what is not known from one, it is that the data are not valid.
fn words(kind: Kind, error: &Error) -> String {
    let words = match (kind, error) {
        (_, Error::InvalidSignature(_)) => "Invalid signature",
        (_, Error::InvalidSemantics(Semantic::MissingSignature)) => "Missing signature",
        (Kind::Offer, Error::InvalidSemantics(Semantic::MissingIssuerSigningPubkey)) => {
            "Offer does not contain an issuer_id or paths"
        }
        (Kind::Offer, Error::InvalidSemantics(Semantic::MissingDescription)) => {
            "Offer does not contain a description, but contains an amount"
        }
        (Kind::Invoice, Error::InvalidSemantics(Semantic::MissingAmount)) => "missing invoice_amount",
        (Kind::Invoice, Error::InvalidSemantics(Semantic::MissingCreationTime)) => "missing invoice_created_at",
        (Kind::Invoice, Error::InvalidSemantics(Semantic::MissingPaymentHash)) => "missing invoice_payment_hash",
        (Kind::Invoice, Error::InvalidSemantics(Semantic::MissingPaths)) => "missing/empty invoice_paths",
        _ => kind.no_data(),
    };
    words.to_owned()
}
