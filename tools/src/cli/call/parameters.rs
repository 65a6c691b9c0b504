//! Parameters as they are written on the command line.

use std::fs;
use std::io;

use cln_codegen::diagnostic::quoted;
use cln_runtime::rules::Shape;
use cln_runtime::{Json, JsonKind, JsonObjectOrArray, Validation};

/// What stands for standard input.
const STDIN: &str = "-";

/// The parameters of a call.
pub(super) struct Given {
    /// All of them.
    pub(super) all: JsonObjectOrArray,
    /// Those that are arguments, where other processes see them.
    pub(super) seen: JsonObjectOrArray,
}

/// The parameters that these words mean; without a shape, whatever is JSON is meant to be.
pub(super) fn read(words: &[String], shape: Option<&Shape<'_>>) -> Result<Given, String> {
    match words {
        [only] if only == STDIN => Ok(Given { all: whole("standard input", &stdin()?)?, seen: object(&[])? }),
        [only] if only.trim_start().starts_with(['{', '[']) => {
            let all = whole("the parameters", only)?;
            Ok(Given { seen: all.clone(), all })
        }
        pairs => read_pairs(pairs, shape),
    }
}

/// All parameters as one JSON text.
fn whole(what: &str, text: &str) -> Result<JsonObjectOrArray, String> {
    if !text.trim_start().starts_with(['{', '[']) {
        return Err(format!("{what}: expected one JSON object or array"));
    }
    let json: Json = text.parse().map_err(|why| format!("{what}: not JSON: {why}"))?;
    JsonObjectOrArray::try_from(json).map_err(|_| format!("{what}: expected one JSON object or array"))
}

/// A parameter, and where its value is.
struct Pair<'w> {
    key: &'w str,
    value: Value<'w>,
}

enum Value<'w> {
    /// `KEY=VALUE`
    Word(&'w str),
    /// `KEY:=JSON`
    Json(&'w str),
    /// `KEY:=@FILE`
    File(&'w str),
    /// `KEY:=-`
    Stdin,
}

impl<'w> Pair<'w> {
    fn new(word: &'w str) -> Result<Self, String> {
        let (key, value) = word.split_once('=').unwrap_or_default();
        let (key, value) = match (key.strip_suffix(':'), value) {
            (None, word) => (key, Value::Word(word)),
            (Some(key), STDIN) => (key, Value::Stdin),
            (Some(key), json) => (key, json.strip_prefix('@').map_or(Value::Json(json), Value::File)),
        };
        match key {
            "" => Err("expected one JSON object or array, or KEY=VALUE pairs".to_owned()),
            key => Ok(Self { key, value }),
        }
    }

    /// Its value as JSON. What is in it is not told, since it may be a secret.
    fn json(&self, shape: Option<&Shape<'_>>) -> Result<Json, String> {
        let (what, text) = match self.value {
            Value::Word(word) => return Ok(json_of(self.key, word, shape)),
            Value::Json(json) => ("the value".to_owned(), json.to_owned()),
            Value::Stdin => ("standard input".to_owned(), stdin()?),
            Value::File(path) => {
                let path_shown = quoted(path);
                let text = fs::read_to_string(path).map_err(|error| format!("cannot read {path_shown}: {error}"))?;
                (path_shown, text)
            }
        };
        text.parse()
            .map_err(|why| format!("{}: {what} is not JSON: {why}; a string needs double quotes", quoted(self.key)))
    }

    fn is_seen(&self) -> bool {
        matches!(self.value, Value::Word(_) | Value::Json(_))
    }
}

fn read_pairs(words: &[String], shape: Option<&Shape<'_>>) -> Result<Given, String> {
    let pairs = words.iter().map(|word| Pair::new(word)).collect::<Result<Vec<_>, _>>()?;
    let mut from_stdin = pairs.iter().filter(|pair| matches!(pair.value, Value::Stdin));
    if let (Some(first), Some(second)) = (from_stdin.next(), from_stdin.next()) {
        let (first, second) = (quoted(first.key), quoted(second.key));
        return Err(format!(
            "{first} and {second} are both to come from standard input, which holds one JSON value: give one of them by \
             KEY:=@FILE, or all parameters as one JSON object by - alone"
        ));
    }
    let (mut all, mut seen) = (Vec::new(), Vec::new());
    for pair in &pairs {
        let member = format!("{}:{}", Json::from(pair.key), pair.json(shape)?);
        seen.extend(pair.is_seen().then(|| member.clone()));
        all.push(member);
    }
    Ok(Given { all: object(&all)?, seen: object(&seen)? })
}

fn object(members: &[String]) -> Result<JsonObjectOrArray, String> {
    format!("{{{}}}", members.join(",")).parse().map_err(|_| "the parameters are not JSON".to_owned())
}

fn stdin() -> Result<String, String> {
    io::read_to_string(io::stdin().lock()).map_err(|error| format!("cannot read standard input: {error}"))
}

/// As JSON if that fits the parameter, else as a string if that does. What fits neither way is left for validation to
/// explain, as what it looks like.
fn json_of(key: &str, value: &str, shape: Option<&Shape<'_>>) -> Json {
    let text = Json::from(value);
    match value.parse::<Json>() {
        Err(_) => text,
        Ok(json) if json.kind() == JsonKind::String => json,
        Ok(json) => match shape {
            Some(shape) if !fits(key, &json, shape) && fits(key, &text, shape) => text,
            _ => json,
        },
    }
}

/// Whether a parameter takes a value, whatever the others are.
fn fits(key: &str, value: &Json, shape: &Shape<'_>) -> bool {
    let Some(field) = shape.find(key.as_bytes()).and_then(|index| shape.fields.get(index)) else { return true };
    Validation::new().first_only().validate_value(value.as_str().as_bytes(), field.strict_kind()).is_ok()
}
