//! Why `pay` and `xpay` give up, in the words of `xpay`.

use cln_runtime::PublicKey;
use cln_runtime::json::Tree;

use crate::payment::{DESTINATION_PERM_FAIL, FailCode, NO_PATHS, UNSPECIFIED};
use crate::store::channels::Capacity;
use crate::store::{Part, Refusal};
use crate::wire::Failure;

/// `PAY_IN_PROGRESS`
pub(super) const IN_PROGRESS: i64 = 200;
const ROUTE_NOT_FOUND: i64 = 205;
const ROUTE_TOO_EXPENSIVE: i64 = 206;
/// `PAY_INVOICE_EXPIRED`
pub(super) const EXPIRED: i64 = 207;

/// There is no way to a node of which nothing is known.
pub(super) fn unknown_destination(node: PublicKey) -> Failure {
    Failure::new(ROUTE_NOT_FOUND, format!("Failed: Unknown destination node {node}"))
}

/// The channels have less.
pub(super) fn no_room(Capacity { total_msat, channels }: Capacity) -> Failure {
    let capacity = format!("Total source capacity is only {total_msat}msat (in {channels} channels).");
    Failure::new(ROUTE_NOT_FOUND, format!("Failed: {NO_PATHS} {capacity}"))
}

pub(super) fn too_dear() -> Failure {
    Failure::new(ROUTE_TOO_EXPENSIVE, "Failed: Could not find route without excessive cost")
}

fn unknown_invoice(why: String) -> Failure {
    Failure::new(DESTINATION_PERM_FAIL, format!("Destination said it doesn't know invoice: {why}"))
}

/// Of a payment that has been sent and has failed: nobody else is tried, so no time is left, or no other way.
pub(super) fn told(part: &Part, is_late: bool) -> Failure {
    let Some(why) = &part.failure else {
        return Failure::new(UNSPECIFIED, "Payment failure reason unknown");
    };
    let Some(result) = result(part, why) else { return Failure::new(why.code, why.message.clone()) };
    if why.code == DESTINATION_PERM_FAIL && text(why, "failcodename") == Some(DETAILS.name()) {
        // What the node itself says is more precise.
        let is_own = text(why, "erring_index").is_some_and(|index| index == "0");
        return unknown_invoice(if is_own { why.message.clone() } else { lower(&DETAILS.name()) });
    }
    let message = if is_late {
        format!("Timed out after after 1 attempts. {result}. ")
    } else {
        format!("Failed after 1 attempts. {result}. Then routing failed: {NO_PATHS}")
    };
    Failure::new(UNSPECIFIED, message)
}

const DETAILS: FailCode = FailCode::IncorrectOrUnknownPaymentDetails;

/// What has come of the only attempt; `None` if it is not known to have been one.
fn result(part: &Part, why: &Refusal) -> Option<String> {
    let direction = text(why, "erring_direction").unwrap_or_else(|| "0".to_owned());
    let channel = format!("{}/{direction}", text(why, "erring_channel").unwrap_or_else(|| LAST_CHANNEL.to_owned()));
    if text(why, "onionreply").is_some() {
        return Some(format!(
            "We got a garbled error message, and chose to (randomly) to disable {channel} for this payment"
        ));
    }
    let code = lower(&text(why, "failcodename")?);
    let node = text(why, "erring_node");
    if node == part.payment.destination.map(|node| node.to_string()) {
        return Some(format!("Unexpected error ({code}) from final node: disabling {channel} for this payment"));
    }
    Some(if code == "temporary_channel_failure" {
        format!("We got {code} for {channel}, assuming it can't carry {}", part.amount())
    } else {
        format!("We got a weird error ({code}) for {channel}: disabling it for this payment")
    })
}

/// The channel before the destination, of which nothing is known.
const LAST_CHANNEL: &str = "0x0x0";

fn text(why: &Refusal, name: &str) -> Option<String> {
    why.data.iter().find(|(member, _)| member == name).map(|(_, value)| match value {
        Tree::Text(text) => text.clone(),
        other => other.to_string(),
    })
}

/// Without the prefix, in small letters.
fn lower(name: &str) -> String {
    name.strip_prefix("WIRE_").unwrap_or(name).to_ascii_lowercase()
}
