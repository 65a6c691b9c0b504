//! serde's traits for ids, which nobody may change: what serde cannot hand over as it is written is an error.

use std::fmt;

use ::serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use ::serde::ser::{Error as _, Serialize, Serializer};

use super::encode::serialize_slot;
use super::json_text::exact_number;
use crate::jsonrpc::Id;
use crate::types::Number;

/// Integers of 64 bits as they are written, strings and `null`.
impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) if !is_exact(number) => {
                Err(S::Error::custom(format_args!("serde would write the id {number} in another way")))
            }
            _ => serialize_slot(self, serializer),
        }
    }
}

/// Whether serde writes a number as it stands there.
fn is_exact(number: &Number) -> bool {
    let text = number.as_str();
    number.as_u64().is_some_and(|value| value.to_string() == text)
        || number.as_i64().is_some_and(|value| value.to_string() == text)
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IdVisitor)
    }
}

struct IdVisitor;

impl<'de> Visitor<'de> for IdVisitor {
    type Value = Id;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer, a string or null")
    }

    fn visit_u64<E: Error>(self, id: u64) -> Result<Id, E> {
        Ok(Id::Number(Number::from(id)))
    }

    fn visit_i64<E: Error>(self, id: i64) -> Result<Id, E> {
        Ok(Id::Number(Number::from(id)))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Id, E> {
        Err(E::custom("a number as id that is no integer of 64 bits: serde does not hand over how it is written"))
    }

    fn visit_str<E: Error>(self, id: &str) -> Result<Id, E> {
        Ok(Id::from(id))
    }

    fn visit_unit<E: Error>(self) -> Result<Id, E> {
        Ok(Id::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Id, E> {
        Ok(Id::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Id, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Id, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Id, A::Error> {
        let first: Option<String> = members.next_key()?;
        let digits = exact_number(first.as_deref(), &mut members)?;
        let number = digits.and_then(|digits| digits.parse().ok());
        number.map(Id::Number).ok_or_else(|| A::Error::custom("expected an integer, a string or null, found an object"))
    }
}
