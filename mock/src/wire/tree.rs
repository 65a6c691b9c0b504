//! JSON that is put together by hand.

use cln_runtime::json::Tree;

/// An object of these members, in this order.
pub(crate) fn object<'n>(members: impl IntoIterator<Item = (&'n str, Tree)>) -> Tree {
    Tree::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

pub(crate) fn number(number: u64) -> Tree {
    Tree::Plain(number.to_string())
}

pub(crate) fn text(text: impl Into<String>) -> Tree {
    Tree::Text(text.into())
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> Tree {
    Tree::Text(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
