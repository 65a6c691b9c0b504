//! Hooks: which there are, and what a node makes of the answers.

mod address;
mod continued;
mod hook;
mod htlc_accepted;
mod opening;
mod rpc_command;
mod verdict;

pub use continued::params_after;
pub use hook::Hook;
pub use verdict::{Changes, HookAnswer, Judged, Judgement, Modified, Verdict};

use crate::lax::{hex, member, object};
use crate::rule::Rule;
use crate::wire::Value;
use verdict::word;

/// What the node makes of an answer.
pub fn judge(answer: &HookAnswer<'_>) -> Judged {
    if answer.hook == Hook::DbWrite {
        return db_write(answer);
    }
    let Some(result) = member(object(answer.text), "result") else {
        let (plugin, hook) = (answer.plugin, answer.hook.name());
        let reason = format!("Plugin {plugin} for {hook} returned non-result response");
        return Err(answer.fault(Rule::HookWithoutResult, reason));
    };
    match answer.hook {
        Hook::CommitmentRevocation => commitment_revocation(answer),
        Hook::Custommsg | Hook::Recover => only_continue(answer, result),
        Hook::HtlcAccepted => htlc_accepted::judge(answer, result),
        Hook::InvoicePayment => invoice_payment(answer, result),
        Hook::OnionMessageRecv | Hook::OnionMessageRecvSecret => Ok(onion_message(result)),
        Hook::Openchannel => opening::openchannel(answer, result),
        Hook::Openchannel2 | Hook::RbfChannel => opening::openchannel2(answer, result),
        Hook::Openchannel2Changed | Hook::Openchannel2Sign => opening::openchannel2_psbt(answer, result),
        Hook::PeerConnected => peer_connected(answer, result),
        Hook::RpcCommand => rpc_command::judge(answer, result),
        Hook::DbWrite => db_write(answer),
    }
}

/// Any result will do. What the node writes then waits for the plugin's `db_write` in the middle of reading its answer.
fn commitment_revocation(answer: &HookAnswer<'_>) -> Judged {
    if answer.has_db_write {
        let reason =
            "the node writes to its database while it reads this, and waits for ever for this plugin's db_write";
        return Err(answer.fault(Rule::DbWriteInRevocation, reason));
    }
    Ok(Judgement::CONTINUE)
}

fn only_continue(answer: &HookAnswer<'_>, result: Value<'_>) -> Judged {
    if word(result) == Some(b"continue") { Ok(Judgement::CONTINUE) } else { Err(answer.unknown()) }
}

/// A result counts before a failure message.
fn invoice_payment(answer: &HookAnswer<'_>, result: Value<'_>) -> Judged {
    match (member(result, "result"), word(result)) {
        (_, Some(b"continue")) => Ok(Judgement::CONTINUE),
        (_, Some(b"reject")) => Ok(Judgement::of(Verdict::Ends)),
        (Some(_), _) => Err(answer.fault(Rule::BadHookResult, "Invalid invoice_payment hook result")),
        (None, _) => match answer.checked(result, "failure_message", |value| hex(value).is_some())? {
            Some(_) => Ok(Judgement::of(Verdict::Ends)),
            None => Err(answer.fault(Rule::BadHookResult, "Invalid invoice_payment hook result")),
        },
    }
}

/// `continue` says that the message is for somebody else.
fn onion_message(result: Value<'_>) -> Judgement {
    if word(result) == Some(b"continue") { Judgement::CONTINUE } else { Judgement::of(Verdict::Ends) }
}

/// An empty message will do; none will not.
fn peer_connected(answer: &HookAnswer<'_>, result: Value<'_>) -> Judged {
    match word(result) {
        Some(b"continue") => Ok(Judgement::CONTINUE),
        Some(b"disconnect") if member(result, "error_message").is_some() => Ok(Judgement::of(Verdict::Ends)),
        Some(b"disconnect") => {
            let reason = "peer_connected hook rejects and says ''";
            Err(answer.fault(Rule::DisconnectWithoutMessage, reason))
        }
        _ => Err(answer.unknown()),
    }
}

fn db_write(answer: &HookAnswer<'_>) -> Judged {
    let result = member(object(answer.text), "result");
    let what = match (result, result.and_then(|result| member(result, "result"))) {
        (Some(result), Some(_)) if word(result) == Some(b"continue") => return Ok(Judgement::CONTINUE),
        (Some(_), Some(_)) => "failed db_write",
        (Some(_), None) => "an invalid result to the db_write hook",
        (None, _) => "an invalid response to the db_write hook",
    };
    Err(answer.fault(Rule::DbWriteRefused, format!("Plugin '{}' returned {what}", answer.plugin)))
}
