//! What is written in the place of secrets: others of their type, equal where they are equal.
//!
//! A stand-in is made of its secret and of a key that is drawn for each run and never written: nobody can go back from one
//! to the other, and no table of secrets is kept.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read};
use std::sync::{Mutex, PoisonError};

use cln_codegen::secrecy::{Replace, is_for_others};
use cln_runtime::json::Tree;
use sha2::{Digest, Sha256};

/// Texts from this length on are replaced wherever they stand alone, once they have been found to be secret.
const TELLING: usize = 16;

/// So many secrets are remembered, as fingerprints.
const REMEMBERED: usize = 1 << 20;

/// A secret that is shorter is replaced in other texts only where it is a word of its own.
const SHORT: usize = 4;

/// The key of a run, and what it has been used for.
#[derive(Debug)]
pub(super) struct StandIns {
    key: Key,
    /// Fingerprints of secrets.
    known: Mutex<HashSet<[u8; 16]>>,
}

struct Key([u8; 32]);

/// Nobody may see it.
impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key")
    }
}

impl StandIns {
    /// Draws a key.
    pub(super) fn new() -> io::Result<Self> {
        let mut key = [0; 32];
        File::open("/dev/urandom")?.read_exact(&mut key)?;
        Ok(Self { key: Key(key), known: Mutex::default() })
    }

    /// Replaces the secrets of one exchange.
    pub(super) fn of_exchange(&self) -> Exchange<'_> {
        Exchange { stand_ins: self, replaced: Vec::new() }
    }

    fn hash(&self, purpose: u32, text: &str) -> [u8; 32] {
        let hash = Sha256::new().chain_update(self.key.0).chain_update(purpose.to_be_bytes());
        hash.chain_update(normal(text)).finalize().into()
    }

    fn fingerprint(&self, text: &str) -> [u8; 16] {
        let mut fingerprint = [0; 16];
        fingerprint.copy_from_slice(&self.hash(u32::MAX, text)[..16]);
        fingerprint
    }

    fn remember(&self, text: &str) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if text.len() >= TELLING && known.len() < REMEMBERED {
            known.insert(self.fingerprint(text));
        }
    }

    fn knows(&self, text: &str) -> bool {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        text.len() >= TELLING && !known.is_empty() && known.contains(&self.fingerprint(text))
    }

    /// A text of the same length: hex for hex, digits for digits, letters for letters of the same case; signs stay.
    fn text(&self, text: &str) -> String {
        let of_signs = !text.chars().any(char::is_alphanumeric);
        let is_hex = is_hex(text);
        let choose = |character: char, chance: u8| match character {
            'a'..='f' | '0'..='9' if is_hex => hex_digit(chance, b'a'),
            'A'..='F' if is_hex => hex_digit(chance, b'A'),
            '0'..='9' => char::from(b'0' + chance % 10),
            'A'..='Z' => char::from(b'A' + chance % 26),
            _ if of_signs || character.is_alphanumeric() => char::from(b'a' + chance % 26),
            sign => sign,
        };
        self.other(text, |chances| {
            text.chars().zip(chances).map(|(character, chance)| choose(character, chance)).collect()
        })
    }

    /// A number with as many digits.
    fn number(&self, number: &str) -> String {
        let digits = |chances: &mut dyn Iterator<Item = u8>| {
            let mut inside = false;
            let digit = |digit: char| {
                let chance = chances.next().unwrap_or_default();
                let starts = !std::mem::replace(&mut inside, digit.is_ascii_digit());
                match digit {
                    '0' if starts => '0',
                    '1'..='9' if starts => char::from(b'1' + chance % 9),
                    '0'..='9' => char::from(b'0' + chance % 10),
                    sign => sign,
                }
            };
            number.chars().map(digit).collect()
        };
        self.other(number, |mut chances| digits(&mut chances))
    }

    /// What is made by chance, but for what it is made of.
    fn other(&self, of: &str, make: impl Fn(Chances<'_>) -> String) -> String {
        let tries = (0..8).map(|round| make(Chances { stand_ins: self, of, round, block: [0; 32], used: 0 }));
        let mut last = String::new();
        for made in tries {
            last = made;
            if last != of {
                break;
            }
        }
        last
    }
}

