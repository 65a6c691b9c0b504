//! Whatever becomes of a schema, the generator says what is wrong or makes code that parses, and never panics.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a failing test may panic")]

mod trials;

use std::fs;
use std::time::{Duration, Instant};

use cln_codegen::Builder;
use cln_tests::dice::Dice;
use cln_tests::folders::{files, package, workspace};

use trials::{complaint, page};

/// How many schemas are tried at most, and for how long: as many as fit, always the same ones first.
const ROUNDS: usize = 4000;
const TIME: Duration = Duration::from_secs(3);

/// Names that mean something in Rust, in generated code, in Markdown or to a terminal; and other kinds of values.
/// Between blanks.
const HOSTILE: &str = r##"
    "type" "gen" "self" "Self" "crate" "_" "" "2fa" "a-b/c" "a\nb" "a\r//!b" "`" "*/" "]]" "\"#" "\u0000" "\u202e" "支払い"
    "new" "validate" "value" "unknown" "required" "request" "error" "mod" "partid_and_groupid" "object" "array" "string"
    "secret" "properties" "enum" null true -1 1e400 18446744073709551616 [] {} ["a","a"] {"a":{"type":"u8"}}
"##;

/// Strings, marks, and what is between them.
fn tokens(json: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let (mut in_string, mut escaped, mut starts) = (false, false, true);
    for letter in json.chars() {
        let is_mark = !in_string && "{}[]:,\"".contains(letter);
        if starts || is_mark {
            tokens.push(String::new());
        }
        tokens.last_mut().unwrap().push(letter);
        starts = is_mark && letter != '"' || in_string && letter == '"' && !escaped;
        in_string = if in_string { letter != '"' || escaped } else { letter == '"' };
        escaped = in_string && letter == '\\' && !escaped;
    }
    tokens
}

/// One to three changes, of which most leave a schema that is JSON.
fn mutilated(original: &[String], dice: &mut Dice) -> Vec<u8> {
    let mut tokens = original.to_vec();
    let hostile: Vec<&str> = HOSTILE.split_whitespace().collect();
    for _ in 0..=dice.roll(3) {
        let (at, other) = (dice.roll(tokens.len()), dice.roll(tokens.len()));
        let strings: Vec<usize> = (0..tokens.len()).filter(|&index| tokens[index].starts_with('"')).collect();
        let (string, other_string) = (strings[dice.roll(strings.len())], strings[dice.roll(strings.len())]);
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
        1 => bytes[at] = u8::try_from(dice.roll(256)).unwrap(),
        _ => {}
    }
    bytes
}

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

#[test]
fn a_mutilated_schema_is_refused_or_gives_code_that_parses() {
    let mut schemas = files(&package().join("schemas"), "json");
    schemas.push(workspace().join("schemas/delpay.json"));
    let originals: Vec<_> = schemas.iter().map(|path| tokens(&fs::read_to_string(path).unwrap())).collect();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mutilated.json");
    let (started, mut accepted, mut refused) = (Instant::now(), 0, 0);
    for round in 0..ROUNDS {
        let bytes = mutilated(&originals[round % originals.len()], &mut Dice::new(round as u64));
        fs::write(&path, &bytes).unwrap();
        match complaint(&Builder::new().schemas(&path).tests(round % 4 == 0)) {
            Ok(true) => accepted += 1,
            Ok(false) => refused += 1,
            Err(complaint) => panic!("round {round}: {complaint}\n{}", String::from_utf8_lossy(&bytes)),
        }
        page(&bytes)
            .unwrap_or_else(|complaint| panic!("round {round}: {complaint}\n{}", String::from_utf8_lossy(&bytes)));
        if started.elapsed() > TIME {
            break;
        }
    }
    println!("{accepted} accepted, {refused} refused in {:?}", started.elapsed());
    assert!(accepted > 0 && refused > 0, "the changes are too harmful or too harmless: {accepted}, {refused}");
}
