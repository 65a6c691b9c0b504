//! `cln-codegen call`

mod arguments;
mod meaning;
mod parameters;
mod secrets;

pub(super) use arguments::Call;

use std::io::{self, IsTerminal};

use bumpalo::Bump;
use cln_codegen::Builder;
use cln_codegen::diagnostic::quoted;
use cln_codegen::internals::rules;
use cln_codegen::model::{Method, Target};
use cln_codegen::schema::Side;
use cln_runtime::client::blocking::Client;
use cln_runtime::client::{CallError, Endpoint, NoAnswerError, NodeDir, NotSentError, Settings};
use cln_runtime::{Json, JsonObjectOrArray, RpcError, visible, visible_json};

use super::answer::{Answer, Status, rendered, said};

pub(super) fn run(arguments: &Call) -> Answer {
    let checked = if arguments.unchecked { Ok((None, String::new())) } else { method(arguments) };
    let (method, warnings) = match checked {
        Ok(found) => found,
        Err(complaints) => return Answer::bad_input(complaints),
    };
    let mut warnings = warnings;
    let mut answer = match ready(arguments, method.as_ref(), &mut warnings) {
        Ok(params) => call(arguments, method.as_ref(), &params),
        Err(why) => Answer::bad_input(format!("{why}\nnothing was sent\n")),
    };
    answer.complaints.insert_str(0, &warnings);
    answer
}

/// The method's schema, and warnings; or what is wrong.
fn method(arguments: &Call) -> Result<(Option<Method>, String), String> {
    const HINT: &str = "nothing was sent; --schemas names other schemas, --unchecked needs none\n";
    let builder = Builder::new().only([&arguments.method]).unknown(arguments.unknown.into());
    let builder = arguments.schemas.iter().fold(arguments.correcting.say_to(builder), Builder::schemas);
    let (api, warnings) = builder.model().map_err(|error| said(&error) + HINT)?;
    let method = api.methods.into_iter().find(|method| method.target == Target::Rpc);
    match method {
        Some(method) => Ok((Some(method), rendered(&warnings))),
        None => Err(format!("error: {} is not a known command\n{HINT}", quoted(&arguments.method))),
    }
}

/// What the call says, or why it cannot be made. Warns of secrets among the arguments, whether they keep
/// to the schema or not.
fn ready(arguments: &Call, method: Option<&Method>, warnings: &mut String) -> Result<JsonObjectOrArray, String> {
    let arena = Bump::new();
    let shape = method.and_then(|method| rules(&arena, method, Side::Request));
    let given = parameters::read(&arguments.parameters, shape.as_ref()).map_err(|why| format!("error: {why}"))?;
    warnings.push_str(&secrets::warning(&given.seen, shape.as_ref()));
    let params = given.all;
    if let Some(shape) = &shape {
        cln_runtime::walk::validate(params.as_str().as_bytes(), shape)
            .map_err(|violations| format!("error: the parameters break rules of their schema\n{violations}"))?;
    }
    Ok(params)
}

/// Where lightningd puts the socket for the network, unless it is named.
fn endpoint(arguments: &Call) -> Endpoint {
    match &arguments.socket {
        Some(socket) => socket.into(),
        None => arguments.network.iter().fold(NodeDir::new(), NodeDir::network).into(),
    }
}

fn call(arguments: &Call, method: Option<&Method>, params: &JsonObjectOrArray) -> Answer {
    let settings = arguments.timeout.into_iter().fold(Settings::new(), Settings::connect_timeout);
    let client = match Client::connect_with(endpoint(arguments), settings) {
        Ok(client) => client,
        Err(error) => return failed(Status::NoConnection, format!("error: {error:#}\nnothing was sent\n")),
    };
    let client = arguments.timeout.into_iter().fold(client, Client::with_timeout);
    match client.call_raw(&arguments.method, params) {
        Ok(result) => {
            let findings = printed(&result, io::stdout().is_terminal());
            Answer { status: Status::Done, findings, complaints: String::new() }
        }
        Err(error) => explain(error, method),
    }
}

/// The result as the node has written it, which a program may read; on a terminal, the same JSON with more escapes.
fn printed(result: &Json, is_terminal: bool) -> String {
    if is_terminal { format!("{}\n", visible_json(result)) } else { format!("{result}\n") }
}

fn explain(error: CallError<RpcError>, method: Option<&Method>) -> Answer {
    match error {
        CallError::Node(error) => failed(Status::No, node_error(&error, method)),
        CallError::NotSent(why @ (NotSentError::Connect(_) | NotSentError::Broken(_) | NotSentError::TimedOut)) => {
            failed(Status::NoConnection, format!("error: {why:#}\nnothing was sent\n"))
        }
        CallError::MaybeExecuted(why @ (NoAnswerError::Broken(_) | NoAnswerError::TimedOut)) => {
            failed(Status::NoConnection, format!("error: {why:#}\nthe call may have been executed\n"))
        }
        other => failed(Status::No, format!("error: {other:#}\n")),
    }
}

/// The error, what the schema says of its code, and its details.
fn node_error(error: &RpcError, method: Option<&Method>) -> String {
    let meaning = method.and_then(|method| meaning::meaning(error.code, &error.message, method));
    let meaning = meaning.map_or_else(String::new, |meaning| format!("meaning: {}\n", visible(meaning)));
    let data = error.data.as_ref().map_or_else(String::new, |data: &Json| format!("data: {}\n", visible_json(data)));
    format!("error {}: {}\n{meaning}{data}", error.code, visible(&error.message))
}

const fn failed(status: Status, complaints: String) -> Answer {
    Answer { status, findings: String::new(), complaints }
}
