//! JSON text from and to serde's data model.

use std::fmt;

use ::serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use ::serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::tokens::visit_tokens;
use crate::json::{SliceSource, Source};
use crate::types::Number;
use crate::value::{Json, JsonKind, Scalar, Token};

/// The only key of the map that serde_json makes of a number where a crate has switched on its feature
/// `arbitrary_precision`.
const EXACT_NUMBER: &str = "$serde_json::private::Number";

/// The digits that a map stands for, if `first` says that it is a number in disguise.
pub(crate) fn exact_number<'de, A: MapAccess<'de>>(
    first: Option<&str>,
    members: &mut A,
) -> Result<Option<String>, A::Error> {
    if first != Some(EXACT_NUMBER) {
        return Ok(None);
    }
    let digits: String = members.next_value()?;
    Number::check(Token::Number(&digits)).map_err(|_| A::Error::custom("expected the digits of a number"))?;
    Ok(Some(digits))
}

/// Appends whatever value comes to a string, as compact JSON.
pub(crate) struct JsonText<'a>(pub(crate) &'a mut String);

impl JsonText<'_> {
    /// Appends a scalar.
    pub(crate) fn token<E: Error>(self, token: Token<'_>) -> Result<(), E> {
        let json = Json::read(token).map_err(|refused| E::custom(format_args!("expected {}", refused.expected)))?;
        self.0.push_str(json.as_str());
        Ok(())
    }

    /// Appends the object whose first key, if there is one, has been read already.
    pub(crate) fn members<'de, A: MapAccess<'de>>(self, first: Option<String>, mut members: A) -> Result<(), A::Error> {
        let mut bracket = '{';
        let mut next = first;
        while let Some(key) = next {
            self.0.push(bracket);
            self.0.push_str(Json::from(key.as_str()).as_str());
            self.0.push(':');
            members.next_value_seed(JsonText(self.0))?;
            next = members.next_key()?;
            bracket = ',';
        }
        self.0.push_str(if bracket == '{' { "{}" } else { "}" });
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for JsonText<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for JsonText<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    visit_tokens!(());

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let start = self.0.len();
        self.0.push('[');
        while elements.next_element_seed(JsonText(self.0))?.is_some() {
            self.0.push(',');
        }
        if self.0.len() > start + 1 {
            self.0.pop(); // the comma after the last element
        }
        self.0.push(']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let first: Option<String> = members.next_key()?;
        match exact_number(first.as_deref(), &mut members)? {
            Some(digits) => self.token(Token::Number(&digits)),
            None => self.members(first, members),
        }
    }
}

/// JSON text to serialize as the value that it stands for.
///
/// Integers of 64 bits keep every digit; other numbers become the nearest float, since serde knows no other
/// kind, and one that is too large for a float is an error.
pub(super) struct RawJson<'a>(pub(super) &'a str);

impl Serialize for RawJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut source = SliceSource::new(self.0.as_bytes());
        match JsonKind::of(self.0) {
            JsonKind::Null => serializer.serialize_unit(),
            JsonKind::Bool => serializer.serialize_bool(source.boolean().map_err(S::Error::custom)?),
            JsonKind::Number => serialize_number(self.0, serializer),
            JsonKind::String => {
                let text = source.string().map_err(S::Error::custom)?;
                serializer.serialize_str(&String::from_utf8_lossy(text))
            }
            JsonKind::Array => serialize_array(source, serializer),
            JsonKind::Object => serialize_object(source, serializer),
        }
    }
}

fn serialize_number<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if let Ok(value) = text.parse() {
        return serializer.serialize_u64(value);
    }
    if let Ok(value) = text.parse() {
        return serializer.serialize_i64(value);
    }
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => serializer.serialize_f64(value),
        _ => Err(S::Error::custom("a number too large for a float")),
    }
}

fn serialize_array<S: Serializer>(mut source: SliceSource<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut elements = serializer.serialize_seq(None)?;
    source.enter_array().map_err(S::Error::custom)?;
    let mut first = true;
    while source.next_element(first).map_err(S::Error::custom)? {
        first = false;
        elements.serialize_element(&RawJson(source.raw_borrowed().map_err(S::Error::custom)?))?;
    }
    elements.end()
}

fn serialize_object<S: Serializer>(mut source: SliceSource<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut members = serializer.serialize_map(None)?;
    source.enter_object().map_err(S::Error::custom)?;
    let mut first = true;
    while let Some(key) = source.next_key(first).map_err(S::Error::custom)? {
        first = false;
        members.serialize_key(&*String::from_utf8_lossy(key))?;
        members.serialize_value(&RawJson(source.raw_borrowed().map_err(S::Error::custom)?))?;
    }
    members.end()
}
