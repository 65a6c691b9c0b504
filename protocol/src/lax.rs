//! Values in what a plugin says, read as laxly as a node reads them: of two members of a name the first counts, and
//! names are compared as they are written.

use crate::wire::{PartKind, Value};

/// An object, or what passes for one.
pub const fn object(text: &[u8]) -> Value<'_> {
    Value { kind: PartKind::Object, json: text }
}

/// A member of an object; nothing else has members.
pub fn member<'t>(value: Value<'t>, name: &str) -> Option<Value<'t>> {
    let is_it = |(key, _): &(Option<&[u8]>, _)| *key == Some(name.as_bytes());
    value.is_object().then(|| value.members().find(is_it))?.map(|(_, member)| member)
}

/// The elements of an array; nothing else has elements.
pub fn elements(value: Value<'_>) -> impl Iterator<Item = Value<'_>> {
    value.members().take_while(move |_| value.is_array()).map(|(_, element)| element)
}

/// Whether it is this string.
pub fn is(value: Value<'_>, text: &str) -> bool {
    value.string() == Some(text.as_bytes())
}

/// `true` or `false`, not in quotes.
pub fn boolean(value: Value<'_>) -> Option<bool> {
    match (value.kind, value.json) {
        (PartKind::Bare, b"true") => Some(true),
        (PartKind::Bare, b"false") => Some(false),
        _ => None,
    }
}

/// A number of this type, also in quotes.
pub fn number<T: std::str::FromStr>(value: Value<'_>) -> Option<T> {
    let text = std::str::from_utf8(value.token()).ok()?;
    // A sign or an underscore is nothing that a node reads, though Rust would take the sign.
    (value.is_scalar() && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// Hexadecimal digits of whole bytes, perhaps none.
pub fn hex(value: Value<'_>) -> Option<&str> {
    let digits = std::str::from_utf8(value.token()).ok()?;
    let is_hex = value.is_scalar() && digits.len() % 2 == 0 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex.then_some(digits)
}

/// What stands between the quotes of a string, or all of another value: a text as it is written.
pub fn raw(value: Value<'_>) -> String {
    String::from_utf8_lossy(value.token()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_member_of_a_name_counts_and_only_at_the_top() {
        let text = br#"{"x":{"a":0}, "a" : 1,"a":2,}"#;
        assert_eq!(member(object(text), "a").map(|value| value.json), Some(&b"1"[..]));
        assert!(member(object(br#"{"\u0061":1}"#), "a").is_none());
    }

    #[test]
    fn scalars_are_read_as_a_node_reads_them() {
        let value = |text: &'static str| match text.as_bytes()[0] {
            b'"' => Value { kind: PartKind::String, json: text.as_bytes() },
            b'[' => Value { kind: PartKind::Array, json: text.as_bytes() },
            _ => Value { kind: PartKind::Bare, json: text.as_bytes() },
        };
        let u16s = ["7", "\"65535\"", "65536", "-1", "+1", "1.0", "\"\"", "[1]"].map(|text| number::<u16>(value(text)));
        assert_eq!(u16s, [Some(7), Some(65535), None, None, None, None, None, None]);
        let booleans = ["true", "false", "\"true\"", "1", "null"].map(|text| boolean(value(text)));
        assert_eq!(booleans, [Some(true), Some(false), None, None, None]);
        let digits = ["\"0aF0\"", "\"\"", "12", "\"0\"", "\"zz\"", "[12]"].map(|text| hex(value(text)));
        assert_eq!(digits, [Some("0aF0"), Some(""), Some("12"), None, None, None]);
        assert!(is(value("\"continue\""), "continue") && !is(value("true"), "true"));
    }
}
