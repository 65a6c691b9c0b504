//! Scalars: one token, its type, its bounds, its values.

use super::decimal::compare;
use super::report::Report;
use super::token::read_token;
use super::wording::{found, one_of, one_of_json};
use super::{Mode, Place, Stop, Walker, duplicates, map};
use crate::json::{Next, SliceSource, Source};
use crate::rules::{Bounds, FastPath, Rule, ScalarKind};
use crate::value::{JsonKind, Reflect, Token};

impl<S: Source> Walker<'_, S> {
    pub(super) fn scalar(
        &mut self,
        kind: ScalarKind,
        bounds: Option<&Bounds<'_>>,
        mut slot: Option<&mut dyn Reflect>,
        place: &Place<'_>,
    ) -> Result<(), Stop> {
        if bounds.is_none() && self.usual(kind, &mut slot, place)? {
            return Ok(());
        }
        let next = self.peek()?;
        if matches!(next, Next::Object | Next::Array) && !kind.takes_json() {
            return self.wrong_kind(kind.expected(), place);
        }
        let token =
            read_token(&mut self.source, next, kind.takes_json()).map_err(|error| self.report.syntax(&error))?;
        let taken = match slot {
            Some(slot) => slot.put(token),
            None => kind.check(token),
        };
        let strict = self.mode == Mode::Strict;
        // What strict validation refuses anyway is of the wrong kind, however well it is spelt.
        let judged = if strict { kind.strict_check(token).and(taken) } else { taken };
        match (judged, bounds) {
            (Err(refused), Some(bounds)) if strict && refused.rule != Rule::Type => {
                map::refused(kind, refused, token, place, self.report)?;
                check_bounds(bounds, token, place, self.report)
            }
            (Err(refused), _) => map::refused(kind, refused, token, place, self.report),
            (Ok(()), Some(bounds)) if strict => check_bounds(bounds, token, place, self.report),
            (Ok(()), Some(bounds)) if self.mode == Mode::Closed && !is_listed(bounds, token) => {
                check_bounds(bounds, token, place, self.report)
            }
            (Ok(()), _) => Ok(()),
        }?;
        match token {
            Token::Json(json) if strict && judged.is_ok() => duplicates::check(json, place, self.report),
            _ => Ok(()),
        }
    }

    /// The short way of most values. `false` if nothing was consumed: the value, whatever it is, is still to be read.
    #[inline]
    pub(super) fn usual(
        &mut self,
        kind: ScalarKind,
        slot: &mut Option<&mut dyn Reflect>,
        place: &Place<'_>,
    ) -> Result<bool, Stop> {
        match kind.fast_path() {
            FastPath::Fixed(len) => self.fixed(kind, len, slot),
            FastPath::Unsigned(most) => {
                let Some(number) = self.source.fast_unsigned(most) else { return Ok(false) };
                if let Some(slot) = slot.as_deref_mut()
                    && let Err(refused) = slot.put_unsigned(number)
                {
                    let digits = number.to_string();
                    map::refused(kind, refused, Token::Number(&digits), place, self.report)?;
                }
                Ok(true)
            }
            FastPath::Text => {
                let Some(text) = self.source.fast_string() else { return Ok(false) };
                if let Some(slot) = slot.as_deref_mut()
                    && let Err(refused) = slot.put(Token::Text(text))
                {
                    map::refused(kind, refused, Token::Text(text), place, self.report)?;
                }
                Ok(true)
            }
            FastPath::Other => Ok(false),
        }
    }

    /// Hex of fixed length is decoded and checked in one go, without scanning for the quote.
    #[inline]
    fn fixed(&mut self, kind: ScalarKind, len: usize, slot: &mut Option<&mut dyn Reflect>) -> Result<bool, Stop> {
        let shown = self.source.peek_fixed(len).map_err(|error| self.report.syntax(&error))?;
        let Some(text) = shown else { return Ok(false) };
        // Why something is refused is told by the long way; to copy it here would cost more than the check.
        let is_taken = match slot.as_deref_mut() {
            Some(slot) => slot.put(Token::Text(text)).is_ok(),
            None => kind.check(Token::Text(text)).is_ok(),
        };
        if is_taken {
            self.source.accept_fixed(len);
        }
        Ok(is_taken)
    }

    pub(super) fn enumeration(
        &mut self,
        values: &[&str],
        slot: Option<&mut dyn Reflect>,
        place: &Place<'_>,
    ) -> Result<(), Stop> {
        if self.peek()? != Next::String {
            return self.wrong_kind(&one_of(values), place);
        }
        let text = self.source.string().map_err(|error| self.report.syntax(&error))?;
        let token = Token::Text(text);
        let known = self.mode == Mode::Lenient || values.iter().any(|value| value.as_bytes() == text);
        let taken = match slot {
            Some(slot) => slot.put(token),
            None => Ok(()),
        };
        if known && taken.is_ok() {
            return Ok(());
        }
        let message = format!("expected {}, found {}", one_of(values), found(token, place.secret()));
        self.report.add(Rule::Enum, place, message)
    }
}

/// Not inlined, to keep small what every scalar passes through.
#[inline(never)]
fn check_bounds(bounds: &Bounds<'_>, token: Token<'_>, place: &Place<'_>, report: &mut Report) -> Result<(), Stop> {
    for (rule, expected) in broken_bounds(bounds, token) {
        report.add(rule, place, format!("expected {expected}, found {}", found(token, place.secret())))?;
    }
    Ok(())
}

