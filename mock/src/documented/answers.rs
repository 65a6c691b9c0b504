//! What a command that is only documented answers, and to which requests.

use cln_codegen::instances::{Exchange, exchanges, instance};
use cln_codegen::model::Method;
use cln_codegen::schema::Side;
use cln_runtime::json::Tree;

use super::unknown;
use crate::wire::Failure;

/// The code of a request that this node cannot answer, though a real one could.
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

    /// The documented answer to a request.
    pub(super) fn documented(&self, asked: &Tree) -> Option<String> {
        let exchange = self.exchanges.iter().find(|exchange| exchange.request == *asked)?;
        Some(exchange.answer.to_string())
    }

    /// What the documentation says of a request; of one that it does not know, nothing that could be mistaken for it.
    /// What the documented answers show, or the node `has`, is not denied.
    pub(super) fn strictly(
        &self,
        method: &Method,
        asked: &Tree,
        has: &dyn Fn(&str) -> bool,
    ) -> Result<String, Failure> {
        if let Some(answer) = self.documented(asked) {
            return Ok(answer);
        }
        let is_there = |text: &str| has(text) || self.exchanges.iter().any(|exchange| shows(&exchange.answer, text));
        if let Some(failure) = unknown::failure(&method.name, asked, &self.exchanges, is_there) {
            return Err(failure);
        }
        match &self.otherwise {
            Otherwise::Empty(_) if is_about(asked, is_there) => Err(not_set_up(method)),
            Otherwise::Empty(answer) => Ok(answer.to_string()),
            Otherwise::Example if unknown::looks_up(&method.name, asked) => Err(not_set_up(method)),
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

/// Whether a text stands in an answer, as a value or as a name.
fn shows(answer: &Tree, text: &str) -> bool {
    match answer {
        Tree::Object(members) => members.iter().any(|(name, value)| name == text || shows(value, text)),
        Tree::Array(elements) => elements.iter().any(|element| shows(element, text)),
        Tree::Text(shown) => shown == text,
        Tree::Plain(_) => false,
    }
}

/// Whether a request looks for texts, and all of them are there: then an empty list would be a lie.
fn is_about(asked: &Tree, is_there: impl Fn(&str) -> bool) -> bool {
    let Tree::Object(members) = asked else { return false };
    let mut texts = members.iter().filter_map(|(_, value)| match value {
        Tree::Text(text) => Some(text),
        _ => None,
    });
    let first = texts.next();
    first.is_some_and(|first| is_there(first)) && texts.all(|text| is_there(text))
}

pub(super) fn not_set_up(method: &Method) -> Failure {
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
