//! JSON text with the values of secrets left out.

use super::is_secret_name;
use crate::json::{Next, SliceSource, Source, SyntaxError, write_string};

/// What stands in the place of a secret.
pub(crate) const REDACTED: &str = "<redacted>";

/// Members that name what another member of their object holds: `{"name": "rpc-password", "value": "..."}`.
const NAMING: [&str; 5] = ["name", "key", "config", "option", "field"];

/// Members that hold what another one names, beside those that begin with `value`.
const NAMED: [&str; 6] = ["val", "default", "data", "string", "hex", "text"];

/// The same JSON, with `"<redacted>"` in place of what a secret name stands before, or a name beside it says to be secret.
/// `true`, `false` and `null` say too little to be hidden. A text that is no JSON is redacted as a whole.
pub(super) fn redacted(json: &str) -> String {
    let mut out = Vec::with_capacity(json.len());
    match value(&mut SliceSource::new(json.as_bytes()), &mut out) {
        Ok(()) => String::from_utf8(out).unwrap_or_default(), // always UTF-8, being JSON
        Err(_) => REDACTED.to_owned(),
    }
}

/// Whether a member of this name, whose value is this JSON, says that another member of its object is a secret, as in
/// `{"name": "rpc-password", "value": "..."}`.
#[must_use]
pub fn names_a_secret(name: &str, json: &str) -> bool {
    NAMING.contains(&name) && is_secret_text(&mut SliceSource::new(json.as_bytes())).unwrap_or_default()
}

/// Whether a member of this name holds what another one names ([`names_a_secret`]).
#[must_use]
pub fn is_named_elsewhere(name: &str) -> bool {
    name.starts_with("value") || NAMED.contains(&name)
}

fn value(source: &mut SliceSource<'_>, out: &mut Vec<u8>) -> Result<(), SyntaxError> {
    match source.peek()? {
        Next::Object => object(source, out)?,
        Next::Array => {
            source.enter_array()?;
            let start = out.len();
            while source.next_element(out.len() == start)? {
                out.push(if out.len() == start { b'[' } else { b',' });
                value(source, out)?;
            }
            close(out, start, *b"[]");
        }
        _ => out.extend_from_slice(source.raw()?.as_bytes()),
    }
    Ok(())
}

fn object(source: &mut SliceSource<'_>, out: &mut Vec<u8>) -> Result<(), SyntaxError> {
    let holds_secret = holds_secret(&mut source.clone())?;
    source.enter_object()?;
    let start = out.len();
    while let Some(name) = source.next_key(out.len() == start)? {
        let name = String::from_utf8_lossy(name).into_owned();
        out.push(if out.len() == start { b'{' } else { b',' });
        write_string(&name, out);
        out.push(b':');
        if is_secret_name(&name) || (holds_secret && is_named_elsewhere(&name)) {
            hidden(source, out)?;
        } else {
            value(source, out)?;
        }
    }
    close(out, start, *b"{}");
    Ok(())
}

/// Ends what began at `start`, which is still missing if it is empty.
fn close(out: &mut Vec<u8>, start: usize, [open, close]: [u8; 2]) {
    if out.len() == start {
        out.push(open);
    }
    out.push(close);
}

fn hidden(source: &mut SliceSource<'_>, out: &mut Vec<u8>) -> Result<(), SyntaxError> {
    match source.peek()? {
        Next::Bool | Next::Null => out.extend_from_slice(source.raw()?.as_bytes()),
        _ => {
            source.skip()?;
            write_string(REDACTED, out);
        }
    }
    Ok(())
}

/// Whether one member of the object that is next names another one as a secret.
fn holds_secret(source: &mut SliceSource<'_>) -> Result<bool, SyntaxError> {
    source.enter_object()?;
    let (mut first, mut found) = (true, false);
    while let Some(name) = source.next_key(first)? {
        first = false;
        let is_naming = NAMING.iter().any(|naming| naming.as_bytes() == name);
        if is_naming {
            found |= is_secret_text(&mut source.clone())?;
        }
        source.skip()?;
    }
    Ok(found)
}

