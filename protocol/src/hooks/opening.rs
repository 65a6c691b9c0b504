//! What a plugin says about a channel that a peer wants to open.

use super::address;
use super::verdict::{HookAnswer, Judged, Judgement, Verdict, changes, is_amount, word};
use crate::lax::{member, raw};
use crate::rule::{Objection, Rule};
use crate::wire::Value;

/// How a transaction that is not yet signed begins, in base64.
const PSBT: &str = "cHNidP8";

/// What answers may change.
const OF_OPENCHANNEL: [&str; 3] = ["close_to", "mindepth", "reserve"];
const OF_OPENCHANNEL2: [&str; 8] = [
    "psbt",
    "our_funding_msat",
    "close_to",
    "lease_fee_base_msat",
    "lease_fee_basis",
    "channel_fee_max_base_msat",
    "channel_fee_max_proportional_thousandths",
    "funding_weight",
];

pub(super) fn openchannel(answer: &HookAnswer<'_>, result: Value<'_>) -> Judged {
    match word(result) {
        Some(b"continue") => {
            answer.checked(result, "close_to", is_address)?;
            Ok(Judgement::of(Verdict::Continue(changes(result, &OF_OPENCHANNEL))))
        }
        Some(b"reject") => rejected(answer, result, &["close_to"]),
        _ => Err(answer.unknown()),
    }
}

/// `openchannel2` and `rbf_channel`. Who funds the channel, too, gives a transaction and the amount.
pub(super) fn openchannel2(answer: &HookAnswer<'_>, result: Value<'_>) -> Judged {
    match word(result) {
        Some(b"continue") => {}
        Some(b"reject") => return rejected(answer, result, &["close_to", "psbt", "our_funding_msat"]),
        _ => return Err(answer.unknown()),
    }
    answer.checked(result, "close_to", is_address)?;
    let psbt = answer.checked(result, "psbt", is_psbt)?;
    let amount = answer.checked(result, "our_funding_msat", is_amount)?.filter(|amount| !is_zero(*amount));
    match (psbt, amount) {
        (Some(_), None) => Err(answer.fault(Rule::PsbtWithoutAmount, "Plugin failed to supply our_funding_msat field")),
        (None, Some(_)) => {
            let reason = "Client error. Unable to continue: `our_funding_msat` returned but no `psbt` present.";
            Ok(Judgement::noting(Verdict::Ends, answer.fault(Rule::AmountWithoutPsbt, reason)))
        }
        _ => Ok(Judgement::of(Verdict::Continue(changes(result, &OF_OPENCHANNEL2)))),
    }
}

/// `openchannel2_changed` and `openchannel2_sign`: the transaction has to come back.
pub(super) fn openchannel2_psbt(answer: &HookAnswer<'_>, result: Value<'_>) -> Judged {
    if word(result) != Some(b"continue") {
        return Err(answer.unknown());
    }
    match member(result, "psbt").filter(|psbt| is_psbt(*psbt)) {
        Some(_) => Ok(Judgement::of(Verdict::Continue(changes(result, &["psbt"])))),
        None => Err(no_psbt(answer)),
    }
}

fn no_psbt(answer: &HookAnswer<'_>) -> Objection {
    answer.fault(Rule::NoPsbt, format!("Plugin must return a valid 'psbt' to a 'continue'd{}", answer.hook.name()))
}

/// Whoever rejects a channel may say why, and nothing else.
fn rejected(answer: &HookAnswer<'_>, result: Value<'_>, forbidden: &[&str]) -> Judged {
    match forbidden.iter().find(|name| member(result, name).is_some()) {
        None => Ok(Judgement::of(Verdict::Ends)),
        Some(name) => {
            let reason = format!("Plugin rejected {} but also set {name}", answer.hook.name());
            Err(answer.fault(Rule::RejectWithMore, reason))
        }
    }
}

/// Of any chain: on which one the node is, is not looked at.
fn is_address(value: Value<'_>) -> bool {
    value.string().is_some_and(|address| std::str::from_utf8(address).is_ok_and(address::is_valid))
}

fn is_psbt(value: Value<'_>) -> bool {
    value.string().is_some() && raw(value).starts_with(PSBT)
}

fn is_zero(amount: Value<'_>) -> bool {
    raw(amount).trim_end_matches("msat").bytes().all(|byte| byte == b'0')
}