fn broken_bounds(bounds: &Bounds<'_>, token: Token<'_>) -> Vec<(Rule, String)> {
    let mut broken = Vec::new();
    if !is_listed(bounds, token) {
        broken.push((Rule::Enum, one_of_json(bounds.values.unwrap_or_default())));
    }
    if let Some(length) = text_length(token) {
        if let Some(least) = bounds.min_length.filter(|&least| length < least) {
            broken.push((Rule::MinLength, format!("at least {least} characters")));
        }
        if let Some(most) = bounds.max_length.filter(|&most| length > most) {
            broken.push((Rule::MaxLength, format!("at most {most} characters")));
        }
    }
    if let Some(text) = number_text(token) {
        if let Some(least) = bounds.minimum.filter(|&least| compare(text, least).is_lt()) {
            broken.push((Rule::Minimum, format!("at least {least}")));
        }
        if let Some(most) = bounds.maximum.filter(|&most| compare(text, most).is_gt()) {
            broken.push((Rule::Maximum, format!("at most {most}")));
        }
    }
    broken
}

/// The length of a string in characters.
fn text_length(token: Token<'_>) -> Option<u64> {
    let count = |text: &[u8]| String::from_utf8_lossy(text).chars().count() as u64;
    match token {
        Token::Text(text) => Some(count(text)),
        Token::Json(json) => SliceSource::new(json.as_bytes()).string().ok().map(count),
        Token::Null | Token::Bool(_) | Token::Number(_) => None,
    }
}

/// The text of a number.
fn number_text(token: Token<'_>) -> Option<&str> {
    match token {
        Token::Number(text) => Some(text),
        Token::Json(json) if JsonKind::of(json) == JsonKind::Number => Some(json),
        Token::Null | Token::Bool(_) | Token::Text(_) | Token::Json(_) => None,
    }
}

/// Whether a token is one of the values that the schema lists, if it lists any.
pub(crate) fn is_listed(bounds: &Bounds<'_>, token: Token<'_>) -> bool {
    bounds.values.is_none_or(|values| values.iter().any(|value| is_value(value, token)))
}

/// Whether a token is the value that this JSON stands for. Numbers are compared digit for digit.
fn is_value(json: &str, token: Token<'_>) -> bool {
    match token {
        Token::Null => json == "null",
        Token::Bool(value) => json == if value { "true" } else { "false" },
        Token::Number(text) => json == text,
        // A character may be written in several ways.
        Token::Json(text) => json == text || (text.starts_with('"') && is_text(json, &string_of(text))),
        Token::Text(text) => is_text(json, text),
    }
}

/// Whether this JSON is a string of that text.
fn is_text(json: &str, text: &[u8]) -> bool {
    json.starts_with('"') && string_of(json) == text
}

/// The text of a string that stands in JSON.
fn string_of(json: &str) -> Vec<u8> {
    SliceSource::new(json.as_bytes()).string().map(<[u8]>::to_vec).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Kind, Texts};
    use crate::walk::{Validation, Violation};

    /// What strict validation says of a value of this kind.
    fn judged(kind: ScalarKind, json: &str) -> Vec<Rule> {
        let judged = Validation::new().validate_value(json.as_bytes(), &Kind::Scalar(kind));
        judged.err().map(|found| found.iter().map(Violation::rule).collect()).unwrap_or_default()
    }

    #[test]
    fn the_table_says_of_each_type_what_the_type_reads() {
        for &kind in ScalarKind::ALL {
            let facts = kind.facts();
            assert!(!facts.samples.is_empty(), "{kind:?}");
            for json in facts.samples {
                assert_eq!(judged(kind, json), [], "{kind:?} {json}");
            }
            for (json, rule) in facts.near_misses {
                assert_eq!(judged(kind, json), [*rule], "{kind:?} {json}");
            }
            for (name, json) in [("null", "null"), ("boolean", "true"), ("array", "[]"), ("object", "{}")] {
                let is_taken = facts.json.is_empty() || facts.json.contains(&name);
                assert_eq!(judged(kind, json).is_empty(), is_taken, "{kind:?} {json}");
            }
            assert_eq!(kind.takes_null(), judged(kind, "null").is_empty(), "{kind:?}");
        }
    }

    #[test]
    fn the_table_says_where_integers_end() {
        for &kind in ScalarKind::ALL {
            let Some((least, most)) = kind.facts().integers else { continue };
            for (number, rules) in
                [(least, &[][..]), (most, &[]), (least - 1, &[Rule::Range]), (most + 1, &[Rule::Range])]
            {
                assert_eq!(judged(kind, &number.to_string()), rules, "{kind:?} {number}");
            }
            if kind.facts().texts == Texts::None && kind != ScalarKind::MsatInteger {
                assert_eq!(kind.expected(), format!("an integer from {least} to {most}"));
            }
        }
    }

    #[test]
    fn the_table_says_how_long_hex_is() {
        for &kind in ScalarKind::ALL {
            let Texts::Hex(least, most) = kind.facts().texts else { continue };
            let digits = |count: usize| format!("\"{:0<count$}\"", "02");
            let most = most.min(1000);
            assert_eq!(judged(kind, &digits(most)), [], "{kind:?}");
            if least > 0 {
                assert_eq!(judged(kind, &digits(least - 2)), [Rule::Format], "{kind:?}");
            }
            if most < 1000 {
                assert_eq!(judged(kind, &digits(most + 2)), [Rule::Format], "{kind:?}");
            }
        }
    }

    #[test]
    fn a_listed_text_may_be_spelt_with_escapes() {
        let bounds = Bounds { values: Some(&["\"a\"", "1", "null"]), ..Bounds::NONE };
        for json in [r#""a""#, r#""\u0061""#, "1", "null"] {
            assert!(is_listed(&bounds, Token::Json(json)), "{json}");
        }
        for json in [r#""b""#, r#""1""#, "1.0", "[]", r#"{"a":1}"#] {
            assert!(!is_listed(&bounds, Token::Json(json)), "{json}");
        }
    }
}
