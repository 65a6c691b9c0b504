//! All of Unicode in names and texts: what is accepted parses, and says the same in code.

use std::path::Path;

use cln_codegen::Builder;
use cln_tests::scratch::Scratch;
use cln_tests::sizes::is_long;
use cln_tests::verdicts;
use serde_json::{Map, json};

use crate::documentation::generated_from;
use crate::documentation::markdown::documentation;

/// How many characters stand in one text.
const LONG: usize = 3000;

/// How many characters stand in one name: enough that the layout has to break lines. Each name is a schema of its own,
/// so a short run makes them long.
fn wide() -> usize {
    if is_long() { 120 } else { 1200 }
}

fn all_of_unicode() -> Vec<char> {
    ('\0'..=char::MAX).collect()
}

#[test]
fn any_character_may_stand_in_a_text() {
    let all = all_of_unicode();
    for (index, texts) in all.chunks(LONG * 100).enumerate() {
        let mut properties = Map::new();
        for (number, text) in texts.chunks(LONG).enumerate() {
            let text: String = text.iter().collect();
            properties.insert(format!("p{number}"), json!({"type": "string", "description": [text]}));
        }
        let schema = json!({"rpc": format!("m{index}"), "request": {}, "response": {"properties": properties}});
        let files = generated_from(&schema.to_string(), None);
        assert!(files.iter().map(|file| documentation(file).len()).sum::<usize>() > properties.len());
    }
}

#[test]
fn any_character_may_stand_in_a_name() {
    // What is wrong in one plane is wrong in the next; the first two have all that is special.
    for (index, names) in all_of_unicode().chunks(wide()).take_while(|names| names[0] < '\u{20000}').enumerate() {
        // Each is a method, a field and a value of an enum.
        let name: String = format!("m{index}").chars().chain(names.iter().copied()).collect();
        let schema = json!({
            "rpc": name,
            "request": {"required": [name], "properties": {name.as_str(): {"type": "string", "enum": [name]}}},
            "response": {},
        });
        for file in generated_from(&schema.to_string(), None) {
            assert!(!documentation(&file).is_empty());
        }
    }
}

/// What compilers, terminals and people stumble over. Names keep only the ASCII letters, texts and wire names all.
const ODD: &[&str] = &[
    // Composed, decomposed, and marks without end.
    "caf\u{e9}",
    "cafe\u{301}",
    "\u{301}mark",
    "z\u{335}\u{321}\u{322}\u{327}\u{328}\u{31b}\u{315}\u{31a}\u{345}algo",
    "\u{1100}\u{1161}jamo",
    // Written from the right, turned around, isolated.
    "\u{5d0}\u{5d1}left",
    "\u{202e}turned\u{202c}",
    "a\u{2066}isolated\u{2069}\u{2067}b",
    "\u{200f}mark\u{61c}",
    // Not seen.
    "zero\u{200b}\u{200c}\u{200d}\u{2060}width",
    "\u{feff}order",
    "soft\u{ad}hyphen\u{34f}",
    "tag\u{e0041}\u{e007f}",
    "filler\u{3164}\u{115f}",
    // Emoji: of several characters, with a colour, a flag, a selector.
    "family\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
    "thumb\u{1f44d}\u{1f3fd}",
    "flag\u{1f1e9}\u{1f1ea}",
    "heart\u{2764}\u{fe0f}",
    // Like ASCII, and not; another letter in upper case.
    "p\u{430}ym\u{435}nt",
    "\u{ff41}\u{ff42}wide",
    "\u{fb01}x",
    "\u{130}stanbul\u{131}",
    "stra\u{df}e",
    "\u{1c5}digraph",
    "three\u{663}\u{b3}",
    // Line ends, controls, and what is no character.
    "line\u{2028}paragraph\u{2029}next\u{85}",
    "null\0bell\u{7}escape\u{1b}[31m",
    "c1\u{9b}31m",
    "private\u{e000}\u{10fffd}",
    "none\u{ffff}\u{fdd0}",
    // What means something in Rust, its strings, comments and macros.
    "quote\"back\\slash'",
    "brace{}{{#hash\"#",
    "comment*/ // /* end",
    "dollar$crate$($x)*",
    "r#raw",
    "tick`[link](x)<b>",
];

/// Each is an identifier that may not stand as it is, or that means something.
const WORDS: &[&str] = &["type", "self", "mod", "super", "crate", "gen", "async", "union", "Some", "str", "2fa", "new"];

/// A method whose names and texts all hold the word, and an example of it.
fn method(word: &str) -> String {
    let member = json!({"type": "string", "enum": [word, "other"], "description": [word], "default": word});
    let side = json!({"required": [word], "properties": {word: member}, "description": [word]});
    let exchange = json!({
        "request": {"id": word, "method": word, "params": {word: word}},
        "response": {word: word},
    });
    let errors = [format!("- 1: {word}")];
    let texts = json!({"title": word, "description": [word], "errors": errors, "examples": [exchange]});
    let mut schema = json!({"rpc": word, "request": side, "response": side});
    schema.as_object_mut().unwrap().extend(texts.as_object().unwrap().clone());
    schema.to_string()
}

#[test]
fn a_sample_of_odd_names_and_texts_compiles_and_means_the_same() {
    let scratch = Scratch::new(Path::new(env!("CARGO_TARGET_TMPDIR")).join("unicode"), &["unicode"]);
    let odd = ODD.iter().enumerate().map(|(number, word)| format!("{word}{number}"));
    let words: Vec<String> = odd.chain(WORDS.iter().map(|&word| word.to_owned())).collect();
    let mut builder = Builder::new().out_dir(scratch.path("unicode/src/bindings"));
    for (number, word) in words.iter().enumerate() {
        let schema = format!("schemas/{number}.json");
        scratch.write(&schema, &method(word));
        builder = builder.schemas(scratch.path(&schema));
    }
    builder.generate().unwrap();
    let lib = "//! Bindings of odd names.\n#![deny(warnings, missing_docs)]\n\npub mod bindings;\n";
    scratch.library("unicode", "2024", lib);
    let outcome = scratch.cargo("test", &["--lib"]);
    outcome.assert_success();
    // Each example is decoded and encoded again, names and values to the byte.
    let replayed = verdicts::read(&outcome).into_keys().filter(|name| name.ends_with("::example_1")).count();
    assert_eq!(replayed, words.len());
}
