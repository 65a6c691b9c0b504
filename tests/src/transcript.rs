//! Exchanges with a real node, as they were recorded.
#![allow(clippy::expect_used, reason = "a transcript that cannot be read has to fail the test")]

use std::fs;

use crate::{edit, folders, strict};

/// One request, and what the node answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// What was tried, in words.
    pub note: String,
    /// The exact text that was sent.
    pub request: String,
    /// The exact text that came back.
    pub response: String,
}

impl Exchange {
    /// The name of the method that was called.
    #[must_use]
    pub fn method(&self) -> Option<String> {
        string(&self.request, "/method")
    }

    /// The parameters, as they were sent.
    #[must_use]
    pub fn params(&self) -> Option<&str> {
        edit::get(&self.request, "/params")
    }

    /// The result, as it came; `None` if an error came.
    #[must_use]
    pub fn result(&self) -> Option<&str> {
        edit::get(&self.response, "/result")
    }

    /// The error object, as it came; `None` if a result came.
    #[must_use]
    pub fn error(&self) -> Option<&str> {
        edit::get(&self.response, "/error")
    }

    /// Whether the node took the parameters: it answered, or would have if it had found what they name.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        edit::get(&self.response, "/error/code") != Some("-32602")
    }
}

/// All exchanges of a transcript; `None`, saying so, if there is no shared material on this machine.
///
/// # Panics
/// If the transcript cannot be read.
#[must_use]
pub fn read(name: &str) -> Option<Vec<Exchange>> {
    let path = folders::shared(&format!("transcripts/{name}.jsonl"))?;
    let text = fs::read_to_string(path).expect("the transcript can be read");
    Some(text.lines().flat_map(exchanges).collect())
}

/// One request, and each answer to it: most lines hold one.
fn exchanges(line: &str) -> Vec<Exchange> {
    let part = |pointer| string(line, pointer).expect("the line has all parts of an exchange");
    let (note, request) = (part("/note"), part("/request"));
    let answers = (0..).map_while(|index| string(line, &format!("/responses_raw/{index}")));
    let answers = string(line, "/response_raw").into_iter().chain(answers);
    answers.map(|response| Exchange { note: note.clone(), request: request.clone(), response }).collect()
}

/// All that came on a connection until the answer to one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// The method that was called.
    pub method: String,
    /// The JSON of the request's id.
    pub id: String,
    /// The exact texts, notifications among them.
    pub texts: Vec<String>,
}

/// The answers of a transcript, a request each; `None`, saying so, if there is no shared material on this machine.
///
/// # Panics
/// If the transcript cannot be read.
#[must_use]
pub fn answers(name: &str) -> Option<Vec<Answers>> {
    let path = folders::shared(&format!("transcripts/{name}.jsonl"))?;
    let text = fs::read_to_string(path).expect("the transcript can be read");
    let answers = |line: &str| {
        let request = string(line, "/request").expect("each line has a request");
        Answers {
            method: string(&request, "/method").expect("a request has a method"),
            id: edit::get(&request, "/id").expect("a request has an id").to_owned(),
            texts: (0..).map_while(|index| string(line, &format!("/responses_raw/{index}"))).collect(),
        }
    };
    Some(text.lines().map(answers).collect())
}

/// The text of the JSON string at a pointer.
fn string(json: &str, pointer: &str) -> Option<String> {
    let json = edit::get(json, pointer)?;
    match strict::parse(json)? {
        jsonc_parser::ast::Value::StringLit(string) => Some(string.value.into_owned()),
        _ => None,
    }
}
