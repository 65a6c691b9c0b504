//! Reading invoices, also those of other nodes and networks, and saying in a node's words what is wrong with them.

use bitcoin::secp256k1::PublicKey;
use lightning_invoice::{
    Bolt11InvoiceSignature, Bolt11ParseError, Currency, Fallback, RawBolt11Invoice, RawTaggedField, RouteHint,
    SiPrefix, SignedRawBolt11Invoice,
};

use super::{DEFAULT_EXPIRY, DEFAULT_FINAL_CLTV};
use crate::network::Network;

/// An invoice that a node takes. It is not shown, since its payment secret is not.
pub(crate) struct Invoice {
    raw: RawBolt11Invoice,
    signature: Bolt11InvoiceSignature,
    payee: PublicKey,
    amount_msat: Option<u64>,
    payment_hash: [u8; 32],
    payment_secret: [u8; 32],
    final_cltv: u32,
}

/// The even bits of features that a node knows: variable onions, payment secrets, parts, blinded paths, metadata.
const KNOWN_FEATURES: [usize; 5] = [8, 14, 16, 24, 48];

/// Reads an invoice of any network.
///
/// The words are those of `bolt11_decode`. Of a field that is broken the library says less than a node.
pub(crate) fn read(text: &str) -> Result<Invoice, String> {
    let signed: SignedRawBolt11Invoice = text.parse().map_err(|error| words(&error, text))?;
    if signed.hrp.currency == Currency::Simnet {
        // The library knows a chain more than a node.
        return Err(words(&Bolt11ParseError::UnknownCurrency, text));
    }
    let payee = signed.recover_payee_pub_key();
    let is_signed = signed.check_signature();
    let (raw, _, signature) = signed.into_parts();
    let amount_msat = amount_msat(&raw)?;
    let final_cltv = raw.min_final_cltv_expiry_delta().map_or(DEFAULT_FINAL_CLTV, |delta| delta.0);
    let final_cltv = u32::try_from(final_cltv).map_err(|_| format!("c: {final_cltv} is too large"))?;
    if let Some(bit) = unknown_feature(&raw) {
        return Err(format!("9: unknown feature bit {bit}"));
    }
    let payment_hash = *raw.payment_hash().ok_or("No valid 'p' field found")?.0.as_ref();
    let payment_secret = raw.payment_secret().ok_or("Missing required payment secret (s field)")?.0;
    match (raw.description(), raw.description_hash()) {
        (None, None) => return Err("must have either 'd' or 'h' field".to_owned()),
        (Some(_), Some(_)) => return Err("must not have both 'd' and 'h' fields".to_owned()),
        _ => {}
    }
    let payee = match raw.payee_pub_key() {
        Some(named) if is_signed => named.0,
        Some(_) => return Err("invalid signature".to_owned()),
        None => payee.map_err(|_| "signature recovery failed")?.0,
    };
    Ok(Invoice { raw, signature, payee, amount_msat, payment_hash, payment_secret, final_cltv })
}

/// A text as invoices are compared: in lower case, without the name of a scheme before it.
pub(crate) fn canonical(text: &str) -> String {
    let text = text.to_ascii_lowercase();
    text.strip_prefix("lightning:").map(str::to_owned).unwrap_or(text)
}

/// Whether a text is most likely meant to be an invoice of any network: `ln`, a chain, an amount or none, and a `1`.
pub(crate) fn has_prefix(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let Some((hrp, _)) = text.rsplit_once('1') else { return false };
    Network::ALL.into_iter().any(|network| {
        let amount = hrp.strip_prefix("ln").and_then(|rest| rest.strip_prefix(network.prefix()));
        amount.is_some_and(|amount| {
            amount.strip_suffix(['m', 'u', 'n', 'p']).unwrap_or(amount).bytes().all(|byte| byte.is_ascii_digit())
        })
    })
}

impl Invoice {
    pub(crate) const fn payee(&self) -> PublicKey {
        self.payee
    }

    pub(crate) const fn amount_msat(&self) -> Option<u64> {
        self.amount_msat
    }

    pub(crate) const fn payment_hash(&self) -> [u8; 32] {
        self.payment_hash
    }

    pub(crate) const fn payment_secret(&self) -> [u8; 32] {
        self.payment_secret
    }

    /// In blocks.
    pub(crate) const fn final_cltv(&self) -> u32 {
        self.final_cltv
    }

