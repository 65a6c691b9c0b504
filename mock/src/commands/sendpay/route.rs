//! The parameter `route`: the nodes of a way, in the order in which they get the payment.

use bitcoin::secp256k1;
use cln_runtime::{Msat, PublicKey, ShortChannelId, ShortChannelIdDir};

use crate::params::{reading, unsigned};
use crate::store::Hop;
use crate::wire::{Failure, PartKind, Value};

/// A node of the way, and what it gets.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) hop: Hop,
    pub(super) amount: Msat,
}

/// Reads it. Of the words of a node that it does not like, only those for a node id were recorded. Ids are held against
/// the curve unless this is only a check: the documentation checks a way along nodes that are made up.
pub(super) fn read(name: &str, value: Value<'_>, only_check: bool) -> Result<Vec<Step>, Failure> {
    reading::array(name, value, "must be an array")?.map(|step| one(name, step, only_check)).collect()
}

fn one(name: &str, step: Value<'_>, only_check: bool) -> Result<Step, Failure> {
    if step.kind != PartKind::Object {
        return Err(Failure::bad_param(name, "bad hop"));
    }
    // Each has an older name, which getroute still gives.
    let node: PublicKey = member(name, step, ["node_id_out", "id"], "bad node_id")?;
    if !only_check && secp256k1::PublicKey::from_slice(node.as_bytes()).is_err() {
        return Err(Failure::bad_param(name, "bad node_id"));
    }
    let amount = member(name, step, ["amount_out_msat", "amount_msat"], "bad amount_msat")?;
    let channel = channel(name, step)?;
    let delay = find(step, ["cltv_out", "delay"]).filter(|value| value.is_scalar());
    match delay.and_then(|value| unsigned(value.token())) {
        Some(1..=0xffff_ffff) => Ok(Step { hop: Hop { node, channel }, amount }),
        _ => Err(Failure::bad_param(name, "bad delay")),
    }
}

/// A channel; the newer name has its direction, too.
fn channel(name: &str, step: Value<'_>) -> Result<ShortChannelId, Failure> {
    if find(step, ["short_channel_id_dir"; 2]).is_none() {
        return member(name, step, ["channel"; 2], "bad channel");
    }
    member(name, step, ["short_channel_id_dir"; 2], "bad short_channel_id_dir")
        .map(|channel: ShortChannelIdDir| channel.scid())
}

fn member<T: std::str::FromStr>(name: &str, step: Value<'_>, names: [&str; 2], bad: &str) -> Result<T, Failure> {
    let value = find(step, names);
    let text = value.and_then(|value| std::str::from_utf8(value.token()).ok());
    text.and_then(|text| text.parse().ok()).ok_or_else(|| Failure::bad_param(name, bad))
}

fn find<'t>(step: Value<'t>, names: [&str; 2]) -> Option<Value<'t>> {
    let mut members = step.members();
    members.find(|(name, _)| names.iter().any(|wanted| *name == Some(wanted.as_bytes()))).map(|(_, value)| value)
}
