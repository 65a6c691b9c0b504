//! What messages say, the same from bytes and through serde.

use crate::json::{SliceSource, Source};
use crate::rules::{Field, Kind, Shape};
use crate::value::{JsonKind, Token};

/// Characters of a value or name shown in a message.
const SHOWN: usize = 40;

/// Fields of an object that a message lists at most.
const LISTED: usize = 8;

/// Values of an enum, and alternatives, that a message lists at most.
const VALUES: usize = 50;

/// Says that a required field is missing.
#[cold]
pub(crate) fn missing_message(field: &Field<'_>) -> String {
    format!("expected {:?}, which is required; found nothing", field.name)
}

/// Says that there are too many positional parameters.
#[cold]
pub(crate) fn surplus_message(shape: &Shape<'_>) -> String {
    format!("expected at most {} parameters, found more", shape.fields.len())
}

/// Says that a name is unknown, with the names that are known if there are few.
#[cold]
pub(crate) fn unknown_message(shape: &Shape<'_>, name: &str) -> String {
    let name = quoted(name);
    if shape.fields.is_empty() || shape.fields.len() > LISTED {
        return format!("no field {name} is known here");
    }
    let known: Vec<String> = shape.fields.iter().map(|field| format!("{:?}", field.name)).collect();
    format!("no field {name} is known here, only {}", known.join(", "))
}

/// The list of an enum's values, for a message; of a long one its beginning.
#[cold]
pub(crate) fn one_of(values: &[&str]) -> String {
    let mut listed: Vec<String> = values.iter().take(VALUES).map(|value| format!("{value:?}")).collect();
    listed.extend(others(values));
    match listed.split_last() {
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => "nothing".to_owned(),
    }
}

/// The list of values that are JSON, for a message; of a long one its beginning.
#[cold]
pub(crate) fn one_of_json(values: &[&str]) -> String {
    let listed = values.iter().take(VALUES).map(|value| (*value).to_owned());
    listed.chain(others(values)).collect::<Vec<_>>().join(" or ")
}

/// What alternatives take, for a message; of many the first ones.
#[cold]
pub(crate) fn any_of(arms: &[Kind<'_>]) -> String {
    arms.iter().take(VALUES).map(expected).chain(others(arms)).collect::<Vec<_>>().join(", or ")
}

/// What a kind takes, as the end of a sentence.
fn expected(kind: &Kind<'_>) -> String {
    match kind {
        Kind::Any | Kind::IfObject(_) => "any JSON".to_owned(),
        Kind::Scalar(kind) | Kind::Bounded(kind, _) => kind.expected().to_owned(),
        Kind::Enum(values) => one_of(values),
        Kind::Array(_) => "an array".to_owned(),
        Kind::Object(_) => "an object".to_owned(),
        Kind::OneOf(arms) | Kind::AnyOf(arms) => any_of(arms),
    }
}

/// What a list does not show.
fn others<T>(listed: &[T]) -> Option<String> {
    let others = listed.len().saturating_sub(VALUES);
    (others > 0).then(|| format!("one of {others} others"))
}

/// What is wrong with a named parameter that is `null`.
pub(crate) const NULL_GIVEN: &str = "expected a value, found null: a parameter that is not given must be left out";

/// Names a token in a message: its kind, and its value unless that is secret.
#[cold]
pub(crate) fn found(token: Token<'_>, secret: bool) -> String {
    let kind = JsonKind::of_token(token);
    match (kind, token) {
        (JsonKind::Null, _) => kind_name(kind).to_owned(),
        _ if secret => format!("{} (not shown: secret)", kind_name(kind)),
        (JsonKind::Bool, Token::Bool(value)) => value.to_string(),
        (JsonKind::Bool, Token::Json(text)) => text.to_owned(),
        (JsonKind::Number, Token::Number(text) | Token::Json(text)) => format!("the number {}", cut(text)),
        (JsonKind::String, Token::Text(text)) => the_string(text),
        (JsonKind::String, Token::Json(text)) => {
            SliceSource::new(text.as_bytes()).string().map(the_string).unwrap_or_default()
        }
        _ => kind_name(kind).to_owned(),
    }
}

const fn kind_name(kind: JsonKind) -> &'static str {
    match kind {
        JsonKind::Null => "null",
        JsonKind::Bool => "a boolean",
        JsonKind::Number => "a number",
        JsonKind::String => "a string",
        JsonKind::Array => "an array",
        JsonKind::Object => "an object",
    }
}

fn the_string(text: &[u8]) -> String {
    format!("the string {}", quoted(&String::from_utf8_lossy(text)))
}

fn quoted(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).flat_map(char::escape_debug).collect();
    shown.insert(0, '"');
    shown.push('"');
    if text.chars().nth(SHOWN).is_some() {
        shown.push_str("...");
    }
    shown
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// What is said of a number that [`is_rounded`].
pub(super) const ROUNDED: &str =
    ", above 18446744073709551615 and rounded, it seems, by a program that keeps numbers as floating point";

/// Whether a number is too large for 64 bits and has the digits of a floating-point number, as JavaScript writes them.
/// The value that was meant cannot be told from it.
#[cold]
pub(super) fn is_rounded(token: Token<'_>) -> bool {
    let (Token::Number(text) | Token::Json(text)) = token else { return false };
    let float = text.parse::<f64>().unwrap_or_default();
    float >= u64::MAX as f64 && float.to_string() == text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rounded_number_is_told_by_its_digits() {
        for (number, expected) in [
            ("18446744073709552000", true), // 2^64
            ("21000000000000000000", true),
            ("18446744073709551616", false),
            ("18446744073709551615", false),
            ("18446744073709550000", false),
            ("9007199254740992", false),
            ("1e20", false),
            ("-18446744073709552000", false),
        ] {
            assert_eq!(is_rounded(Token::Number(number)), expected, "{number}");
        }
        assert!(!is_rounded(Token::Text(b"18446744073709552000")));
    }

    #[test]
    fn values_are_listed_as_a_sentence() {
        assert_eq!(one_of(&["a"]), r#""a""#);
        assert_eq!(one_of(&["a", "b", "c"]), r#""a", "b" or "c""#);
        assert!(one_of(&["a"; 53]).ends_with(r#""a", "a" or one of 3 others"#));
        assert_eq!(one_of_json(&["1", "null"]), "1 or null");
        assert!(one_of_json(&["1"; 51]).ends_with("1 or 1 or one of 1 others"));
    }
}
