//! Typed values out as compact JSON.

use std::io::Write as _;

use crate::json::write::{write_hex, write_i64, write_string, write_u64};
use crate::value::{Additional, Reflect, ValueRef};
use crate::wipe::{extend, push, reserve};

/// Longer than any text that only `Display` writes: the longest is an outpoint.
const DISPLAYED: usize = 128;

/// Appends the JSON of a value.
pub(crate) fn encode(slot: &dyn Reflect, json: &mut Vec<u8>) {
    match slot.view() {
        ValueRef::Absent | ValueRef::Null => extend(json, b"null"),
        ValueRef::Bool(value) => extend(json, if value { b"true" } else { b"false" }),
        ValueRef::Unsigned(value) => write_u64(value, json),
        ValueRef::Signed(value) => write_i64(value, json),
        ValueRef::Number(text) | ValueRef::Json(text) => extend(json, text.as_bytes()),
        ValueRef::Text(text) => write_string(text, json),
        ValueRef::Hex(bytes) => write_hex(bytes, json),
        ValueRef::Display(value) => {
            reserve(json, DISPLAYED);
            // Writing to a vector cannot fail.
            let _ = write!(json, "\"{value}\"");
        }
        ValueRef::Array(length) => encode_array(slot, length, json),
        ValueRef::Object(shape) => {
            let names = shape.fields.iter().map(|field| field.name);
            encode_object(slot, names, json);
        }
    }
}

fn encode_array(slot: &dyn Reflect, length: usize, json: &mut Vec<u8>) {
    push(json, b'[');
    for (position, element) in (0..length).filter_map(|index| slot.get(index)).enumerate() {
        if position > 0 {
            push(json, b',');
        }
        encode(element, json);
    }
    push(json, b']');
}

fn encode_object<'a>(slot: &dyn Reflect, names: impl Iterator<Item = &'a str>, json: &mut Vec<u8>) {
    push(json, b'{');
    let mut first = true;
    for (index, name) in names.enumerate() {
        let Some(field) = slot.get(index) else { continue };
        if matches!(field.view(), ValueRef::Absent) {
            continue;
        }
        if !first {
            push(json, b',');
        }
        first = false;
        write_string(name, json);
        push(json, b':');
        encode(field, json);
    }
    for (name, value) in slot.additional().into_iter().flat_map(Additional::iter) {
        if !first {
            push(json, b',');
        }
        first = false;
        write_string(name, json);
        push(json, b':');
        extend(json, value.as_str().as_bytes());
    }
    push(json, b'}');
}
