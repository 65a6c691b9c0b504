//! Where an instance is not as it was documented.

use std::fmt;

use cln_runtime::json::Tree;
use cln_runtime::json::pointer::child;
use cln_runtime::visible_json;

use crate::schema::Side;

/// A place in one side of an exchange that is not as documented.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Whether it is in the request or in the answer.
    pub side: Side,
    /// Where.
    pub pointer: String,
    /// What is documented there, if anything.
    pub documented: Option<Tree>,
    /// What there is instead, if anything.
    pub mended: Option<Tree>,
}

/// What is not as documented, in the order of the document.
pub(super) fn changes(side: Side, documented: &Tree, mended: &Tree) -> Vec<Change> {
    let mut found = Vec::new();
    compare(side, String::new(), Some(documented), Some(mended), &mut found);
    found
}

fn compare(side: Side, pointer: String, documented: Option<&Tree>, mended: Option<&Tree>, found: &mut Vec<Change>) {
    match (documented, mended) {
        (Some(Tree::Object(before)), Some(Tree::Object(after))) => {
            for (name, value) in before {
                compare(side, child(&pointer, name), Some(value), member(after, name), found);
            }
            for (name, value) in after.iter().filter(|(name, _)| member(before, name).is_none()) {
                compare(side, child(&pointer, name), None, Some(value), found);
            }
        }
        (Some(Tree::Array(before)), Some(Tree::Array(after))) => {
            for index in 0..before.len().max(after.len()) {
                compare(side, format!("{pointer}/{index}"), before.get(index), after.get(index), found);
            }
        }
        (documented, mended) if documented == mended => {}
        (documented, mended) => {
            found.push(Change { side, pointer, documented: documented.cloned(), mended: mended.cloned() });
        }
    }
}

fn member<'a>(members: &'a [(String, Tree)], name: &str) -> Option<&'a Tree> {
    members.iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

/// One line, fit to be shown.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = match self.side {
            Side::Request => "request",
            Side::Response => "answer",
        };
        let shown = |value: &Option<Tree>| match value {
            Some(value) => shortened(&visible_json(&value.to_string()).to_string()),
            None => "nothing".to_owned(),
        };
        let (documented, mended) = (shown(&self.documented), shown(&self.mended));
        write!(f, "{side} {}: {mended} instead of {documented}", cln_runtime::visible(&self.pointer))
    }
}

/// The longest value that is shown, in characters.
const SHOWN: usize = 80;

fn shortened(text: &str) -> String {
    let rest = if text.chars().nth(SHOWN).is_some() { "..." } else { "" };
    text.chars().take(SHOWN).chain(rest.chars()).collect()
}
