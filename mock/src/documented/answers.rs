//! What a command that is only documented answers, and to which requests.

use cln_codegen::instances::{Exchange, exchanges, instance};
use cln_codegen::model::Method;
use cln_codegen::schema::Side;
use cln_runtime::json::Tree;

use super::unknown;
use crate::wire::Failure;

/// The code of a request that this node cannot answer, as a real one could.
pub(super) const NOT_SET_UP: i64 = -32603;

/// The answers of a command. They are made when it is first called.
#[derive(Debug)]
pub(super) struct Answers {
    pub(super) exchanges: Vec<Exchange>,
    pub(super) otherwise: Otherwise,
}

/// What comes of a request that is not documented.
#[derive(Debug)]
pub(super) enum Otherwise {
    /// A list without entries.
    Empty(Tree),
    /// The documented answer: the command only reads, and needs no parameters.
    Example,
    /// An error that says what to do.
    Refused,
}

impl Answers {
    /// The seed decides what the documentation leaves open.
    pub(super) fn new(method: &Method, seed: u64) -> Self {
        Self { exchanges: exchanges(method, seed), otherwise: Otherwise::of(method, seed) }
    }

    /// What the documentation says of a request; of one that it does not know, nothing that could be mistaken for it.
    pub(super) fn strictly(&self, method: &Method, asked: &Tree) -> Result<String, Failure> {
        if let Some(exchange) = self.exchanges.iter().find(|exchange| exchange.request == *asked) {
            return Ok(exchange.answer.to_string());
        }
        if let Some(failure) = unknown::failure(&method.name, asked, &self.exchanges) {
            return Err(failure);
        }
        match &self.otherwise {
            Otherwise::Empty(answer) => Ok(answer.to_string()),
            Otherwise::Example => self.nearest(method, asked),
            Otherwise::Refused => Err(not_set_up(method)),
        }
    }

    /// The documented answer to the request that has most in common with this one; of several, the first.
    pub(super) fn nearest(&self, method: &Method, asked: &Tree) -> Result<String, Failure> {
        let nearest = self.exchanges.iter().rev().max_by_key(|exchange| in_common(asked, &exchange.request));
        nearest.map(|exchange| exchange.answer.to_string()).ok_or_else(|| {
            let name = &method.name;
            Failure::new(NOT_SET_UP, format!("cln-mock found no answer of {name} that its schema accepts"))
        })
    }
}

impl Otherwise {
    fn of(method: &Method, seed: u64) -> Self {
        let name = method.name.as_str();
        let needs_nothing = |method: &Method| {
            method.struct_def(method.request).is_some_and(|request| request.fields.iter().all(|field| !field.required))
        };
        let empty = || instance(method, Side::Response, seed).filter(is_empty_list);
        match name.starts_with("list").then(empty).flatten() {
            Some(empty) => Self::Empty(empty),
            None if only_reads(name) && needs_nothing(method) => Self::Example,
            None => Self::Refused,
        }
    }
}

/// What a rune that only allows to read takes for reading.
fn only_reads(command: &str) -> bool {
    ["list", "get", "summary"].iter().any(|begin| command.starts_with(begin)) && command != "listdatastore"
}

/// Whether an answer holds lists, and nothing in them.
fn is_empty_list(answer: &Tree) -> bool {
    let is_empty = |value: &Tree| matches!(value, Tree::Array(elements) if elements.is_empty());
    matches!(answer, Tree::Object(members) if !members.is_empty() && members.iter().all(|(_, value)| is_empty(value)))
}

fn not_set_up(method: &Method) -> Failure {
    let name = &method.name;
    let request = method.struct_def(method.request).map_or("R", |request| &request.name);
    Failure::new(
        NOT_SET_UP,
        format!(
            "cln-mock has no answer to this request: it keeps no state for {name}, and the documentation shows other \
             requests (see cln-mock --explain {name}). Set one up with node.expect::<{request}>().answer(..), or let \
             the nearest documented answer be given with Builder::lenient(true) or --lenient"
        ),
    )
}

/// How many members are the same, less those that are not.
fn in_common(asked: &Tree, documented: &Tree) -> isize {
    let (Tree::Object(asked), Tree::Object(documented)) = (asked, documented) else { return isize::MIN };
    let same = asked.iter().filter(|member| documented.contains(member)).count();
    let others = asked.len() + documented.len() - 2 * same;
    2 * same.cast_signed() - others.cast_signed()
}
