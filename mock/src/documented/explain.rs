//! In words: what a command answers to which requests, and where the documentation was mended.

use std::fmt::Write;

use cln_codegen::instances::Exchange;
use cln_codegen::model::Method;
use cln_runtime::visible_json;

use super::answers::{Answers, Otherwise};
use super::unknown;

/// One line for the log; `None` if nothing was mended.
pub(super) fn mended(method: &Method, answers: &Answers) -> Option<String> {
    let count: usize = answers.exchanges.iter().map(|exchange| exchange.changes.len()).sum();
    let name = &method.name;
    let exchanges = answers.exchanges.iter().filter(|exchange| !exchange.changes.is_empty()).count();
    let made = answers.exchanges.iter().all(|exchange| exchange.trace.is_none());
    if made && !answers.exchanges.is_empty() {
        return Some(format!("{name} has no documented example: its answer is made of its schema"));
    }
    (count > 0).then(|| {
        let examples = match exchanges {
            1 => "1 documented example did not fit its schema and was mended".to_owned(),
            _ => format!("{exchanges} documented examples did not fit their schema and were mended"),
        };
        let places = if count == 1 { "place" } else { "places" };
        format!("{name}: {examples} in {count} {places} (see cln-mock --explain {name})")
    })
}

/// The documented requests, and what each is answered.
pub(super) fn exchanges(answers: &Answers) -> String {
    let mut text = String::new();
    for exchange in &answers.exchanges {
        push(&mut text, &exchange_lines(exchange));
    }
    if answers.exchanges.is_empty() {
        push(&mut text, "no answer was found that the schema accepts");
    }
    text
}

/// All of it.
pub(super) fn explained(method: &Method, answers: &Answers, lenient: bool) -> String {
    let mut text = exchanges(answers);
    let otherwise = match &answers.otherwise {
        _ if lenient => "the answer to the nearest of these requests".to_owned(),
        Otherwise::Empty(answer) => {
            format!("{}, or an error for what these answers show", visible_json(&answer.to_string()))
        }
        Otherwise::Example => "the answer to the nearest of these requests, since it only reads".to_owned(),
        Otherwise::Refused => "an error that says how to set up an answer".to_owned(),
    };
    if let Some(key) = unknown::key(&method.name).filter(|_| !lenient) {
        push(&mut text, &format!("any other {key}: the error of a node that does not know it"));
    }
    push(&mut text, &format!("any other request: {otherwise}"));
    text
}

fn exchange_lines(exchange: &Exchange) -> String {
    let shown = |json: String| visible_json(&json).to_string();
    let from = exchange.trace.as_deref().unwrap_or("made of the schema, which has no example");
    let mut lines = format!(
        "{}\n  request {}\n  answer {}",
        cln_runtime::visible(from),
        shown(exchange.request.to_string()),
        shown(exchange.answer.to_string())
    );
    for change in &exchange.changes {
        // Writing to a text does not fail.
        let _ = write!(lines, "\n  mended: {change}");
    }
    lines
}

fn push(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}
