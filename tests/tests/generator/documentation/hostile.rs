//! Schemas whose every text tries to be something else than text.

use cln_tests::dice::Dice;
use serde_json::{Value, json};

/// What means something to Markdown, to rustdoc, to Rust or to a terminal.
const PIECES: [&str; 80] = [
    "- ",
    "* ",
    "+ ",
    "- - ",
    "- -      ",
    "* +      ",
    "1. ",
    "1) ",
    "12.\t",
    ":",
    ": ",
    "    ",
    "      ",
    "\t",
    "\t\t",
    "\u{a0}",
    "\u{3000}",
    "\n",
    "\n\n",
    "\r",
    "\u{85}",
    "\u{2028}",
    "\u{1}",
    "\u{1b}",
    "\u{200b}",
    "\u{202e}",
    "`",
    "``",
    "```",
    "```\nlet x = 1;\n```",
    "```rust\n",
    "\"\n```\n\n```rust\nfn main() {}\n```\n",
    "~~~",
    "~~~rust\n",
    "<",
    ">",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<?",
    "<![CDATA[",
    "<script>",
    "<a@b.c>",
    "<https://a.b>",
    "[",
    "]",
    "[a](b)",
    "![a](b)",
    "[a]: b",
    "[^1]",
    "[^1]: x",
    "[ ] ",
    "[x] ",
    "| a | b |\n",
    "|---|---|\n",
    "|",
    "#",
    "# ",
    "###### ",
    "> ",
    ">     ",
    "=",
    "===",
    "---",
    "***",
    "* * *",
    "___",
    "\\",
    "&lt;",
    "&#60;",
    "http://x.y",
    "https://a.b/`c",
    "www.a.b",
    "let x = 1;",
    "fn main() {}",
    "*/ /* //! ///",
    "\"#",
    "a",
    " ",
];

/// Text made of a few of them.
fn text(dice: &mut Dice) -> String {
    (0..=dice.roll(7)).filter_map(|_| dice.pick(&PIECES)).copied().collect()
}

/// A description.
fn lines(dice: &mut Dice) -> Value {
    (0..=dice.roll(4)).map(|_| text(dice)).collect()
}

/// A name that can be one in Rust, whatever else it holds.
fn name(dice: &mut Dice, letter: char) -> String {
    format!("{letter}{}", text(dice))
}

/// A schema of every kind of text that reaches documentation.
pub(crate) fn schema(dice: &mut Dice) -> String {
    let [a, b, c] = ['a', 'b', 'c'].map(|letter| name(dice, letter));
    let values = ['x', 'y'].map(|letter| name(dice, letter));
    let (a_text, example) = (text(dice), text(dice));
    let mut field = |ty: &str| json!({"type": ty, "description": lines(dice), "default": text(dice)});
    let (text_field, number, nested, other) = (field("string"), field("u64"), field("hex"), field("msat"));
    json!({
        "rpc": "evil", "title": text(dice), "warning": text(dice), "description": lines(dice), "usage": lines(dice),
        "deprecated": ["v24.08", "v25.02"],
        "errors": [format!("- 208: {}", text(dice)), format!("- -32602 ({}): {}", text(dice), text(dice)), text(dice)],
        "request": {
            "required": ["kind"], "pairedWith": [[a, b]],
            "properties": {
                "kind": {"type": "string", "enum": values, "description": lines(dice)},
                a.as_str(): text_field, b.as_str(): number,
                c: {"type": "object", "description": lines(dice), "properties": {"k": nested}},
                "d": {"oneOf": [{"type": "u64", "description": lines(dice)}, {"type": "array", "items": other}]}
            }
        },
        "response": {
            "required": ["kind"], "pre_return_value_notes": lines(dice), "post_return_value_notes": lines(dice),
            "properties": {"kind": {"type": "string", "enum": values, "description": lines(dice)}},
            "if": {"properties": {"kind": {"type": "string", "enum": [values[0]]}}},
            "then": {"properties": {"kind": {}, "e": {"type": "u64", "description": lines(dice)}}, "required": ["e"]},
            "else": {"properties": {"kind": {}}}
        },
        "examples": [{
            "request": {"id": example, "method": "evil", "params": {"kind": values[0], a.as_str(): a_text, b.as_str(): 7}},
            "response": {"kind": values[1]}
        }]
    })
    .to_string()
}

/// A configuration with a reason.
pub(crate) fn config(dice: &mut Dice) -> String {
    let reason = format!("a{}", text(dice));
    json!({"overrides": [{"method": "evil", "ignore": "pairedWith", "reason": reason}]}).to_string()
}
