//! All of Unicode in names and texts: what is accepted parses, and says the same in code.

use serde_json::{Map, json};

use crate::generated_from;
use crate::markdown::documentation;

/// How many characters stand in one text.
const LONG: usize = 3000;

/// How many characters stand in one name: enough that the layout has to break lines.
const WIDE: usize = 120;

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
    for (index, names) in all_of_unicode().chunks(WIDE).take_while(|names| names[0] < '\u{20000}').enumerate() {
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