    /// What it has behind `ln`: the name of its chain among invoices and addresses.
    pub(crate) fn prefix(&self) -> &'static str {
        match self.raw.hrp.currency {
            Currency::Bitcoin => "bc",
            Currency::BitcoinTestnet => "tb",
            Currency::Regtest => "bcrt",
            Currency::Simnet => "sb",
            Currency::Signet => "tbs",
        }
    }

    /// The chain, as far as addresses differ.
    pub(crate) fn chain(&self) -> bitcoin::Network {
        self.raw.currency().into()
    }

    /// In seconds since 1970.
    pub(crate) fn created_at(&self) -> u64 {
        self.raw.data.timestamp.as_unix_timestamp()
    }

    /// In seconds since it was made.
    pub(crate) fn expiry(&self) -> u64 {
        self.raw.expiry_time().map_or(DEFAULT_EXPIRY, lightning_invoice::ExpiryTime::as_seconds)
    }

    pub(crate) fn description(&self) -> Option<&str> {
        self.raw.description().map(|description| description.as_inner().0.as_str())
    }

    pub(crate) fn description_hash(&self) -> Option<[u8; 32]> {
        self.raw.description_hash().map(|hash| *hash.0.as_ref())
    }

    pub(crate) fn metadata(&self) -> Option<&[u8]> {
        self.raw.payment_metadata().map(Vec::as_slice)
    }

    /// In hexadecimal, highest byte first.
    pub(crate) fn features(&self) -> Option<String> {
        let features = self.raw.features()?.le_flags();
        (!features.is_empty()).then(|| features.iter().rev().map(|byte| format!("{byte:02x}")).collect())
    }

    pub(crate) fn fallbacks(&self) -> impl Iterator<Item = &Fallback> {
        self.raw.fallbacks().into_iter()
    }

    pub(crate) fn routes(&self) -> impl Iterator<Item = &RouteHint> {
        self.raw.private_routes().into_iter().map(|route| &**route)
    }

    /// Fields that mean nothing to a node: the letter of each, and what it says.
    pub(crate) fn extra(&self) -> impl Iterator<Item = (char, String)> {
        self.raw.data.tagged_fields.iter().filter_map(|field| match field {
            RawTaggedField::UnknownSemantics(letters) => {
                let (tag, rest) = letters.split_first()?;
                // Behind the letter are two that say how many follow.
                Some((tag.to_char(), rest.iter().skip(2).map(|letter| letter.to_char()).collect()))
            }
            RawTaggedField::KnownSemantics(_) => None,
        })
    }

    /// In hexadecimal, as DER.
    pub(crate) fn signature(&self) -> String {
        self.signature.to_standard().to_string()
    }
}

fn amount_msat(raw: &RawBolt11Invoice) -> Result<Option<u64>, String> {
    let Some(amount) = raw.hrp.raw_amount else { return Ok(None) };
    let msat = match &raw.hrp.si_prefix {
        Some(SiPrefix::Pico) if !amount.is_multiple_of(10) => {
            return Err(format!("Invalid sub-millisatoshi amount '{amount}p'"));
        }
        Some(SiPrefix::Pico) => Some(amount / 10),
        Some(SiPrefix::Nano) => amount.checked_mul(100),
        Some(SiPrefix::Micro) => amount.checked_mul(100_000),
        Some(SiPrefix::Milli) => amount.checked_mul(100_000_000),
        None => amount.checked_mul(100_000_000_000),
    };
    msat.map(Some).ok_or_else(|| format!("Invalid amount '{amount}'"))
}

/// The first feature that must be known, and is not.
fn unknown_feature(raw: &RawBolt11Invoice) -> Option<usize> {
    let features = raw.features()?.le_flags();
    let is_set = |bit: &usize| features.get(bit / 8).is_some_and(|byte| byte & (1 << (bit % 8)) != 0);
    (0..features.len() * 8).step_by(2).find(|bit| is_set(bit) && !KNOWN_FEATURES.contains(bit))
}

/// What a node says of a text that the library does not read.
fn words(error: &Bolt11ParseError, text: &str) -> String {
    use Bolt11ParseError as Error;

    let text = text.to_ascii_lowercase();
    let hrp = text.rsplit_once('1').map_or(text.as_str(), |(hrp, _)| hrp);
    let (prefix, amount) = hrp.split_at(hrp.find(|letter: char| letter.is_ascii_digit()).unwrap_or(hrp.len()));
    match (error, prefix.strip_prefix("ln")) {
        (Error::Bech32Error(_), _) => "Bad bech32 string".to_owned(),
        (_, None) => format!("Prefix '{prefix}' does not start with ln"),
        (Error::UnknownCurrency, Some(chain)) => format!("Unknown chain {chain}"),
        (Error::UnknownSiPrefix | Error::MalformedHRP, _) => {
            format!("Invalid amount postfix '{}'", amount.trim_start_matches(|letter: char| letter.is_ascii_digit()))
        }
        (Error::ParseAmountError(_), _) => format!("Invalid amount '{amount}'"),
        (Error::MalformedSignature(_), _) => "signature invalid".to_owned(),
        (other, _) => other.to_string(),
    }
}