/// Bytes that follow from a secret and the key.
struct Chances<'s> {
    stand_ins: &'s StandIns,
    of: &'s str,
    round: u32,
    block: [u8; 32],
    used: u32,
}

impl Iterator for Chances<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        let index = self.used as usize % self.block.len();
        if index == 0 {
            self.block = self.stand_ins.hash((self.round << 24) | (self.used / 32), self.of);
        }
        self.used += 1;
        self.block.get(index).copied()
    }
}

/// The secrets of one exchange, of which a node's answer may repeat any, even in the text of an error.
#[derive(Debug)]
pub(super) struct Exchange<'s> {
    stand_ins: &'s StandIns,
    /// Each as it was and as it is written.
    replaced: Vec<(Hidden, String)>,
}

/// A secret, which is not shown.
struct Hidden(String);

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hidden")
    }
}

impl Exchange<'_> {
    /// How many secrets have been replaced.
    pub(super) fn count(&self) -> usize {
        self.replaced.len()
    }

    fn stand_in(&mut self, tree: Tree) -> Tree {
        match tree {
            Tree::Array(elements) => Tree::Array(elements.into_iter().map(|element| self.stand_in(element)).collect()),
            Tree::Object(members) => {
                Tree::Object(members.into_iter().map(|(name, value)| (name, self.stand_in(value))).collect())
            }
            Tree::Text(text) if is_for_others(&text) || text.is_empty() => Tree::Text(text),
            Tree::Text(text) => {
                let stands_in = self.stand_ins.text(&text);
                self.stand_ins.remember(&text);
                self.replaced.push((Hidden(text), stands_in.clone()));
                Tree::Text(stands_in)
            }
            Tree::Plain(word) if matches!(word.as_str(), "true" | "false" | "null") => Tree::Plain(word),
            Tree::Plain(number) => {
                let stands_in = self.stand_ins.number(&number);
                self.replaced.push((Hidden(number), stands_in.clone()));
                Tree::Plain(stands_in)
            }
        }
    }

    /// The same text without the secrets that it repeats.
    pub(super) fn without_echoes(&self, text: &str) -> Option<String> {
        if self.stand_ins.knows(text) {
            return Some(self.stand_ins.text(text));
        }
        let mut changed = None;
        for (Hidden(secret), stands_in) in &self.replaced {
            let before = changed.as_deref().unwrap_or(text);
            changed = replaced(before, secret, stands_in).or(changed);
        }
        changed
    }
}

impl Replace for Exchange<'_> {
    fn secret(&mut self, json: &str) -> String {
        let Ok(tree) = Tree::parse(json) else { return "null".to_owned() };
        let stands_in = self.stand_in(tree).to_string();
        // As it is written a node may repeat it, too.
        let inner = |json: &str| json.strip_prefix('"').and_then(|json| Some(json.strip_suffix('"')?.to_owned()));
        if let (Some(written), Some(new)) = (inner(json).filter(|written| written.contains('\\')), inner(&stands_in)) {
            self.replaced.push((Hidden(written), new));
        }
        stands_in
    }

    fn text(&mut self, json: &str) -> Option<String> {
        match Tree::parse(json) {
            Ok(Tree::Text(text)) => self.without_echoes(&text).map(|text| Tree::Text(text).to_string()),
            _ => None,
        }
    }
}