/// Whether the value that is next is a secret name, or a list in which there is one, as the keys of a data store are.
fn is_secret_text(source: &mut SliceSource<'_>) -> Result<bool, SyntaxError> {
    match source.peek()? {
        Next::String => Ok(is_secret_name(&String::from_utf8_lossy(source.string()?))),
        Next::Array => {
            source.enter_array()?;
            let (mut first, mut found) = (true, false);
            while source.next_element(first)? {
                first = false;
                match source.peek()? {
                    Next::String => found |= is_secret_name(&String::from_utf8_lossy(source.string()?)),
                    _ => source.skip()?,
                }
            }
            Ok(found)
        }
        _ => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_secret_name_stands_before_is_hidden() {
        for (json, shown) in [
            (r#"{"payment_preimage":"c0ffee","a":1}"#, r#"{"payment_preimage":"<redacted>","a":1}"#),
            (r#"{"pre\u0069mage":"c0ffee"}"#, r#"{"preimage":"<redacted>"}"#),
            (r#"{"Pr\u0065image":["c0ffee"]}"#, r#"{"Preimage":"<redacted>"}"#),
            (r#"[{"a":{"rune":{"b":"c0ffee"}}},[]]"#, r#"[{"a":{"rune":"<redacted>"}},[]]"#),
            (r#"{"password":1234,"seed":true,"token":null}"#, r#"{"password":"<redacted>","seed":true,"token":null}"#),
            (r#"{"x-password":{"value_str":"c0ffee"}}"#, r#"{"x-password":"<redacted>"}"#),
            (r#"{"warning_rune":"of what?","prune":"x"}"#, r#"{"warning_rune":"of what?","prune":"x"}"#),
            ("\"preimage\"", "\"preimage\""),
            ("1.50", "1.50"),
            ("{}", "{}"),
            ("[]", "[]"),
        ] {
            assert_eq!(redacted(json), shown, "{json}");
        }
    }

    #[test]
    fn what_a_name_beside_it_says_to_be_secret_is_hidden() {
        for (json, shown) in [
            (
                r#"{"name":"bitcoin-rpcpassword","value":"c0ffee","source":"x"}"#,
                r#"{"name":"bitcoin-rpcpassword","value":"<redacted>","source":"x"}"#,
            ),
            (r#"{"value":"c0ffee","name":"rune"}"#, r#"{"value":"<redacted>","name":"rune"}"#),
            (
                r#"{"n\u0061me":"s\u0065ed","val\u0075e_str":"c0ffee"}"#,
                r#"{"name":"s\u0065ed","value_str":"<redacted>"}"#,
            ),
            (r#"{"config":"rpcpassword","val":["c0ffee"]}"#, r#"{"config":"rpcpassword","val":"<redacted>"}"#),
            (
                r#"{"config":"rpcpassword","values_str":["c0ffee"]}"#,
                r#"{"config":"rpcpassword","values_str":"<redacted>"}"#,
            ),
            (
                r#"{"name":"x-token","type":"string","default":"c0ffee"}"#,
                r#"{"name":"x-token","type":"string","default":"<redacted>"}"#,
            ),
            (r#"{"key":["x","rune"],"string":"c0ffee"}"#, r#"{"key":["x","rune"],"string":"<redacted>"}"#),
            (r#"{"name":"alias","value":"c0ffee"}"#, r#"{"name":"alias","value":"c0ffee"}"#),
            (r#"{"name":{"rune":1},"value":"x"}"#, r#"{"name":{"rune":"<redacted>"},"value":"x"}"#),
        ] {
            assert_eq!(redacted(json), shown, "{json}");
        }
    }

    #[test]
    fn what_is_no_json_is_hidden_as_a_whole() {
        for text in ["", "{", r#"{"a":1"#, r#"{"rune":}"#] {
            assert_eq!(redacted(text), REDACTED, "{text}");
        }
    }
}
