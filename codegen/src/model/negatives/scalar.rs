//! Scalars broken on purpose: another kind, another range, another form, beyond a bound.

use cln_runtime::Rule;
use cln_runtime::conformance::Tree;
use cln_runtime::rules::ScalarKind;

use super::super::Limits;
use super::super::canonical::json_string;
use super::{Breaker, Edit, size};

impl Breaker<'_> {
    pub(super) fn scalar(&mut self, kind: ScalarKind, limits: Option<&Limits>, value: &Tree, pointer: &str) {
        let first = self.made.len();
        self.unlimited(kind, value, pointer);
        if let Some(limits) = limits {
            // What breaks a bound, too, would not show which of the two was noticed.
            let broken = self.made.split_off(first);
            let within = |json: &str| Tree::parse(json).is_ok_and(|value| is_within(limits, &value));
            self.made.extend(broken.into_iter().filter(|candidate| match &candidate.row.edit {
                // Of a value of another kind nothing else is said.
                _ if candidate.row.rule == Rule::Type => true,
                Edit::Set(_, json) => within(json),
                Edit::Remove(_) => true,
            }));
            self.unlisted(kind, limits, pointer);
            self.limits(kind, limits, pointer);
        }
    }

    fn unlimited(&mut self, kind: ScalarKind, value: &Tree, pointer: &str) {
        match kind {
            ScalarKind::U8 => self.integer(pointer, &["256", "-1"]),
            ScalarKind::U16 => self.integer(pointer, &["65536", "-1"]),
            ScalarKind::U32 => self.integer(pointer, &["4294967296", "-1"]),
            ScalarKind::U64 => self.integer(pointer, &["18446744073709551616", "-1"]),
            ScalarKind::I64 => self.integer(pointer, &["9223372036854775808", "-9223372036854775809"]),
            ScalarKind::MsatInteger => {
                self.integer(pointer, &["18446744073709551616", "-1"]);
                self.set(pointer, r#""1000msat""#, Rule::Type);
            }
            ScalarKind::Msat
            | ScalarKind::Sat
            | ScalarKind::MsatOrAll
            | ScalarKind::MsatOrAny
            | ScalarKind::SatOrAll => self.number_or_text(pointer, "18446744073709551616"),
            ScalarKind::Feerate => self.number_or_text(pointer, "4294967296"),
            ScalarKind::JsonScalar | ScalarKind::ProofField => self.set(pointer, "{}", Rule::Type),
            ScalarKind::Number => self.set(pointer, r#""1""#, Rule::Type),
            ScalarKind::Bool => self.set(pointer, r#""true""#, Rule::Type),
            ScalarKind::Json => {}
            _ => self.text(kind, value, pointer),
        }
    }

    fn integer(&mut self, pointer: &str, outside: &[&str]) {
        for number in outside {
            self.set(pointer, *number, Rule::Range);
        }
        self.set(pointer, "1.5", Rule::Integer);
        self.set(pointer, "1.0", Rule::Integer);
        self.set(pointer, r#""1""#, Rule::Type);
    }

    fn number_or_text(&mut self, pointer: &str, too_large: &str) {
        self.set(pointer, too_large, Rule::Range);
        self.set(pointer, "-1", Rule::Range);
        self.set(pointer, "1.0", Rule::Integer);
        self.set(pointer, r#""1 bit""#, Rule::Format);
        self.set(pointer, "true", Rule::Type);
    }

    fn text(&mut self, kind: ScalarKind, value: &Tree, pointer: &str) {
        self.set(pointer, "1", Rule::Type);
        let Tree::Text(text) = value else { return };
        let without = |count| text.chars().skip(count).collect::<String>();
        if is_hex(kind) && !text.is_empty() {
            self.set(pointer, json_string(&without(1)), Rule::Format);
            self.set(pointer, json_string(&format!("g{}", without(1))), Rule::Format);
        }
        if has_fixed_length(kind) {
            // Still an even number of digits: only the length is wrong.
            self.set(pointer, json_string(&without(2)), Rule::Format);
        }
        match kind {
            ScalarKind::PublicKey => self.set(pointer, json_string(&format!("04{}", without(2))), Rule::Format),
            ScalarKind::ShortChannelId | ScalarKind::ShortChannelIdDir => {
                self.set(pointer, r#""16777216x0x0""#, Rule::Format);
            }
            ScalarKind::Outpoint => self.set(pointer, r#""00:0""#, Rule::Format),
            ScalarKind::Currency => self.set(pointer, r#""1.50""#, Rule::Format),
            _ => {}
        }
    }

    /// A value of the right kind that is none of those that are listed.
    fn unlisted(&mut self, kind: ScalarKind, limits: &Limits, pointer: &str) {
        let Some(values) = &limits.values else { return };
        let strangers: &[&str] = match kind {
            ScalarKind::Bool => &["true", "false"],
            ScalarKind::U8 | ScalarKind::U16 | ScalarKind::U32 | ScalarKind::U64 | ScalarKind::I64 => &["99", "100"],
            ScalarKind::Number => &["0.125", "0.25"],
            ScalarKind::String | ScalarKind::Json => &[r#""no such value""#],
            _ => &[],
        };
        let is_listed = |json: &&&str| values.iter().any(|value| value == **json);
        if let Some(stranger) = strangers.iter().find(|json| !is_listed(json)) {
            self.set(pointer, *stranger, Rule::Enum);
        }
    }

    fn limits(&mut self, kind: ScalarKind, limits: &Limits, pointer: &str) {
        if matches!(kind, ScalarKind::String | ScalarKind::Json) {
            if let Some(length) = size(limits.min_length).and_then(|least| least.checked_sub(1)) {
                self.set(pointer, json_string(&"x".repeat(length)), Rule::MinLength);
            }
            if let Some(length) = size(limits.max_length) {
                self.set(pointer, json_string(&"x".repeat(length + 1)), Rule::MaxLength);
            }
        }
        if let Some((least, most)) = integer_range(kind) {
            if let Some(minimum) = limits.minimum.filter(|&minimum| least < minimum && minimum <= most) {
                self.set(pointer, (minimum - 1).to_string(), Rule::Minimum);
            }
            if let Some(maximum) = limits.maximum.filter(|&maximum| least <= maximum && maximum < most) {
                self.set(pointer, (maximum + 1).to_string(), Rule::Maximum);
            }
        }
    }
}

/// Whether a value keeps to the bounds, whatever its type.
fn is_within(limits: &Limits, value: &Tree) -> bool {
    if limits.values.as_ref().is_some_and(|values| !values.contains(&value.to_string())) {
        return false;
    }
    match value {
        Tree::Text(text) => {
            let length = text.chars().count() as u64;
            limits.min_length.is_none_or(|least| least <= length) && limits.max_length.is_none_or(|most| length <= most)
        }
        Tree::Plain(text) => {
            // Only the whole part is looked at, so a number right at the maximum counts as beyond it.
            let whole = text.split('.').next().unwrap_or_default();
            let Ok(number) = whole.parse::<i128>() else { return true };
            limits.minimum.is_none_or(|least| least <= number) && limits.maximum.is_none_or(|most| number < most)
        }
        Tree::Array(_) | Tree::Object(_) => true,
    }
}

/// The least and the greatest value of an integer type.
fn integer_range(kind: ScalarKind) -> Option<(i128, i128)> {
    Some(match kind {
        ScalarKind::U8 => (0, u8::MAX.into()),
        ScalarKind::U16 => (0, u16::MAX.into()),
        ScalarKind::U32 => (0, u32::MAX.into()),
        ScalarKind::U64 | ScalarKind::MsatInteger => (0, u64::MAX.into()),
        ScalarKind::I64 => (i64::MIN.into(), i64::MAX.into()),
        _ => return None,
    })
}

const fn is_hex(kind: ScalarKind) -> bool {
    matches!(
        kind,
        ScalarKind::Hex
            | ScalarKind::Hash
            | ScalarKind::Secret
            | ScalarKind::Txid
            | ScalarKind::PublicKey
            | ScalarKind::Signature
            | ScalarKind::Bip340Signature
    )
}

const fn has_fixed_length(kind: ScalarKind) -> bool {
    is_hex(kind) && !matches!(kind, ScalarKind::Hex | ScalarKind::Signature)
}
