//! Numbers at the borders of every type, and in every spelling.

use cln_runtime::json::Tree;

use super::Editor;
use crate::agreement::nodes::{branches, number};

/// Borders of integer types and of floats, and other ways to write a number.
const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "1",
    "-1",
    "0.0",
    "-0.0",
    "1.0",
    "1.5",
    "-1.5",
    "1e0",
    "1E2",
    "1e-1",
    "1e400",
    "-1e400",
    "1e-400",
    "127",
    "128",
    "-128",
    "-129",
    "255",
    "256",
    "32767",
    "32768",
    "65535",
    "65536",
    "2147483647",
    "2147483648",
    "4294967295",
    "4294967296",
    "9007199254740991",
    "9007199254740992",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "18446744073709551615",
    "18446744073709551616",
    "340282366920938463463374607431768211456",
    "-340282366920938463463374607431768211456",
    "18446744073709551615.0",
    "100.00000000000000000001",
    "0.00000000000000000000000001",
];

impl Editor<'_> {
    pub(super) fn number(&mut self, nodes: &[&Tree], word: &str, pointer: &str) {
        for number in NUMBERS {
            self.json("number", pointer, number);
        }
        if let Ok(value) = word.parse::<i128>() {
            for near in [value - 1, value + 1, -value, value * 10] {
                self.set("number", pointer, Tree::Plain(near.to_string()));
            }
        }
        for node in nodes.iter().copied().flat_map(branches) {
            for limit in ["minimum", "maximum"].into_iter().filter_map(|limit| number(node, limit)) {
                for near in [limit - 1, limit, limit + 1] {
                    self.set("limit", pointer, Tree::Plain(near.to_string()));
                }
                for tail in [".0", ".5", ".00000000000000000000001", "e0"] {
                    self.set("limit", pointer, Tree::Plain(format!("{limit}{tail}")));
                }
            }
        }
    }
}