/// A text with this part replaced wherever it stands; `None` if it does not.
fn replaced(text: &str, part: &str, by: &str) -> Option<String> {
    let is_word = |start: usize| {
        let ends = |next: Option<char>| !next.is_some_and(char::is_alphanumeric);
        let (before, after) = (text.get(..start), text.get(start + part.len()..));
        ends(before.and_then(|text| text.chars().next_back())) && ends(after.and_then(|text| text.chars().next()))
    };
    let mut found = text.match_indices(part).filter(|(start, _)| part.len() >= SHORT || is_word(*start)).peekable();
    found.peek()?;
    let (mut out, mut copied) = (String::with_capacity(text.len()), 0);
    for (start, _) in found {
        out.push_str(text.get(copied..start).unwrap_or_default());
        out.push_str(by);
        copied = start + part.len();
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Some(out)
}

/// Hex is the same in either case.
fn normal(text: &str) -> String {
    if is_hex(text) { text.to_ascii_lowercase() } else { text.to_owned() }
}

fn is_hex(text: &str) -> bool {
    text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn hex_digit(chance: u8, ten: u8) -> char {
    let digit = chance % 16;
    char::from(if digit < 10 { b'0' + digit } else { ten + digit - 10 })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::*;

    fn stand_in(stand_ins: &StandIns, json: &str) -> String {
        stand_ins.of_exchange().secret(json)
    }

    #[test]
    fn equal_secrets_have_equal_stand_ins_of_their_type() {
        let stand_ins = StandIns::new().unwrap();
        let preimage = format!("\"{}\"", "c0ffee00".repeat(8));
        let first = stand_in(&stand_ins, &preimage);
        assert_eq!(first, stand_in(&stand_ins, &preimage));
        assert_ne!(first, preimage);
        assert!(first.len() == 66 && first[1..65].bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')));
        let upper = stand_in(&stand_ins, &preimage.to_uppercase());
        assert_eq!(upper.to_lowercase(), first, "hex is the same in either case");
        assert_ne!(first, stand_in(&StandIns::new().unwrap(), &preimage), "another run has another key");
        for (secret, kind) in [("\"Hunter-2 !\"", "Aaaaaa-0 !"), ("\"é\"", "a"), ("12034", "10000"), ("\"!!\"", "aa")]
        {
            let stands_in = stand_in(&stand_ins, secret);
            let class = |character: char| match character {
                '0'..='9' => '0',
                'a'..='z' => 'a',
                'A'..='Z' => 'A',
                sign => sign,
            };
            let found: String = stands_in.trim_matches('"').chars().map(class).collect();
            assert_eq!(found, kind.replace('1', "0"), "{secret} {stands_in}");
            assert!(!stands_in.starts_with('0') && stands_in != secret, "{stands_in}");
        }
        let nested = stand_in(&stand_ins, r#"{"name":["abcd1234",true,null,""]}"#);
        assert!(nested.starts_with(r#"{"name":[""#) && nested.ends_with(r#"",true,null,""]}"#), "{nested}");
    }

    #[test]
    fn what_is_repeated_elsewhere_is_replaced_there_too() {
        let stand_ins = StandIns::new().unwrap();
        let mut exchange = stand_ins.of_exchange();
        let stands_in = exchange.secret("\"hunter22\"");
        let stands_in = stands_in.trim_matches('"').to_owned();
        assert_eq!(exchange.without_echoes("bad 'hunter22'"), Some(format!("bad '{stands_in}'")));
        assert_eq!(exchange.without_echoes("bad hunter2"), None);
        let escaped = exchange.secret(r#""hunt\u0065r33""#).trim_matches('"').to_owned();
        assert_eq!(exchange.without_echoes(r"token hunt\u0065r33"), Some(format!("token {escaped}")));
        let short = exchange.secret("\"ab\"").trim_matches('"').to_owned();
        assert_eq!(exchange.without_echoes("unable, (ab)"), Some(format!("unable, ({short})")));
        let long = stand_ins.of_exchange().secret("\"a rune that is long\"");
        let elsewhere = stand_ins.of_exchange().text("\"a rune that is long\"");
        assert_eq!(elsewhere, Some(long), "in another exchange of the same file");
    }

    #[test]
    fn an_invoice_is_for_others() {
        let stand_ins = StandIns::new().unwrap();
        let invoice = format!("\"lnbcrt1{}\"", "q".repeat(100));
        assert_eq!(stand_in(&stand_ins, &invoice), invoice);
        assert_ne!(stand_in(&stand_ins, "\"lnbcrt1\""), "\"lnbcrt1\"");
    }
}
