//! Rows that are made for a test that does not care how they look, the same for a seed each time.

use bitcoin::Txid;
use bitcoin::hashes::Hash as _;
use cln_runtime::{Msat, PublicKey, Sat};

use crate::address::p2tr;
use crate::identity::Identity;
use crate::network::BLOCK_HEIGHT;

/// A channel with a peer: how much it holds, and how much of that is ours.
#[derive(Clone, Debug)]
pub(crate) struct Channel {
    pub(crate) peer: PublicKey,
    pub(crate) capacity: Sat,
    pub(crate) ours: Msat,
}

/// The part of its capacity, in hundredths, that either side has to keep in a channel.
const RESERVE: u64 = 1;

/// The channel of a number as `listpeerchannels` has it: open, and opened by us.
pub(crate) fn channel(node: &Identity, number: u64, channel: &Channel) -> String {
    let Channel { peer, capacity, ours } = channel;
    let (capacity, ours) = (capacity.0.saturating_mul(1000), ours.0);
    let theirs = capacity.saturating_sub(ours);
    let reserve = capacity / 100 * RESERVE;
    let (spendable, receivable) = (ours.saturating_sub(reserve), theirs.saturating_sub(reserve));
    let largest = capacity.saturating_sub(reserve);
    // The bytes of a transaction's id are told in reverse; those of a channel's are not, and the output is the first.
    let funding = Txid::from_byte_array(node.secret("funding", number));
    let channel_id = cln_runtime::Hash::from(funding.to_byte_array());
    let direction = u8::from(node.id().to_string() > peer.to_string());
    let block = 100 + number;
    let update = format!(
        r#"{{"htlc_minimum_msat":0,"htlc_maximum_msat":{largest},"cltv_expiry_delta":6,"fee_base_msat":1,"fee_proportional_millionths":10}}"#
    );
    format!(
        r#"{{"peer_id":"{peer}","peer_connected":true,"reestablished":true,"channel_type":{{"bits":[12,22],"names":["static_remotekey/even","anchors/even"]}},"updates":{{"local":{update},"remote":{update}}},"state":"CHANNELD_NORMAL","owner":"channeld","short_channel_id":"{block}x1x0","direction":{direction},"channel_id":"{channel_id}","funding_txid":"{funding}","funding_outnum":0,"private":false,"opener":"local","alias":{{"local":"{block}000x1x1","remote":"{block}000x2x2"}},"features":["option_static_remotekey","option_anchors"],"funding":{{"local_funds_msat":{capacity},"remote_funds_msat":0,"pushed_msat":{theirs}}},"to_us_msat":{ours},"min_to_us_msat":{ours},"max_to_us_msat":{ours},"total_msat":{capacity},"fee_base_msat":1,"fee_proportional_millionths":10,"dust_limit_msat":546000,"their_reserve_msat":{reserve},"our_reserve_msat":{reserve},"spendable_msat":{spendable},"receivable_msat":{receivable},"minimum_htlc_in_msat":0,"minimum_htlc_out_msat":0,"maximum_htlc_out_msat":{largest},"their_to_self_delay":6,"our_to_self_delay":6,"max_accepted_htlcs":483,"state_changes":[],"status":["CHANNELD_NORMAL:Channel ready for use."],"in_payments_offered":0,"in_offered_msat":0,"in_payments_fulfilled":0,"in_fulfilled_msat":0,"out_payments_offered":0,"out_offered_msat":0,"out_payments_fulfilled":0,"out_fulfilled_msat":0,"htlcs":[]}}"#
    )
}

/// The output of a number as `listfunds` has it: confirmed.
pub(crate) fn output(node: &Identity, number: u64, amount: Sat) -> String {
    let txid = Txid::from_byte_array(node.secret("output", number));
    let address = p2tr(node, "output", number);
    let (script, amount) = (address.script_pubkey().to_hex_string(), amount.0.saturating_mul(1000));
    let block = BLOCK_HEIGHT - 6;
    format!(
        r#"{{"txid":"{txid}","output":0,"amount_msat":{amount},"scriptpubkey":"{script}","address":"{address}","status":"confirmed","blockheight":{block},"reserved":false}}"#
    )
}
