//! Strings cut, extended and broken, in bytes and in characters.

use cln_runtime::json::Tree;

use super::Editor;
use super::words::SPELLINGS;
use crate::agreement::nodes::{branches, number, type_name};

/// Characters of one to four bytes, and two that need escapes.
const TAILS: &[&str] = &["a", "0", "00", "g", " ", "\u{e9}", "\u{20ac}", "\u{1d11e}", "\"", "\n", "\0", "\u{7f}"];

impl Editor<'_> {
    pub(super) fn text(&mut self, nodes: &[&Tree], text: &str, pointer: &str) {
        let mut put = |name, text: String| self.set(name, pointer, Tree::Text(text));
        let length = text.chars().count();
        for tail in TAILS {
            put("extend", format!("{text}{tail}"));
            put("extend", format!("{tail}{text}"));
        }
        for (from, to) in
            [(1, length), (2, length), (0, length.saturating_sub(1)), (0, length.saturating_sub(2)), (0, length / 2)]
        {
            put("cut", text.chars().skip(from).take(to.saturating_sub(from)).collect());
        }
        put("hex", text.to_uppercase());
        put("hex", text.to_lowercase());
        put("hex", text.chars().rev().collect());
        put(
            "hex",
            text.chars().enumerate().map(|(i, c)| if i % 2 == 0 { c.to_ascii_uppercase() } else { c }).collect(),
        );
        for (at, stranger) in
            [(0, 'g'), (1, 'G'), (length / 2, ' '), (length.saturating_sub(1), '\u{e9}'), (0, '0'), (1, '3'), (1, '4')]
        {
            put("hex", text.chars().enumerate().map(|(i, c)| if i == at { stranger } else { c }).collect());
        }
        // As many bytes as before, but fewer characters.
        put("hex", text.chars().skip(2).chain(['\u{e9}']).collect());
        self.lengths(nodes, text, pointer);
    }

    /// Lengths at the limits, in characters and in bytes.
    fn lengths(&mut self, nodes: &[&Tree], text: &str, pointer: &str) {
        let all = nodes.iter().copied().flat_map(branches);
        let limits =
            all.flat_map(|node| ["minLength", "maxLength"].into_iter().filter_map(|limit| number(node, limit)));
        let letters: Vec<char> = if text.is_empty() { vec!['a'] } else { text.chars().collect() };
        let found: Vec<i128> = limits.collect();
        for length in found.into_iter().flat_map(|limit| [limit - 1, limit, limit + 1]) {
            let Ok(length) = usize::try_from(length) else { continue };
            let length = length.min(2000);
            self.set("limit", pointer, Tree::Text(letters.iter().cycle().take(length).collect()));
            self.set("limit", pointer, Tree::Text("\u{1d11e}".repeat(length)));
            self.set("limit", pointer, Tree::Text("0".repeat(length)));
        }
    }

    /// Texts and numbers that mean something to a type, or nearly do.
    pub(super) fn spellings(&mut self, nodes: &[&Tree], pointer: &str) {
        let mut known: Vec<&str> = Vec::new();
        for name in nodes.iter().copied().flat_map(branches).filter_map(type_name) {
            if !known.contains(&name) {
                known.push(name);
            }
        }
        for name in known {
            for json in SPELLINGS.iter().filter(|(names, _)| names.contains(&name)).flat_map(|(_, values)| *values) {
                self.json("spelling", pointer, json);
            }
            for _ in 0..4 {
                let value = self.made(&[&Tree::Object(vec![("type".to_owned(), Tree::Text(name.to_owned()))])]);
                self.set("spelling", pointer, value);
            }
        }
    }
}
