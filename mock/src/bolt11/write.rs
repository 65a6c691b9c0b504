//! Making invoices, field by field in the order in which a node writes them.

use bitcoin::hashes::{Hash as _, sha256};
use bitcoin::secp256k1::Message;
use lightning_invoice::{
    Currency, Description, ExpiryTime, Fallback, MinFinalCltvExpiryDelta, PaymentSecret, PositiveTimestamp,
    PrivateRoute, RawBolt11Invoice, RawDataPart, RawHrp, RouteHint, Sha256, SiPrefix, TaggedField,
};
use lightning_types::features::Bolt11InvoiceFeatures;

use super::{DEFAULT_EXPIRY, DEFAULT_FINAL_CLTV};
use crate::identity::Identity;
use crate::network::Network;

/// What an invoice says.
pub(crate) struct Terms {
    pub(crate) amount_msat: Option<u64>,
    /// In seconds since 1970.
    pub(crate) created_at: u64,
    pub(crate) payment_hash: [u8; 32],
    pub(crate) payment_secret: [u8; 32],
    pub(crate) description: String,
    /// Whether the invoice has only the hash of the description.
    pub(crate) only_hash: bool,
    /// In seconds since it was made.
    pub(crate) expiry: u64,
    /// In blocks.
    pub(crate) final_cltv: u32,
    pub(crate) fallbacks: Vec<Fallback>,
    pub(crate) routes: Vec<RouteHint>,
}

/// Why no invoice says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unwritable {
    /// The description has more bytes than a field.
    Description,
    /// The node's time is more than 35 bits hold.
    Time,
    /// A route has more hops than a field.
    Route,
}

/// What the node can do, lowest byte first: payment secrets and variable onions (required), parts of payments, blinded
/// paths.
const FEATURES: [u8; 4] = [0x00, 0x41, 0x02, 0x02];

/// The invoice of a node, signed.
pub(crate) fn write(node: &Identity, terms: Terms) -> Result<String, Unwritable> {
    let hrp = hrp(node.network(), terms.amount_msat);
    let timestamp = PositiveTimestamp::from_unix_timestamp(terms.created_at).map_err(|_| Unwritable::Time)?;
    let tagged_fields = fields(terms)?.into_iter().map(Into::into).collect();
    let raw = RawBolt11Invoice { hrp, data: RawDataPart { timestamp, tagged_fields } };
    let signed = raw.sign(|hash: &Message| Ok::<_, Unwritable>(node.sign(hash)))?;
    Ok(signed.to_string())
}

/// A node writes what is the default only where it has to.
fn fields(terms: Terms) -> Result<Vec<TaggedField>, Unwritable> {
    let mut fields = vec![
        TaggedField::PaymentSecret(PaymentSecret(terms.payment_secret)),
        TaggedField::PaymentHash(Sha256(sha256::Hash::from_byte_array(terms.payment_hash))),
    ];
    fields.push(if terms.only_hash {
        TaggedField::DescriptionHash(Sha256(sha256::Hash::hash(terms.description.as_bytes())))
    } else {
        TaggedField::Description(Description::new(terms.description).map_err(|_| Unwritable::Description)?)
    });
    if terms.expiry != DEFAULT_EXPIRY {
        fields.push(TaggedField::ExpiryTime(ExpiryTime::from_seconds(terms.expiry)));
    }
    let final_cltv = u64::from(terms.final_cltv);
    if final_cltv != DEFAULT_FINAL_CLTV {
        fields.push(TaggedField::MinFinalCltvExpiryDelta(MinFinalCltvExpiryDelta(final_cltv)));
    }
    fields.extend(terms.fallbacks.into_iter().map(TaggedField::Fallback));
    for route in terms.routes {
        fields.push(TaggedField::PrivateRoute(PrivateRoute::new(route).map_err(|_| Unwritable::Route)?));
    }
    fields.push(TaggedField::Features(Bolt11InvoiceFeatures::from_le_bytes(FEATURES.to_vec())));
    Ok(fields)
}

/// The chain and the amount, in the largest unit of which there is a whole number. Like a node, it does not look whether
/// ten times the amount is too much for 64 bits.
fn hrp(network: Network, amount_msat: Option<u64>) -> RawHrp {
    let currency = match network {
        Network::Bitcoin => Currency::Bitcoin,
        Network::Testnet => Currency::BitcoinTestnet,
        Network::Signet => Currency::Signet,
        Network::Regtest => Currency::Regtest,
    };
    let Some(msat) = amount_msat else { return RawHrp { currency, raw_amount: None, si_prefix: None } };
    let tenths = msat.wrapping_mul(10);
    let (raw_amount, si_prefix) = match msat {
        _ if msat.is_multiple_of(100_000_000_000) => (msat / 100_000_000_000, None),
        _ if tenths.is_multiple_of(1_000_000_000) => (tenths / 1_000_000_000, Some(SiPrefix::Milli)),
        _ if tenths.is_multiple_of(1_000_000) => (tenths / 1_000_000, Some(SiPrefix::Micro)),
        _ if tenths.is_multiple_of(1_000) => (tenths / 1_000, Some(SiPrefix::Nano)),
        _ => (tenths, Some(SiPrefix::Pico)),
    };
    RawHrp { currency, raw_amount: Some(raw_amount), si_prefix }
}
