//! Typed values out as compact JSON.

use std::io::Write as _;

use crate::json::write::{write_hex, write_i64, write_string, write_u64};
use crate::types::Additional;
use crate::value::{Slot, View};

/// Appends the JSON of a value.
pub(crate) fn encode(slot: &dyn Slot, json: &mut Vec<u8>) {
    match slot.view() {
        View::Absent | View::Null => json.extend_from_slice(b"null"),
        View::Bool(value) => json.extend_from_slice(if value { b"true" } else { b"false" }),
        View::Unsigned(value) => write_u64(value, json),
        View::Signed(value) => write_i64(value, json),
        View::Number(text) | View::Json(text) => json.extend_from_slice(text.as_bytes()),
        View::Text(text) => write_string(text, json),
        View::Hex(bytes) => write_hex(bytes, json),
        View::Display(value) => {
            // Writing to a vector cannot fail.
            let _ = write!(json, "\"{value}\"");
        }
        View::Array(length) => encode_array(slot, length, json),
        View::Object(shape) => {
            let names = shape.fields.iter().map(|field| field.name);
            encode_object(slot, names, json);
        }
    }
}

fn encode_array(slot: &dyn Slot, length: usize, json: &mut Vec<u8>) {
    json.push(b'[');
    for (position, element) in (0..length).filter_map(|index| slot.get(index)).enumerate() {
        if position > 0 {
            json.push(b',');
        }
        encode(element, json);
    }
    json.push(b']');
}

fn encode_object<'a>(slot: &dyn Slot, names: impl Iterator<Item = &'a str>, json: &mut Vec<u8>) {
    json.push(b'{');
    let mut first = true;
    for (index, name) in names.enumerate() {
        let Some(field) = slot.get(index) else { continue };
        if matches!(field.view(), View::Absent) {
            continue;
        }
        if !first {
            json.push(b',');
        }
        first = false;
        write_string(name, json);
        json.push(b':');
        encode(field, json);
    }
    for (name, value) in slot.additional().into_iter().flat_map(Additional::iter) {
        if !first {
            json.push(b',');
        }
        first = false;
        write_string(name, json);
        json.push(b':');
        json.extend_from_slice(value.as_str().as_bytes());
    }
    json.push(b'}');
}
