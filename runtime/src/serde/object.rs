//! Objects through serde: each field once, nothing missing, by name or by position.

use std::fmt;

use ::serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::decode::{Null, Seed, failure};
use super::json_text::exact_number;
use crate::record::Origin;
use crate::rules::{Bits, Field, Rule, Shape};
use crate::value::{Json, Reflect, Token};
use crate::walk::{KeyOrder, Place, TWICE, member_place, missing_message, surplus_message, unknown_message};

impl<'a> Seed<'a> {
    pub(super) fn members<'de, A: MapAccess<'de>>(mut self, shape: &Shape<'_>, mut members: A) -> Result<(), A::Error> {
        self.start();
        let mut given = Bits::EMPTY;
        let mut last = KeyOrder::START;
        loop {
            let guesses = self.order.after(shape, last);
            let Some(key) = members.next_key_seed(Key { shape, guesses })? else { break };
            match key {
                Ok(index) => {
                    if !guesses.contains(&index) {
                        self.order.learn(shape, last, index);
                    }
                    last = index;
                    self.member(shape, index, &mut given, &mut members)?;
                }
                Err(name) => self.unknown_field(shape, &name, &mut members)?,
            }
        }
        self.missing(shape, &given, false)
    }

    fn member<'de, A: MapAccess<'de>>(
        &mut self,
        shape: &Shape<'_>,
        index: usize,
        given: &mut Bits,
        members: &mut A,
    ) -> Result<(), A::Error> {
        let Some(field) = shape.fields.get(index) else { return Ok(()) };
        let here = self.place.name(field.name, field.secret);
        if !given.insert(index) {
            return Err(failure(&here, Rule::Duplicate, TWICE));
        }
        let null = self.null_of(shape, field);
        members.next_value_seed(self.field(field, index, &here, null))
    }

    fn field<'s>(&'s mut self, field: &'s Field<'s>, index: usize, place: &'s Place<'s>, null: Null) -> Seed<'s> {
        let slot = self.slot.as_deref_mut().and_then(|slot| slot.field(index));
        Seed { kind: &field.kind, slot, place, origin: self.origin, null, order: self.order }
    }

    fn null_of(&self, shape: &Shape<'_>, field: &Field<'_>) -> Null {
        if shape.params {
            Null::Refused
        } else if self.origin == Origin::Node && !field.required {
            Null::Absent
        } else {
            Null::Value
        }
    }

    fn unknown_field<'de, A: MapAccess<'de>>(
        &mut self,
        shape: &Shape<'_>,
        name: &str,
        members: &mut A,
    ) -> Result<(), A::Error> {
        if let Some(digits) = exact_number(Some(name), members)? {
            return Err(self.unexpected(Rule::Type, shape.expected(), Token::Number(&digits)));
        }
        if self.origin == Origin::Client && shape.closed {
            return Err(failure(&self.place.name(name, false), Rule::Unknown, &unknown_message(shape, name)));
        }
        match self.slot.as_deref_mut().and_then(Reflect::additional_mut) {
            Some(kept) => match kept.insert(name, members.next_value::<Json>()?) {
                Some(_) => Err(failure(&self.place.name(name, false), Rule::Duplicate, TWICE)),
                None => Ok(()),
            },
            None => members.next_value::<IgnoredAny>().map(drop),
        }
    }

    pub(super) fn positions<'de, A: SeqAccess<'de>>(
        mut self,
        shape: &Shape<'_>,
        mut elements: A,
    ) -> Result<(), A::Error> {
        self.start();
        let mut given = Bits::EMPTY;
        for (index, field) in shape.fields.iter().enumerate() {
            let here = self.place.positional(index, field.secret);
            match elements.next_element_seed(Position(self.field(field, index, &here, Null::Absent)))? {
                Some(true) => given.insert(index),
                Some(false) => continue,
                None => return self.missing(shape, &given, true),
            };
        }
        if elements.next_element::<IgnoredAny>()?.is_some() {
            let here = self.place.index(shape.fields.len());
            return Err(failure(&here, Rule::Arity, &surplus_message(shape)));
        }
        self.missing(shape, &given, true)
    }

    fn missing<E: Error>(&self, shape: &Shape<'_>, given: &Bits, positional: bool) -> Result<(), E> {
        if given.contains_all(&shape.required()) {
            return Ok(());
        }
        let mut fields = shape.fields.iter().enumerate();
        match fields.find(|(index, field)| field.required && !given.contains(*index)) {
            Some((index, field)) => {
                let here = member_place(self.place, field, index, positional);
                Err(failure(&here, Rule::Required, &missing_message(field)))
            }
            None => Ok(()),
        }
    }
}

/// Fills a positional parameter and tells whether it was given, which `null` says it was not.
struct Position<'a>(Seed<'a>);

impl<'de> DeserializeSeed<'de> for Position<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for Position<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a positional parameter or null")
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_none<E: Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        self.0.deserialize(deserializer).map(|()| true)
    }
}

/// Reads an object's key: the field's index, or the name of an unknown one.
struct Key<'a> {
    shape: &'a Shape<'a>,
    guesses: [usize; 2],
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Result<usize, String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de> Visitor<'de> for Key<'_> {
    type Value = Result<usize, String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field name")
    }

    #[inline]
    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        let is_named =
            |index: &usize| self.shape.fields.get(*index).is_some_and(|field| field.is_named(name.as_bytes()));
        if let Some(guessed) = self.guesses.into_iter().find(is_named) {
            return Ok(Ok(guessed));
        }
        Ok(self.shape.find(name.as_bytes()).ok_or_else(|| name.to_owned()))
    }
}
