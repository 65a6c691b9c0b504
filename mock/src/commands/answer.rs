//! Answers of commands that are done, with no more in them than the release that is stood in for describes.

use cln_codegen::schema::Side;
use cln_runtime::json::Tree;
use cln_runtime::rules::{Kind, Shape};

use crate::documented::{fit, fit_object};
use crate::outcome::{Done, Outcome};
use crate::state::State;
use crate::wire::Failure;

/// The answer of a command: an object of these members.
pub(super) fn object<N: Into<String>>(state: &State, command: &str, members: Vec<(N, Tree)>) -> Outcome {
    let members: Vec<(String, Tree)> = members.into_iter().map(|(name, value)| (name.into(), value)).collect();
    let answer = described(state, command, |shape| match shape {
        Some(shape) => fit_object(members, shape),
        None => Tree::Object(members),
    });
    Ok(Done::new(answer.to_string()))
}

/// The answer of a command: a row, which is an object.
pub(super) fn row(state: &State, command: &str, row: Tree) -> Outcome {
    match row {
        Tree::Object(members) => object(state, command, members),
        other => Ok(Done::new(other.to_string())),
    }
}

/// The answer of a command that lists rows under a name. They are written one by one, as there may be many.
pub(super) fn list(
    state: &State,
    command: &str,
    name: &str,
    write: impl FnOnce(&mut Rows<'_>) -> Result<(), Failure>,
) -> Outcome {
    described(state, command, |shape| {
        let field = shape.and_then(|shape| shape.fields.get(shape.find(name.as_bytes())?));
        let kind = match field.map(|field| field.strict_kind()) {
            Some(Kind::Array(array)) => Some(&array.items),
            _ => None,
        };
        let mut rows = Rows { kind, json: format!("{{\"{name}\":["), is_first: true };
        write(&mut rows)?;
        rows.json.push_str("]}");
        Ok(Done::new(rows.json))
    })
}

/// Rows of an answer.
pub(super) struct Rows<'k> {
    /// What the release says of each.
    kind: Option<&'k Kind<'k>>,
    json: String,
    is_first: bool,
}

impl Rows<'_> {
    pub(super) fn push(&mut self, row: Tree) {
        let row = match self.kind {
            Some(kind) => fit(row, kind),
            None => row,
        };
        self.write(&row.to_string());
    }

    /// A row that is JSON already.
    pub(super) fn push_json(&mut self, row: &str) {
        match (self.kind, Tree::parse(row)) {
            (Some(_), Ok(row)) => self.push(row),
            _ => self.write(row),
        }
    }

    fn write(&mut self, row: &str) {
        if !std::mem::take(&mut self.is_first) {
            self.json.push(',');
        }
        self.json.push_str(row);
    }
}

/// Uses what the release says of the answer of a command, if it says anything.
fn described<R>(state: &State, command: &str, answer: impl FnOnce(Option<&Shape<'_>>) -> R) -> R {
    let mut answer = Some(answer);
    let mut take = |shape: Option<&Shape<'_>>| answer.take().map(|answer| answer(shape));
    let described = state.documented.rules(command.as_bytes(), Side::Response, |shape| take(Some(shape))).flatten();
    match described.or_else(|| take(None)) {
        Some(answer) => answer,
        None => unreachable!("one of the two is called"),
    }
}
