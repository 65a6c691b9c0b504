//! Reads the messages of a file, a line each: the name of the bindings, and the bytes of the message in hex.
//!
//! For each it prints a line of JSON: what became of the message, its id or its origin, what strict validation finds in
//! it, and whether the payload of a notification is encoded the same from the message and from its parameters.

use std::error::Error;
use std::io::{BufWriter, Write, stdout};
use std::{env, fs};

use cln_runtime::json::Tree;
use cln_runtime::{Hex, Violations};

macro_rules! read {
    ($bindings:ident, $message:expr) => {{
        use reader::$bindings::{Hook, Notification, hook, notification};
        let message: &[u8] = $message;
        let called = cln_runtime::jsonrpc::Incoming::from_json(message);
        let is_call = Hook::parse(message).is_ok();
        let outcome = match (is_call, Hook::parse(message), Notification::parse(message)) {
            (true, Ok(Hook::Undecoded(call)), _) => ["undecoded".to_owned(), call.id.unwrap().to_string()],
            (true, Ok(call @ Hook::Other(_)), _) => ["other".to_owned(), call.id().to_string()],
            (true, Ok(call), _) => ["typed".to_owned(), call.id().to_string()],
            (_, _, Ok(Notification::Undecoded(told))) => ["undecoded".to_owned(), told.origin.unwrap_or_default()],
            (_, _, Ok(Notification::Other(told))) => ["other".to_owned(), told.origin.unwrap_or_default()],
            (_, _, Ok(told)) => ["typed".to_owned(), told.origin().unwrap_or_default().to_owned()],
            (_, _, Err(error)) => [error.to_string(), String::new()],
        };
        let (mut found, mut is_same) = (Ok(()), true);
        if let Ok(incoming) = called {
            let params = incoming.params.as_str().as_bytes();
            match (is_call, hook(&incoming.method), notification(&incoming.method)) {
                (true, Some(info), _) => found = info.validate_request(params),
                (false, _, Some(info)) => {
                    found = info.validate_response(message);
                    is_same = info.validate_response_reader(params) == found
                        && info.reencode_response(params) == info.reencode_response(message);
                }
                _ => {}
            }
        }
        (outcome, found, is_same)
    }};
}

fn main() -> Result<(), Box<dyn Error>> {
    let messages = fs::read_to_string(env::args().nth(1).ok_or("a file, please")?)?;
    let mut out = BufWriter::new(stdout().lock());
    for line in messages.lines() {
        let (bindings, message) = line.split_once(' ').ok_or("two words a line, please")?;
        let message: Hex = message.parse()?;
        let ([outcome, from], found, is_same) = match bindings {
            "snapshot" => read!(snapshot, message.as_bytes()),
            _ => read!(release, message.as_bytes()),
        };
        let parts = vec![Tree::Text(outcome), Tree::Text(from), findings(found), Tree::Plain(is_same.to_string())];
        writeln!(out, "{}", Tree::Array(parts))?;
    }
    Ok(out.flush()?)
}

fn findings(verdict: Result<(), Violations>) -> Tree {
    let found = verdict.err();
    let pairs = found.iter().flat_map(Violations::iter).map(|violation| {
        Tree::Array(vec![Tree::Text(violation.pointer().to_owned()), Tree::Text(violation.rule().to_string())])
    });
    Tree::Array(pairs.collect())
}
