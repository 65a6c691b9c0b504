//! Invoices and offers as texts: what a node says of those that are none.
//!
//! Those of BOLT 12 are not looked at any further than for their prefix and their letters.

use crate::bolt11;
use crate::network::Network;

/// The letters of data in bech32.
const LETTERS: &[u8] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// What a node says of a text that is no BOLT 11 invoice of its network.
pub(crate) fn bolt11(text: &str, network: Network) -> Result<(), String> {
    let invoice = bolt11::read(canonical(text))?;
    if invoice.prefix() == network.prefix() {
        return Ok(());
    }
    Err(format!("Prefix {} is not for {}", invoice.prefix(), network.name()))
}

/// What a node says of a text that is no invoice of the kind that it begins as, which is told with some words behind it.
pub(crate) fn either(text: &str, network: Network, behind: &str) -> Result<(), String> {
    let (kind, read) = if canonical(text).to_ascii_lowercase().starts_with("lni1") {
        ("bolt12", bolt12(canonical(text), "lni"))
    } else {
        ("bolt11", bolt11(text, network))
    };
    read.map_err(|why| format!("{kind}{behind}: {why}"))
}

/// What a node says of a text that is an invoice of neither kind: what is wrong with it as one of the second.
pub(crate) fn invoice(text: &str, network: Network) -> Result<(), String> {
    bolt11(text, network).or_else(|_| bolt12(text, "lni"))
}

/// The same, whatever the network of a BOLT 11 invoice is.
pub(crate) fn invoice_of_any(text: &str, _: Network) -> Result<(), String> {
    bolt11::read(canonical(text)).map(drop).or_else(|_| bolt12(text, "lni"))
}

/// What a node says of a text that is no BOLT 12 one of such a prefix. Its data is not looked at.
pub(crate) fn bolt12(text: &str, prefix: &str) -> Result<(), String> {
    let text = joined(canonical(text))?;
    let is_mixed = text.chars().any(|letter| letter.is_ascii_uppercase())
        && text.chars().any(|letter| letter.is_ascii_lowercase());
    let text = text.to_ascii_lowercase();
    match text.split_once('1') {
        Some((found, data)) if !is_mixed && data.bytes().all(|letter| LETTERS.contains(&letter)) => {
            if found == prefix {
                Ok(())
            } else {
                Err(format!("unexpected prefix {found}"))
            }
        }
        _ => Err("invalid bech32 string".to_owned()),
    }
}

/// Without the name of a scheme before it.
fn canonical(text: &str) -> &str {
    text.strip_prefix("lightning:").or_else(|| text.strip_prefix("LIGHTNING:")).unwrap_or(text)
}

/// Without each `+`, and white space behind it, at which a long text may be broken.
fn joined(text: &str) -> Result<String, String> {
    let mut joined = String::with_capacity(text.len());
    let mut after_plus = false;
    let last = text.chars().count().saturating_sub(1);
    for (index, letter) in text.chars().enumerate() {
        match letter {
            '+' if !after_plus && index != 0 && index != last => after_plus = true,
            letter if after_plus && letter.is_ascii_whitespace() => {}
            letter => {
                after_plus = false;
                joined.push(letter);
            }
        }
    }
    if after_plus { Err("unfinished string".to_owned()) } else { Ok(joined) }
}
