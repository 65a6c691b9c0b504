//! The features that a plugin has its node offer.

use std::collections::BTreeMap;

use super::super::fault::PluginFault;
use crate::wire::Value;
use cln_protocol::Rule;
use cln_protocol::lax::{hex, member};

/// Where features are offered, in the order of `init`; each with those of the node itself.
const PLACES: [(&str, &str); 8] = [
    ("init", "800898880a8a59a1"),
    ("node", "808898880a8a59a1"),
    ("channel", ""),
    ("invoice", "02000002024100"),
    ("bolt12_offer", ""),
    ("bolt12_invreq", ""),
    ("bolt12_invoice", "020000"),
    ("channel_type", "08800000800000"),
];

/// By place, hexadecimal digits.
pub(crate) type Features = BTreeMap<&'static str, String>;

/// What the manifest adds. Places that a node does not know do not count.
pub(super) fn read(result: Value<'_>, is_dynamic: bool) -> Result<Features, PluginFault> {
    let Some(value) = member(result, "featurebits") else { return Ok(Features::new()) };
    let mut features = Features::new();
    for (place, _) in PLACES {
        let Some(bits) = member(value, place) else { continue };
        let reason = "Featurebits returned by plugin is not a valid hexadecimal string";
        let digits = hex(bits).ok_or_else(|| PluginFault::new(Rule::BadFeatures, reason, bits.json))?;
        if !digits.is_empty() {
            features.insert(place, digits.to_ascii_lowercase());
        }
    }
    if is_dynamic && !features.is_empty() {
        let reason = "Custom featurebits only allows for non-dynamic plugins: dynamic=1, featurebits";
        return Err(PluginFault::new(Rule::FeaturesOfDynamic, reason, value.json));
    }
    Ok(features)
}

/// The features of the node and of all its plugins, by place.
pub(crate) fn with_features<'f>(plugins: impl IntoIterator<Item = &'f Features>) -> Vec<(&'static str, String)> {
    let mut all = PLACES.map(|(place, own)| (place, own.to_owned()));
    for features in plugins {
        for (place, digits) in &mut all {
            if let Some(more) = features.get(place) {
                *digits = union(digits, more);
            }
        }
    }
    all.into()
}

/// Bits of both; the last digits of both stand for the same bits.
fn union(one: &str, other: &str) -> String {
    let length = one.len().max(other.len());
    let digit = |text: &str, at: usize| {
        let missing = length - text.len();
        at.checked_sub(missing).and_then(|at| text.as_bytes().get(at)).map_or(0, |digit| value(*digit))
    };
    (0..length).map(|at| char::from_digit(digit(one, at) | digit(other, at), 16).unwrap_or('0')).collect()
}

fn value(digit: u8) -> u32 {
    char::from(digit).to_digit(16).unwrap_or_default()
}
