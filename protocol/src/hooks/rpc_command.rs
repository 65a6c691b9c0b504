//! What a plugin wants to become of a call.

use cln_runtime::Json;

use super::verdict::{HookAnswer, Judged, Judgement, Modified, Verdict};
use crate::lax::{is, member, number, object, raw};
use crate::rule::Rule;
use crate::wire::Value;

pub(super) fn judge(answer: &HookAnswer<'_>, result: Value<'_>) -> Judged {
    match member(result, "result") {
        Some(word) if is(word, "continue") => return Ok(Judgement::CONTINUE),
        Some(_) => return Ok(skipped(answer, "'result' should only be 'continue'.")),
        None if answer.is_modified => {
            let request = member(object(answer.params), "rpc_command");
            let method = request.and_then(|request| member(request, "method")).map(raw).unwrap_or_default();
            let reason = format!("rpc_command hook '{method}' already modified, ignoring.");
            return Err(answer.fault(Rule::ModifiedTwice, reason));
        }
        None => {}
    }
    if let Some(request) = member(result, "replace") {
        return Ok(replaced(answer, request));
    }
    match member(result, "return") {
        Some(returned) => self::returned(answer, returned),
        None => Ok(skipped(answer, "")),
    }
}

/// The answer counts as none.
fn skipped(answer: &HookAnswer<'_>, why: &str) -> Judgement {
    let reason = format!("Bad response to 'rpc_command' hook. {why}");
    Judgement { noted: Some(answer.fault(Rule::BadRpcCommand, reason)), ..Judgement::CONTINUE }
}

fn modified(modified: Modified) -> Judgement {
    Judgement::of(Verdict::Modifies(modified))
}

fn json(value: Value<'_>) -> String {
    String::from_utf8_lossy(value.json).into_owned()
}

fn returned(answer: &HookAnswer<'_>, returned: Value<'_>) -> Judged {
    if let Some(result) = member(returned, "result") {
        return Ok(modified(Modified::Result(json(result))));
    }
    let Some(error) = member(returned, "error") else { return Ok(skipped(answer, "")) };
    let (Some(code), Some(_)) = (member(error, "code"), member(error, "message")) else {
        let reason = "the error to return has no code or no message, and the node follows a null pointer";
        return Err(answer.fault(Rule::ErrorWithoutCode, reason));
    };
    let digits = code.token().strip_prefix(b"-").unwrap_or(code.token());
    if number::<u32>(Value { json: digits, kind: crate::wire::PartKind::Bare }).is_none() {
        return Ok(skipped(answer, "'error' object does not contain a code."));
    }
    Ok(modified(Modified::Error(json(error))))
}

/// The caller is told of a request that is none, in the place of an answer.
fn replaced(answer: &HookAnswer<'_>, request: Value<'_>) -> Judgement {
    let Some(why) = objection(answer, request) else { return modified(Modified::Replace(json(request))) };
    let message = format!("Bad response to 'rpc_command' hook: {why}");
    let told = Json::from(&*format!("{message} ({})", json(request)));
    let error = format!("{{\"code\":-32600,\"message\":{told}}}");
    Judgement::noting(Verdict::Modifies(Modified::Error(error)), answer.fault(Rule::BadReplacement, message))
}

fn objection(answer: &HookAnswer<'_>, request: Value<'_>) -> Option<String> {
    if !member(request, "jsonrpc").is_some_and(|version| is(version, "2.0")) {
        return Some("jsonrpc: \"2.0\" must be specified in the request".to_owned());
    }
    if let Some(missing) = ["id", "method", "params"].into_iter().find(|name| member(request, name).is_none()) {
        return Some(format!("missing '{missing}'"));
    }
    let method = member(request, "method").map(raw).unwrap_or_default();
    (!(answer.knows_method)(&method)).then(|| format!("redirected to unknown method '{method}'"))
}
