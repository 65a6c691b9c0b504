//! `Serialize`: any slot, through its view.

use ::serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::json_text::RawJson;
use crate::rules::Shape;
use crate::value::{Additional, Reflect, ValueRef};

/// Serializes a record: by name, in schema order, absent options left out.
///
/// # Errors
/// Whatever the serializer says.
pub fn serialize<T: Reflect, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serialize_slot(value, serializer)
}

/// Serializes what the view of a slot shows.
pub(crate) fn serialize_slot<S: Serializer>(slot: &dyn Reflect, serializer: S) -> Result<S::Ok, S::Error> {
    Borrowed(slot).serialize(serializer)
}

/// A slot as something to serialize.
struct Borrowed<'a>(&'a dyn Reflect);

impl Serialize for Borrowed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.view() {
            ValueRef::Absent | ValueRef::Null => serializer.serialize_unit(),
            ValueRef::Bool(value) => serializer.serialize_bool(value),
            ValueRef::Unsigned(value) => serializer.serialize_u64(value),
            ValueRef::Signed(value) => serializer.serialize_i64(value),
            ValueRef::Text(text) => serializer.serialize_str(text),
            ValueRef::Hex(bytes) => serializer.serialize_str(&const_hex::encode(bytes)),
            ValueRef::Display(value) => serializer.collect_str(value),
            ValueRef::Number(text) | ValueRef::Json(text) => RawJson(text).serialize(serializer),
            ValueRef::Array(length) => serialize_array(self.0, length, serializer),
            ValueRef::Object(shape) => serialize_object(self.0, shape, serializer),
        }
    }
}

fn serialize_array<S: Serializer>(slot: &dyn Reflect, length: usize, serializer: S) -> Result<S::Ok, S::Error> {
    let mut elements = serializer.serialize_seq(Some(length))?;
    for element in (0..length).filter_map(|index| slot.get(index)) {
        elements.serialize_element(&Borrowed(element))?;
    }
    elements.end()
}

fn serialize_object<S: Serializer>(slot: &dyn Reflect, shape: &Shape<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let present = || {
        let fields = shape.fields.iter().enumerate();
        fields
            .filter_map(|(index, field)| Some((field.name, slot.get(index)?)))
            .filter(|(_, value)| !matches!(value.view(), ValueRef::Absent))
    };
    let additional = || slot.additional().into_iter().flat_map(Additional::iter);
    let mut members = serializer.serialize_map(Some(present().count() + additional().count()))?;
    for (name, value) in present() {
        members.serialize_entry(name, &Borrowed(value))?;
    }
    for (name, value) in additional() {
        members.serialize_entry(name, value)?;
    }
    members.end()
}
