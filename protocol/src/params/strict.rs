//! Values as a standard reader of JSON takes them.

use cln_runtime::Json;

use crate::wire::Value;

/// A value as JSON by the standard. Where a node takes more, and there is no doubt what is meant, that is mended: commas
/// too many or too few, control characters in strings. `None` of anything else, such as `01` and `nope`.
pub(super) fn strict(value: Value<'_>) -> Option<String> {
    let text = std::str::from_utf8(value.json).ok()?;
    let json = text.parse::<Json>().or_else(|_| mended(text).parse());
    json.ok().map(Json::into_string)
}

/// The same text with a comma wherever one value follows another, and nowhere else, in one pass.
fn mended(text: &str) -> String {
    let mut json = String::with_capacity(text.len());
    let mut rest = text;
    let mut is_after_value = false;
    while let Some(first) = rest.chars().next() {
        let (token, after) = rest.split_at(end(rest, first));
        rest = after;
        match first {
            ',' | ' ' | '\t' | '\r' | '\n' => continue,
            ':' | '}' | ']' => {}
            _ => json.extend(is_after_value.then_some(',')),
        }
        match first {
            '"' => token.chars().for_each(|letter| push_in_string(letter, &mut json)),
            _ => json.push_str(token),
        }
        is_after_value = !matches!(first, ':' | '{' | '[');
    }
    json
}

/// Where the token ends that a text begins with.
fn end(text: &str, first: char) -> usize {
    match first {
        '"' => {
            let mut is_escaped = false;
            let closing = text.bytes().skip(1).position(|byte| {
                let closes = byte == b'"' && !is_escaped;
                is_escaped = byte == b'\\' && !is_escaped;
                closes
            });
            closing.map_or(text.len(), |content| content + 2)
        }
        ',' | ':' | '{' | '}' | '[' | ']' | ' ' | '\t' | '\r' | '\n' => 1,
        first => {
            let is_over = |letter: char| matches!(letter, ',' | ':' | '}' | ']' | ' ' | '\t' | '\r' | '\n');
            text.find(is_over).unwrap_or(text.len()).max(first.len_utf8())
        }
    }
}

fn push_in_string(letter: char, json: &mut String) {
    match letter {
        '\0'..'\u{20}' => json.push_str(&format!("\\u{:04x}", u32::from(letter))),
        letter => json.push(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_plainly_meant_is_mended() {
        for (lax, json) in [
            ("{\"a\":1,}", Some(r#"{"a":1}"#)),
            ("[1 2,,\t3,]", Some("[1,2,3]")),
            ("{\"a\":[{},{}\n]\"b\":{\"c\":null,,}}", Some(r#"{"a":[{},{}],"b":{"c":null}}"#)),
            ("[\"a\nb\\\"\\\\\",]", Some(r#"["a\u000ab\"\\"]"#)),
            ("[\"\u{e9},]\",]", Some("[\"\u{e9},]\"]")),
            ("[01]", None),
            ("[nope]", None),
            ("[\"\\ud800\",]", None),
            ("[1,\"open", None),
        ] {
            let value = Value { kind: crate::wire::PartKind::Array, json: lax.as_bytes() };
            assert_eq!(strict(value).as_deref(), json, "{lax}");
        }
    }
}
