//! `Deserialize`: one visitor that fills any slot by its rules.
//!
//! As tolerant as decoding from bytes; rules that only strict validation knows are not checked here.

use std::fmt;

use ::serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::json_text::{JsonText, exact_number};
use super::tokens::visit_rare_tokens;
use crate::record::{Origin, Record};
use crate::rules::{Kind, Rule};
use crate::value::{Placeholder, Reflect, Token};
use crate::visible::visible;
use crate::walk::{KeyOrder, NULL_GIVEN, Place, first_refused, found, is_listed, one_of, one_of_json, walk_slice};

/// Deserializes a record.
///
/// # Errors
/// The first thing that does not fit the type, with its JSON Pointer.
pub fn deserialize<'de, T: Record, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserialize_as(&Kind::Object(T::SHAPE), T::ORIGIN, deserializer)
}

/// Deserializes what has these rules.
///
/// # Errors
/// As [`deserialize`].
pub fn deserialize_as<'de, T: Reflect + Placeholder, D: Deserializer<'de>>(
    kind: &Kind<'_>,
    origin: Origin,
    deserializer: D,
) -> Result<T, D::Error> {
    let mut value = T::placeholder();
    let order = &mut KeyOrder::new();
    Seed { kind, slot: Some(&mut value), place: &Place::ROOT, origin, null: Null::Value, order }
        .deserialize(deserializer)?;
    Ok(value)
}

/// What `null` means where a value belongs.
#[derive(Clone, Copy)]
pub(super) enum Null {
    /// A value like others.
    Value,
    /// The same as not there, unless the kind has it as a value.
    Absent,
    /// An error: a named parameter.
    Refused,
}

/// Fills one slot with one value.
pub(super) struct Seed<'a> {
    pub(super) kind: &'a Kind<'a>,
    pub(super) slot: Option<&'a mut dyn Reflect>,
    pub(super) place: &'a Place<'a>,
    pub(super) origin: Origin,
    pub(super) null: Null,
    pub(super) order: &'a mut KeyOrder,
}

/// An error at a place.
#[cold]
pub(super) fn failure<E: Error>(place: &Place<'_>, rule: Rule, message: &str) -> E {
    let pointer = place.pointer();
    let place = if pointer.is_empty() { "the whole value" } else { &pointer };
    E::custom(visible(format_args!("{place}: {message} [{rule}]")))
}

