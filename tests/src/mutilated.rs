//! Schemas that something has happened to.

use crate::dice::Dice;

/// Names that mean something in Rust, in generated code, in Markdown or to a terminal; and other kinds of values.
/// Between blanks.
const HOSTILE: &str = r##"
    "type" "gen" "self" "Self" "crate" "_" "" "2fa" "a-b/c" "a\nb" "a\r//!b" "`" "*/" "]]" "\"#" "\u0000" "\u202e" "支払い"
    "new" "validate" "value" "unknown" "required" "request" "error" "mod" "partid_and_groupid" "object" "array" "string"
    "secret" "properties" "enum" null true -1 1e400 18446744073709551616 [] {} ["a","a"] {"a":{"type":"u8"}}
"##;

/// Strings, marks, and what is between them.
#[must_use]
pub fn tokens(json: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let (mut in_string, mut escaped, mut starts) = (false, false, true);
    for letter in json.chars() {
        let is_mark = !in_string && "{}[]:,\"".contains(letter);
        if starts || is_mark {
            tokens.push(String::new());
        }
        if let Some(token) = tokens.last_mut() {
            token.push(letter);
        }
        starts = is_mark && letter != '"' || in_string && letter == '"' && !escaped;
        in_string = if in_string { letter != '"' || escaped } else { letter == '"' };
        escaped = in_string && letter == '\\' && !escaped;
    }
    tokens
}

/// The tokens of a schema with one to four changes, of which most leave one that is JSON.
#[must_use]
pub fn mutilated(original: &[String], dice: &mut Dice) -> Vec<u8> {
    let mut tokens = original.to_vec();
    let hostile: Vec<&str> = HOSTILE.split_whitespace().collect();
    for _ in 0..=dice.roll(3) {
        let (at, other) = (dice.roll(tokens.len()), dice.roll(tokens.len()));
        let strings: Vec<usize> = (0..tokens.len()).filter(|&index| tokens[index].starts_with('"')).collect();
        let (string, other_string) = (dice.pick(&strings).copied(), dice.pick(&strings).copied());
        let (Some(string), Some(other_string)) = (string, other_string) else { break };
        match dice.roll(10) {
            0 => drop(tokens.remove(at)),
            1 => tokens.insert(at, tokens[at].clone()),
            2 => tokens.swap(at, other),
            3 => tokens.swap(string, other_string),
            4 => tokens[string] = tokens[other_string].clone(),
            _ => tokens[string] = hostile[dice.roll(hostile.len())].to_owned(),
        }
    }
    let mut bytes = tokens.concat().into_bytes();
    let at = dice.roll(bytes.len());
    match dice.roll(40) {
        0 => bytes.truncate(at),
        1 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte = dice.byte()),
        _ => {}
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::tokens;

    #[test]
    fn tokens_are_the_whole_text() {
        let text = r#"{"a\"b": [1, -2e3], "c": "\\"}"#;
        let found = tokens(text);
        assert_eq!(found.concat(), text);
        assert!(
            [r#""a\"b""#, "1", " -2e3", r#""\\""#].iter().all(|token| found.contains(&(*token).to_owned())),
            "{found:?}"
        );
    }
}
