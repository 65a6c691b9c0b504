//! Invoices and offers as texts: what a node says of those that are none.
//!
//! Whether a BOLT 11 invoice is right to its last bit is not looked at, since the invoices of the documentation are not:
//! it begins with the prefix of the node's network, and is not shorter than an invoice can be.

use crate::behaviour::Network;

const CHARSET: &[u8] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// The shortest that an invoice has behind its prefix, in characters: a separator, a time, a signature, a checksum.
const SHORTEST: usize = 1 + 7 + 104 + 6;

/// What a node says of a text that is no BOLT 11 invoice of its network.
pub(crate) fn bolt11(text: &str, network: Network) -> Result<(), String> {
    match chain(text)?.as_str() {
        chain if chain == network.prefix() => Ok(()),
        chain => Err(format!("Prefix {chain} is not for {}", network.name())),
    }
}

/// The chain that a BOLT 11 invoice is for.
fn chain(text: &str) -> Result<String, String> {
    let text = canonical(text).to_ascii_lowercase();
    let end = text.find(|letter: char| letter.is_ascii_digit()).unwrap_or(text.len());
    let (prefix, rest) = text.split_at(end);
    if rest.len() < SHORTEST {
        return Err("Bad bech32 string".to_owned());
    }
    let chain = prefix.strip_prefix("ln").ok_or_else(|| format!("Prefix '{prefix}' does not start with ln"))?;
    Ok(chain.to_owned())
}

/// What a node says of a text that is no BOLT 12 one of such a prefix. Its data is not looked at.
pub(crate) fn bolt12(text: &str, prefix: &str) -> Result<(), String> {
    let text = joined(canonical(text))?;
    let is_mixed = text.chars().any(|letter| letter.is_ascii_uppercase())
        && text.chars().any(|letter| letter.is_ascii_lowercase());
    let text = text.to_ascii_lowercase();
    match text.split_once('1') {
        Some((found, data)) if !is_mixed && data.bytes().all(|letter| CHARSET.contains(&letter)) => {
            if found == prefix {
                Ok(())
            } else {
                Err(format!("unexpected prefix {found}"))
            }
        }
        _ => Err("invalid bech32 string".to_owned()),
    }
}

/// What a node says of a text that is an invoice of neither kind: of one that could be read as either, what is wrong
/// with it as the second.
pub(crate) fn invoice(text: &str, network: Network) -> Result<(), String> {
    bolt11(text, network).or_else(|_| bolt12(text, "lni"))
}

/// The same, whatever the network of a BOLT 11 invoice is.
pub(crate) fn invoice_of_any(text: &str, _: Network) -> Result<(), String> {
    chain(text).map(drop).or_else(|_| bolt12(text, "lni"))
}

/// What a node says of a text that is no BOLT 11 invoice of its network, where those of BOLT 12 are not looked at.
pub(crate) fn bolt11_or_12(text: &str, network: Network) -> Result<(), String> {
    if canonical(text).to_ascii_lowercase().starts_with("lni1") { Ok(()) } else { bolt11(text, network) }
}

/// What a node says of a text that `decode` cannot read: of one that begins as something known, what is wrong with it as
/// that.
pub(crate) fn decodable(text: &str) -> Result<(), String> {
    let text = canonical(text);
    let begin = text.to_ascii_lowercase();
    let prefixes = ["lno", "lnr", "lni"];
    if let Some(prefix) =
        prefixes.into_iter().find(|prefix| begin.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('1')))
    {
        return bolt12(text, prefix);
    }
    match chain(text) {
        Err(why) if begin.starts_with("lnbc") => Err(why),
        Err(_) if !begin.starts_with("clnemerg1") && !is_rune(text) => Err("Unparsable string".to_owned()),
        _ => Ok(()),
    }
}

/// A rune: in base64, a hash and restrictions.
fn is_rune(text: &str) -> bool {
    const HASH: usize = 43;
    text.len() > HASH && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_=".contains(&byte))
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
