//! Scalars broken on purpose: another kind, another range, another form, beyond a bound.

use cln_runtime::Rule;
use cln_runtime::json::Tree;
use cln_runtime::rules::{ScalarKind, Texts};

use super::{Breaker, Edit, size};
use crate::model::{Limits, json_string};

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
        let facts = kind.facts();
        if let Some((least, most)) = facts.integers {
            self.set(pointer, (most + 1).to_string(), Rule::Range);
            self.set(pointer, (least - 1).to_string(), Rule::Range);
            if facts.texts == Texts::None {
                self.set(pointer, "1.5", Rule::Integer);
            }
            self.set(pointer, "1.0", Rule::Integer);
        }
        for (json, rule) in facts.near_misses {
            self.set(pointer, *json, *rule);
        }
        if let (Texts::Hex(least, most), Tree::Text(text)) = (facts.texts, value) {
            self.hex(text, least == most, pointer);
        }
    }

    fn hex(&mut self, text: &str, has_fixed_length: bool, pointer: &str) {
        let without = |count| text.chars().skip(count).collect::<String>();
        if !text.is_empty() {
            self.set(pointer, json_string(&without(1)), Rule::Format);
            self.set(pointer, json_string(&format!("g{}", without(1))), Rule::Format);
        }
        if has_fixed_length {
            // Still an even number of digits: only the length is wrong.
            self.set(pointer, json_string(&without(2)), Rule::Format);
        }
    }

    /// A value of the right kind that is none of those that are listed.
    fn unlisted(&mut self, kind: ScalarKind, limits: &Limits, pointer: &str) {
        let Some(values) = &limits.values else { return };
        let is_listed = |json: &&&str| values.iter().any(|value| value == **json);
        // The plainest are the likeliest to be listed.
        if let Some(stranger) = kind.facts().samples.iter().rev().find(|json| !is_listed(json)) {
            self.set(pointer, *stranger, Rule::Enum);
        }
    }

    fn limits(&mut self, kind: ScalarKind, limits: &Limits, pointer: &str) {
        let facts = kind.facts();
        if facts.texts == Texts::Any {
            if let Some(length) = size(limits.min_length).and_then(|least| least.checked_sub(1)) {
                self.set(pointer, json_string(&"x".repeat(length)), Rule::MinLength);
            }
            if let Some(length) = size(limits.max_length) {
                self.set(pointer, json_string(&"x".repeat(length + 1)), Rule::MaxLength);
            }
        }
        if let Some((least, most)) = facts.integers.filter(|_| facts.texts == Texts::None) {
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
