//! Changes that only the text can show: what is no JSON, or nested too deeply.

use cln_runtime::json::Tree;
use cln_tests::dice::Dice;

/// What may not follow a value.
const TAILS: &[&str] = &["]", "}", ",", " 1", "null", "\u{feff}", "//"];

/// What is no value; the last two are.
const VALUES: &[&str] = &[
    "01",
    "+1",
    "1.",
    ".5",
    "1e",
    "0x1",
    "NaN",
    "-",
    "nul",
    "True",
    "'a'",
    r#""a"#,
    "\"\t\"",
    r#""\x""#,
    r#""\ud800""#,
    r#""\ud800\u0041""#,
    r#""\u00""#,
    "[1,]",
    "{,}",
    r#"{"a" 1}"#,
    r#"{a: 1}"#,
    r#"{"a": 1,}"#,
    "[1 2]",
    "",
    r#""\ud834\udd1e""#,
    " 1 ",
];

/// Texts that are made of an instance, most of which are no JSON.
pub(crate) fn raw_mutants(instance: &Tree, dice: &mut Dice) -> Vec<String> {
    let text = instance.to_string();
    let mut texts: Vec<String> = TAILS.iter().map(|tail| format!("{text}{tail}")).collect();
    texts.push(format!("\u{feff}{text}"));
    texts.push(format!(" \t{text}\r "));
    let cut = text.char_indices().map(|(at, _)| at).nth(dice.roll(text.len())).unwrap_or(0);
    texts.push(text[..cut].to_owned());
    // A value that stands nowhere else marks the place of one that JSON cannot hold.
    if let Tree::Object(members) = instance {
        for value in VALUES {
            let mut marked = members.clone();
            let index = dice.roll(marked.len());
            match marked.get_mut(index) {
                Some((_, old)) => *old = Tree::Text(MARK.to_owned()),
                None => marked.push(("x".to_owned(), Tree::Text(MARK.to_owned()))),
            }
            texts.push(Tree::Object(marked).to_string().replace(&format!("\"{MARK}\""), value));
        }
        for depth in [126, 127, 128, 1000] {
            let nested = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
            texts.push(
                Tree::Object(vec![("x".to_owned(), Tree::Text(MARK.to_owned()))])
                    .to_string()
                    .replace(&format!("\"{MARK}\""), &nested),
            );
        }
    }
    texts
}

const MARK: &str = "the value goes here";
