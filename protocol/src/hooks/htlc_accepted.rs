//! What a plugin wants to become of an incoming HTLC.

use bitcoin_hashes::{Hash as _, sha256};

use super::verdict::{HookAnswer, Judged, Judgement, Verdict, changes, has_bytes, is_amount, word};
use crate::lax::{hex, member, object};
use crate::rule::Rule;
use crate::wire::Value;

/// What an answer may change.
const CHANGES: [&str; 4] = ["payload", "forward_to", "extra_tlvs", "invoice_msat"];

pub(super) fn judge(answer: &HookAnswer<'_>, result: Value<'_>) -> Judged {
    if member(result, "result").is_none() {
        let reason = "Plugin return value does not contain 'result' key";
        return Err(answer.fault(Rule::BadHookResult, reason));
    }
    // Looked at whatever the result is.
    answer.checked(result, "payload", |value| hex(value).is_some())?;
    answer.checked(result, "forward_to", |value| has_bytes(value, 32))?;
    answer.checked(result, "extra_tlvs", |value| hex(value).is_some())?;
    answer.checked(result, "invoice_msat", is_amount)?;
    match word(result) {
        Some(b"continue") => Ok(Judgement::of(Verdict::Continue(changes(result, &CHANGES)))),
        Some(b"fail") => fail(answer, result),
        Some(b"resolve") => resolve(answer, result),
        _ => {
            Err(answer.fault(Rule::BadHookResult, "Plugin responded with an unknown result to the htlc_accepted hook"))
        }
    }
}

/// An onion counts before a message.
fn fail(answer: &HookAnswer<'_>, result: Value<'_>) -> Judged {
    let is_hex = |value: Value<'_>| hex(value).is_some();
    if answer.checked(result, "failure_onion", is_hex)?.is_some() {
        return Ok(Judgement::of(Verdict::Ends));
    }
    match answer.checked(result, "failure_message", is_hex)? {
        Some(_) => Ok(Judgement::of(Verdict::Ends)),
        None => {
            let reason = "Plugin failed an HTLC without 'failure_message' or 'failure_onion'";
            Err(answer.fault(Rule::FailWithoutMessage, reason))
        }
    }
}

fn resolve(answer: &HookAnswer<'_>, result: Value<'_>) -> Judged {
    let Some(key) = member(result, "payment_key") else {
        let reason = "Plugin did not specify a 'payment_key' in return value to the htlc_accepted hook";
        return Err(answer.fault(Rule::BadHookMember, reason));
    };
    let Some(preimage) = hex(key).and_then(bytes_of) else {
        return Err(answer.fault(Rule::BadHookMember, "Plugin specified an invalid 'payment_key'"));
    };
    let hash = sha256::Hash::hash(&preimage).to_string();
    let asked = member(object(answer.params), "htlc").and_then(|htlc| member(htlc, "payment_hash"));
    if asked.is_none_or(|asked| asked.token().eq_ignore_ascii_case(hash.as_bytes())) {
        return Ok(Judgement::of(Verdict::Ends));
    }
    let reason = "Plugin returned a preimage that doesn't match the HTLC hash it tries to resolve.";
    Ok(Judgement::noting(Verdict::Ends, answer.fault(Rule::WrongPaymentKey, reason)))
}

/// The 32 bytes of a preimage.
fn bytes_of(digits: &str) -> Option<[u8; 32]> {
    digits.parse::<cln_runtime::Hash>().ok().map(|bytes| *bytes.as_bytes())
}