impl Seed<'_> {
    #[cold]
    pub(super) fn unexpected<E: Error>(&self, rule: Rule, expected: &str, token: Token<'_>) -> E {
        failure(self.place, rule, &format!("expected {expected}, found {}", found(token, self.place.secret())))
    }

    /// Puts a scalar where the rules expect one.
    fn token<E: Error>(self, token: Token<'_>) -> Result<(), E> {
        match (token, self.null) {
            (Token::Null, Null::Absent) if !self.kind.takes_null() => return Ok(()),
            (Token::Null, Null::Refused) => return Err(failure(self.place, Rule::Null, NULL_GIVEN)),
            _ => {}
        }
        match *self.kind {
            _ if self.kind.takes_json() => {
                let mut json = String::new();
                JsonText(&mut json).token(token)?;
                self.fill(Token::Json(&json))
            }
            Kind::Enum(values) if !matches!(token, Token::Text(_)) => {
                Err(self.unexpected(Rule::Type, &one_of(values), token))
            }
            Kind::Array(_) => Err(self.unexpected(Rule::Type, "an array", token)),
            Kind::Object(shape) => Err(self.unexpected(Rule::Type, shape.expected(), token)),
            _ => self.fill(token),
        }
    }

    fn fill<E: Error>(mut self, token: Token<'_>) -> Result<(), E> {
        let alternatives = match self.kind {
            Kind::OneOf(_) => Some(Rule::OneOf),
            Kind::AnyOf(_) => Some(Rule::AnyOf),
            _ => None,
        };
        if let (Some(rule), Token::Json(json)) = (alternatives, token) {
            let outcome = walk_slice(json.as_bytes(), self.kind, self.slot, self.origin.mode());
            return outcome.map_err(|violations| match violations.iter().next() {
                Some(first) if first.pointer().is_empty() => failure(self.place, first.rule(), first.message()),
                _ => failure(self.place, rule, &violations.to_string()),
            });
        }
        if let (Kind::Bounded(_, bounds), Origin::Client) = (self.kind, self.origin)
            && !is_listed(bounds, token)
        {
            return Err(self.unexpected(Rule::Enum, &one_of_json(bounds.values.unwrap_or_default()), token));
        }
        let Some(slot) = self.slot.as_deref_mut() else { return Ok(()) };
        slot.put(token).map_err(|refused| match *self.kind {
            Kind::Enum(values) => self.unexpected(refused.rule, &one_of(values), token),
            Kind::Scalar(kind) | Kind::Bounded(kind, _) => E::custom(first_refused(kind, refused, token, self.place)),
            _ => self.unexpected(refused.rule, refused.expected, token),
        })
    }

    pub(super) fn start(&mut self) {
        if let Some(slot) = self.slot.as_deref_mut() {
            slot.start();
        }
    }

    fn elements<'de, A: SeqAccess<'de>>(mut self, items: &Kind<'_>, mut elements: A) -> Result<(), A::Error> {
        self.start();
        let mut index = 0;
        loop {
            let array = reborrow(&mut self.slot);
            let element =
                Element { kind: items, array, place: self.place, index, origin: self.origin, order: self.order };
            if elements.next_element_seed(element)?.is_none() {
                return Ok(());
            }
            index += 1;
        }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value that fits the schema")
    }

    visit_rare_tokens!(());

    #[inline]
    fn visit_u64<E: Error>(mut self, value: u64) -> Result<(), E> {
        let shortcut = self.slot.as_deref_mut().filter(|_| self.kind.takes_any_token());
        if shortcut.is_some_and(|slot| slot.put_unsigned(value).is_ok()) {
            return Ok(());
        }
        // Refused, or not to be put as it is: the long way knows what to do and say.
        self.token(Token::Number(itoa::Buffer::new().format(value)))
    }

    #[inline]
    fn visit_str<E: Error>(mut self, value: &str) -> Result<(), E> {
        let shortcut = self.slot.as_deref_mut().filter(|_| self.kind.takes_any_token());
        if shortcut.is_some_and(|slot| slot.put_str(value).is_ok()) {
            return Ok(());
        }
        // Refused, or not to be put as it is: the long way knows what to do and say.
        self.token(Token::Text(value.as_bytes()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<(), A::Error> {
        match *self.kind {
            Kind::Array(array) => self.elements(&array.items, elements),
            Kind::Object(shape) if shape.params => self.positions(shape, elements),
            _ if self.kind.takes_json() => {
                let mut json = String::new();
                JsonText(&mut json).visit_seq(elements)?;
                self.fill(Token::Json(&json))
            }
            _ => self.token(Token::Json("[]")),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        if let Kind::Object(shape) = *self.kind {
            return self.members(shape, members);
        }
        let first: Option<String> = members.next_key()?;
        if let Some(digits) = exact_number(first.as_deref(), &mut members)? {
            return self.token(Token::Number(&digits));
        }
        if !self.kind.takes_json() {
            return self.token(Token::Json("{}"));
        }
        let mut json = String::new();
        JsonText(&mut json).members(first, members)?;
        self.fill(Token::Json(&json))
    }
}

/// The same slot for a shorter time.
fn reborrow<'s>(slot: &'s mut Option<&mut dyn Reflect>) -> Option<&'s mut dyn Reflect> {
    match slot {
        Some(slot) => Some(&mut **slot),
        None => None,
    }
}

/// Fills the next element of an array, which is appended only once it is known to exist.
struct Element<'a> {
    kind: &'a Kind<'a>,
    array: Option<&'a mut dyn Reflect>,
    place: &'a Place<'a>,
    index: usize,
    origin: Origin,
    order: &'a mut KeyOrder,
}

impl<'de> DeserializeSeed<'de> for Element<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let here = self.place.index(self.index);
        let slot = self.array.and_then(Reflect::element);
        let seed =
            Seed { kind: self.kind, slot, place: &here, origin: self.origin, null: Null::Value, order: self.order };
        seed.deserialize(deserializer)
    }
}
