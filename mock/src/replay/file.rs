//! A file of exchanges: a JSON object a line, as `cln-codegen record` writes them.

use std::fs;
use std::path::Path;

use cln_runtime::Json;
use cln_runtime::json::{SyntaxError, Tree};

use crate::error::Error;
use crate::filter::Filter;
use crate::wire::{Failure, PartKind, Value};

/// A request and its answer.
#[derive(Debug)]
pub(super) struct Exchange {
    pub(super) method: String,
    /// As JSON.
    pub(super) params: String,
    pub(super) filter: Option<Filter>,
    pub(super) answer: Result<String, Failure>,
}

/// The exchanges of a file. Lines without an answer are passed over, and those whose request is not one of JSON-RPC; so is
/// a last line that is cut, which a recorder leaves that was killed.
pub(super) fn read(path: &Path) -> Result<Vec<Exchange>, Error> {
    let text = fs::read_to_string(path).map_err(|error| Error::Unreadable(path.to_owned(), error))?;
    let refused = |why: String| Error::Replay(path.to_owned(), why);
    let mut exchanges = Vec::new();
    for (index, line) in text.split_inclusive('\n').enumerate() {
        match exchange(line) {
            Ok(exchange) => exchanges.extend(exchange),
            Err(_) if !line.ends_with('\n') => {}
            Err(error) => return Err(refused(format!("line {} is not JSON: {error}", index + 1))),
        }
    }
    if exchanges.is_empty() {
        return Err(refused(
            "no line has a request of JSON-RPC under `request` and its answer under `response`".into(),
        ));
    }
    Ok(exchanges)
}

/// `None` if the line has no exchange.
fn exchange(line: &str) -> Result<Option<Exchange>, SyntaxError> {
    if line.trim().is_empty() {
        return Ok(None);
    }
    let line = Tree::parse(line)?;
    Ok(line.at("/response").and_then(answer).and_then(|answer| request(&line, answer)))
}

fn request(line: &Tree, answer: Result<String, Failure>) -> Option<Exchange> {
    let request = Tree::parse(text(line.at("/request")?)?).ok()?;
    let is_scalar = |id: &Tree| matches!(id, Tree::Plain(_) | Tree::Text(_));
    let id = request.at("/id").filter(|id| is_scalar(id))?;
    // A node that cannot read a request answers to nobody.
    if line.at("/response/id") != Some(id) {
        return None;
    }
    if text(request.at("/jsonrpc")?)? != "2.0" {
        return None;
    }
    let filter = match request.at("/filter") {
        Some(filter @ Tree::Object(_)) => {
            let json = filter.to_string();
            Some(Filter::read(Value { kind: PartKind::Object, json: json.as_bytes() }).ok()?)
        }
        Some(_) => return None,
        None => None,
    };
    let method = text(request.at("/method")?)?.to_owned();
    Some(Exchange { method, params: request.at("/params")?.to_string(), filter, answer })
}

/// What was answered: a result, or an error.
fn answer(response: &Tree) -> Option<Result<String, Failure>> {
    if let Some(result) = response.at("/result") {
        return Some(Ok(result.to_string()));
    }
    let error = response.at("/error")?;
    let code = match error.at("/code")? {
        Tree::Plain(code) => code.parse().ok()?,
        _ => return None,
    };
    let data = error.at("/data").and_then(|data| data.to_string().parse::<Json>().ok());
    Some(Err(Failure { code, message: text(error.at("/message")?)?.as_bytes().to_vec(), data }))
}

fn text(tree: &Tree) -> Option<&str> {
    match tree {
        Tree::Text(text) => Some(text),
        _ => None,
    }
}
