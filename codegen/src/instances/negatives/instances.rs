//! The instances of an example, as far as they are needed to try an edit.

use cln_runtime::json::Tree;

use super::Judge;
use super::editable::Editable;
use super::row::{Negative, Side};
use crate::model::{Example, Method, Struct};

/// An example's instances, each parsed once and as short as it can be.
pub(super) struct Instances {
    named: Option<Editable>,
    positional: Option<Editable>,
    response: Option<Editable>,
}

impl Instances {
    pub(super) fn new(method: &Method, example: &Example, judge: Judge<'_>) -> Self {
        let named = short(&example.canonical, Side::Named, judge);
        let by_position = |named| by_position(method.struct_def(method.request)?, named);
        let response = short(&example.result, Side::Response, judge);
        Self {
            positional: named.as_ref().and_then(by_position).as_ref().map(Editable::new),
            named: named.as_ref().map(Editable::new),
            response: response.as_ref().map(Editable::new),
        }
    }

    /// The instance that a row describes, as JSON.
    pub(super) fn broken(&self, row: &Negative) -> Option<String> {
        let instance = match row.side {
            Side::Named => &self.named,
            Side::Positional => &self.positional,
            Side::Response => &self.response,
        };
        instance.as_ref()?.edited(&row.edit)
    }
}

/// An instance with no more than the first element of each array, unless that breaks a rule: edits reach no other
/// element, and each is judged by itself.
fn short(json: &str, side: Side, judge: Judge<'_>) -> Option<Tree> {
    let whole = Tree::parse(json).ok()?;
    let mut short = whole.clone();
    shorten(&mut short);
    Some(if judge(side, &short.to_string()).is_empty() { short } else { whole })
}

fn shorten(tree: &mut Tree) {
    match tree {
        Tree::Array(elements) => {
            elements.truncate(1);
            elements.iter_mut().for_each(shorten);
        }
        Tree::Object(members) => members.iter_mut().for_each(|(_, value)| shorten(value)),
        Tree::Plain(_) | Tree::Text(_) => {}
    }
}

/// Named parameters by position; `None` if one of them has none.
fn by_position(def: &Struct, params: &Tree) -> Option<Tree> {
    let Tree::Object(members) = params else { return None };
    let mut positional = Tree::Array(Vec::new());
    for (name, value) in members {
        let position = def.fields.iter().position(|field| field.wire == *name)?;
        positional.set(&format!("/{position}"), value.clone());
    }
    Some(positional)
}
