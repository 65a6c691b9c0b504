//! One line for each call, without secrets.

use std::fmt;
use std::time::Duration;

use cln_codegen::schema::Side;
use cln_runtime::Json;
use cln_runtime::conformance::Tree;

use crate::call::Call;
use crate::commands::{COMMAND_TO_CHECK, Outcome};
use crate::state::State;
use crate::wire::Failure;

/// The longest that is shown of parameters, in characters.
const SHOWN: usize = 400;

/// The longest parameters of which anything is shown, in bytes.
const READ: usize = 64 << 10;

type Write = Box<dyn Fn(&str) + Send + Sync>;

/// Where the lines go.
#[derive(Default)]
pub(crate) struct Log(pub(crate) Option<Write>);

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Log({})", self.0.is_some())
    }
}

impl Log {
    /// A request was done. What it was answered stays out: only its size, or the code of its error.
    pub(crate) fn called(&self, state: &State, call: &Call<'_>, outcome: &Outcome, time: Duration) {
        let Some(write) = &self.0 else { return };
        let method = shortened(&String::from_utf8_lossy(call.method));
        let came = match outcome {
            Ok(done) => format!("{} bytes", done.result.len()),
            Err(failure) => format!("error {}", failure.code),
        };
        let params = shortened(&parameters(state, call));
        write(&format!("{method} {params} -> {came}, {:.1} ms", time.as_secs_f64() * 1e3));
    }

    /// A request was none. Its text stays out, since nobody knows what it holds.
    pub(crate) fn refused(&self, failure: &Failure) {
        if let Some(write) = &self.0 {
            write(&format!("a request that is none -> error {}", failure.code));
        }
    }
}

/// A text in one line of bearable length, nothing in it that a terminal would obey.
fn shortened(text: &str) -> String {
    let mut shown: String = text
        .chars()
        .take(SHOWN)
        .flat_map(|character| match character {
            character if character.is_control() => character.escape_default().collect::<Vec<_>>(),
            character => vec![character],
        })
        .collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push_str("...");
    }
    shown
}

/// The command whose parameters those of a call are: that of `check`, which has them by name, is the one to check.
/// `None` if they name two.
fn described_by<'p>(method: &'p [u8], params: &'p Tree) -> Option<&'p [u8]> {
    let Tree::Object(members) = params else { return Some(method) };
    let mut named = members.iter().filter(|(name, _)| method == b"check" && name == COMMAND_TO_CHECK);
    match (named.next(), named.next()) {
        (Some(_), Some(_)) => None,
        (Some((_, Tree::Text(command))), None) => Some(command.as_bytes()),
        _ => Some(method),
    }
}

/// The parameters, without the values of what is secret by its name or its type. Of positions that no schema names,
/// nobody knows what stands there.
fn parameters(state: &State, call: &Call<'_>) -> String {
    let unreadable = || format!("({} bytes)", call.params.json.len());
    if call.params.json.len() > READ || call.params.is_scalar() {
        return unreadable();
    }
    let Some(Ok(tree)) = std::str::from_utf8(call.params.json).ok().map(Tree::parse) else { return unreadable() };
    let Some(command) = described_by(call.method, &tree).map(<[u8]>::to_vec) else { return unreadable() };
    let command = command.as_slice();
    let is_secret = |index: usize| {
        let secrets = |shape: &cln_runtime::rules::Shape<'_>| shape.fields.get(index).is_none_or(|field| field.secret);
        match command {
            b"delpay" | b"listsendpays" | b"notifications" => false,
            method => state.documented.rules(method, Side::Request, secrets).unwrap_or(true),
        }
    };
    let shown = match tree {
        Tree::Array(elements) => in_order(elements, &|index| name_of(state, command, index), &is_secret),
        Tree::Object(members) => {
            let position = |name: &str| {
                let find = |shape: &cln_runtime::rules::Shape<'_>| shape.find(name.as_bytes());
                state.documented.rules(command, Side::Request, find).flatten()
            };
            let hidden = |(name, tree): (String, Tree)| {
                let tree = if position(&name).is_some_and(is_secret) { hide() } else { tree };
                (name, tree)
            };
            redacted(&Tree::Object(members.into_iter().map(hidden).collect()))
        }
        other => redacted(&other),
    };
    shown.to_string()
}

/// The name of the parameter at a position.
fn name_of(state: &State, command: &[u8], index: usize) -> Option<String> {
    let name = |shape: &cln_runtime::rules::Shape<'_>| shape.fields.get(index).map(|field| field.name.to_owned());
    state.documented.rules(command, Side::Request, name).flatten()
}

/// Positional parameters, redacted as if they had come by name, for one may name what another holds.
fn in_order(elements: Vec<Tree>, name: &dyn Fn(usize) -> Option<String>, is_secret: &dyn Fn(usize) -> bool) -> Tree {
    let named = elements.into_iter().enumerate().map(|(index, tree)| {
        let tree = if is_secret(index) { hide() } else { tree };
        (name(index).unwrap_or_else(|| index.to_string()), tree)
    });
    match redacted(&Tree::Object(named.collect())) {
        Tree::Object(members) => Tree::Array(members.into_iter().map(|(_, tree)| tree).collect()),
        other => other,
    }
}

fn hide() -> Tree {
    Tree::Text("<redacted>".to_owned())
}

/// What the runtime shows of the same JSON.
fn redacted(tree: &Tree) -> Tree {
    let json = tree.to_string().parse::<Json>().map(|json| json.redacted());
    json.ok().and_then(|json| Tree::parse(&json).ok()).unwrap_or_else(hide)
}
