//! The filter that a type of the caller's own asks for: its fields, and theirs.
//!
//! A type tells serde the names of its fields before it reads any. Each run of the probe goes one path down and learns
//! what stands at its end; what a type thinks of values does not matter, because none is ever read.

use std::cell::RefCell;
use std::fmt;

use ::serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use ::serde::forward_to_deserialize_any;

use super::filter::Filter;
use crate::record::DecodeError;
use crate::rules::Rule;
use crate::types::Json;
use crate::walk::Violation;

/// Deeper than this, values are wanted whole: types may hold themselves.
const DEEPEST: usize = 16;

/// After so many questions, too: types may hold themselves in several places.
const MOST: usize = 1000;

/// What `T` reads of an answer; `None` if it wants everything.
pub(crate) fn filter_for<T: DeserializeOwned>() -> Option<Filter> {
    let text = wanted::<T>(&mut Vec::new(), &mut { MOST });
    (text != "true").then(|| text.parse().map(Filter::new)).and_then(Result::ok)
}

/// Reads a result into the caller's type. serde's messages may quote values, so they are not shown.
pub(crate) fn read<T: DeserializeOwned>(result: &[u8]) -> Result<T, DecodeError> {
    serde_json::from_slice(result).map_err(|error| {
        let message = format!("does not fit the type that it is read into (column {} of the result)", error.column());
        DecodeError::from(Violation::new(String::new(), Rule::Type, message))
    })
}

/// The filter, as JSON, for what stands at a path in `T`.
fn wanted<T: DeserializeOwned>(path: &mut Vec<Step>, questions: &mut usize) -> String {
    let Some(left) = questions.checked_sub(1).filter(|_| path.len() < DEEPEST) else { return "true".to_owned() };
    *questions = left;
    let found = RefCell::new(Found::Whole);
    // It always ends in an error, when it has seen what it wants to know.
    let _ = T::deserialize(Probe { path, found: &found });
    let found = found.into_inner();
    let mut below = |step| {
        path.push(step);
        let wanted = wanted::<T>(path, questions);
        path.pop();
        wanted
    };
    match found {
        Found::Whole => "true".to_owned(),
        Found::Elements => match below(Step::Element) {
            whole if whole == "true" => whole,
            part => format!("[{part}]"),
        },
        Found::Fields(names) => {
            let member = |name: &&'static str| format!("{}:{}", Json::from(*name), below(Step::Field(name)));
            format!("{{{}}}", names.iter().map(member).collect::<Vec<_>>().join(","))
        }
    }
}

#[derive(Clone, Copy)]
enum Step {
    Field(&'static str),
    Element,
}

/// What stands at the end of a path.
enum Found {
    Whole,
    Fields(&'static [&'static str]),
    Elements,
}

#[derive(Clone, Copy)]
struct Probe<'p> {
    path: &'p [Step],
    found: &'p RefCell<Found>,
}

#[derive(Debug)]
struct Seen;

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("seen")
    }
}

impl std::error::Error for Seen {}

impl Error for Seen {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl Probe<'_> {
    fn tell(self, found: Found) -> Seen {
        if self.path.is_empty() {
            *self.found.borrow_mut() = found;
        }
        Seen
    }
}

impl<'de> Deserializer<'de> for Probe<'_> {
    type Error = Seen;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Seen> {
        Err(self.tell(Found::Whole))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Seen> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Seen> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Seen> {
        match self.path {
            [Step::Element, path @ ..] => visitor.visit_seq(Elements(Probe { path, ..self })),
            _ => Err(self.tell(Found::Elements)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Seen> {
        match self.path {
            [Step::Field(name), path @ ..] => visitor.visit_map(OneField { name, value: Probe { path, ..self } }),
            _ => Err(self.tell(Found::Fields(fields))),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct tuple
        tuple_struct map enum identifier ignored_any
    }
}

/// An array of which the first element leads on.
struct Elements<'p>(Probe<'p>);

impl<'de> SeqAccess<'de> for Elements<'_> {
    type Error = Seen;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Seen> {
        seed.deserialize(self.0).map(Some)
    }
}

/// An object of which only one field is there.
struct OneField<'p> {
    name: &'static str,
    value: Probe<'p>,
}

impl<'de> MapAccess<'de> for OneField<'_> {
    type Error = Seen;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Seen> {
        seed.deserialize(::serde::de::value::StrDeserializer::new(self.name)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Seen> {
        seed.deserialize(self.value)
    }
}
