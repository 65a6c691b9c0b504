//! Parameters in a form by which requests are compared.

use cln_runtime::json::Tree;

use crate::documented::Documented;
use crate::log::Redaction;

/// What requests of a method are compared by.
#[derive(Debug)]
pub(super) struct Keys {
    /// The parameters in canonical form, members in order.
    pub(super) exact: String,
    /// The same without secrets, if there are any: those of a recording are not the real ones.
    pub(super) but_for_secrets: Option<String>,
}

impl Keys {
    pub(super) fn new(documented: &Documented, method: &str, params: &str) -> Self {
        let canonical = documented.canonical(method, params).unwrap_or_else(|| params.to_owned());
        let exact = ordered(&canonical);
        // What stands at a position that no schema names need not be secret: nobody knows.
        let by_name = Some(&exact).filter(|exact| exact.starts_with('{'));
        let redacted = by_name.and_then(|exact| Redaction(documented).redacted(method, exact));
        let but_for_secrets = redacted.filter(|redacted| *redacted != exact);
        Self { exact, but_for_secrets }
    }

    /// For who asks for something else.
    pub(super) fn shown(&self, most: usize) -> String {
        let text = self.but_for_secrets.as_ref().unwrap_or(&self.exact);
        match text.char_indices().nth(most) {
            Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()),
            None => text.clone(),
        }
    }
}

/// The same JSON with the members of objects in order; what is no JSON stays as it is.
fn ordered(json: &str) -> String {
    Tree::parse(json).map_or_else(|_| json.to_owned(), |tree| in_order(tree).to_string())
}

fn in_order(tree: Tree) -> Tree {
    match tree {
        Tree::Object(members) => {
            let mut members: Vec<_> = members.into_iter().map(|(name, value)| (name, in_order(value))).collect();
            members.sort_by(|(mine, _), (other, _)| mine.cmp(other));
            Tree::Object(members)
        }
        Tree::Array(elements) => Tree::Array(elements.into_iter().map(in_order).collect()),
        plain @ (Tree::Plain(_) | Tree::Text(_)) => plain,
    }
}
