//! By which channels a payer finds the node, and whether they can take in what the invoice asks for.

use bitcoin::secp256k1::PublicKey;
use cln_runtime::json::Tree;
use cln_runtime::{Msat, ShortChannelId};
use lightning_invoice::{RouteHint, RouteHintHop, RoutingFees};
use rusqlite::Connection;

use crate::store::channels::{Which, list};

/// Which channels may be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expose {
    /// Those that are public; if there are none, the others.
    Fitting,
    /// Those that are public.
    Public,
    All,
    Only(Vec<ShortChannelId>),
}

/// What an invoice says of the way to the node, and what is answered about it.
#[derive(Debug, Default)]
pub(super) struct Hints {
    pub(super) routes: Vec<RouteHint>,
    pub(super) warnings: Vec<(&'static str, &'static str)>,
}

/// A channel that money can come in through.
#[derive(Debug)]
struct Way {
    ids: Vec<ShortChannelId>,
    hop: RouteHintHop,
    room: u64,
    is_public: bool,
    is_connected: bool,
}

/// `None` if channels were asked for of which there is none.
pub(super) fn hints(db: &Connection, expose: &Expose, amount: Option<Msat>) -> rusqlite::Result<Option<Hints>> {
    let mut ways = Vec::new();
    list(db, &Which::default(), |channel| ways.extend(way(&channel)))?;
    let has_public = ways.iter().any(|way| way.is_public);
    let may_be_told = |way: &Way| match expose {
        Expose::Fitting => way.is_public || !has_public,
        Expose::Public => way.is_public,
        Expose::All => true,
        Expose::Only(ids) => ids.iter().any(|id| way.ids.contains(id)),
    };
    let needed = amount.map_or(1, |amount| amount.0);
    let room = |ways: &[&Way]| ways.iter().fold(0, |sum: u64, way| sum.saturating_add(way.room));
    let (told, hidden): (Vec<&Way>, Vec<&Way>) = ways.iter().partition(|way| may_be_told(way));
    let (online, offline): (Vec<&Way>, Vec<&Way>) = told.into_iter().partition(|way| way.is_connected);
    if matches!(expose, Expose::Only(_)) && online.is_empty() {
        return Ok(None);
    }
    let routes = chosen(&online, needed);
    let mut warnings = Vec::new();
    if routes.len() > 1 {
        warnings.push(("warning_mpp", "The invoice is only payable by MPP-capable payers."));
    }
    let with_offline = room(&online).saturating_add(room(&offline));
    let all = with_offline.saturating_add(room(&hidden));
    if needed >= all {
        warnings.push(("warning_capacity", "Insufficient incoming channel capacity to pay invoice"));
    }
    if needed <= room(&online) {
    } else if needed <= with_offline {
        warnings.push(("warning_offline", "Insufficient incoming capacity, once offline peers were excluded"));
    } else if needed <= all {
        let private =
            "Insufficient incoming capacity, once private channels were excluded (try exposeprivatechannels=true?)";
        warnings.push(("warning_private_unused", private));
    }
    Ok(Some(Hints { routes, warnings }))
}

/// The first channel with enough room; if there is none, as many as it takes.
fn chosen(ways: &[&Way], needed: u64) -> Vec<RouteHint> {
    let route = |way: &&Way| RouteHint(vec![way.hop.clone()]);
    if let Some(way) = ways.iter().find(|way| way.room >= needed) {
        return vec![route(way)];
    }
    let mut gathered: u64 = 0;
    let missing = |way: &&&Way| {
        let is_missing = gathered < needed;
        gathered = gathered.saturating_add(way.room);
        is_missing
    };
    ways.iter().take_while(missing).map(route).collect()
}

/// What a row of `listpeerchannels` tells, if that is enough.
fn way(channel: &Tree) -> Option<Way> {
    let text = |pointer: &str| match channel.at(pointer)? {
        Tree::Text(text) => Some(text.as_str()),
        _ => None,
    };
    let plain = |pointer: &str| match channel.at(pointer)? {
        Tree::Plain(plain) => Some(plain.as_str()),
        _ => None,
    };
    let remote = |name: &str| plain(&format!("/updates/remote/{name}"));
    if text("/state") != Some("CHANNELD_NORMAL") {
        return None;
    }
    let is_public = plain("/private") != Some("true");
    let ours: Option<ShortChannelId> = text("/short_channel_id").and_then(|id| id.parse().ok());
    let theirs: Option<ShortChannelId> = text("/alias/remote").and_then(|id| id.parse().ok());
    let id = if is_public { ours.or(theirs) } else { theirs.or(ours) }?;
    let hop = RouteHintHop {
        src_node_id: text("/peer_id")?.parse::<PublicKey>().ok()?,
        short_channel_id: id.into(),
        fees: RoutingFees {
            base_msat: remote("fee_base_msat")?.parse().ok()?,
            proportional_millionths: remote("fee_proportional_millionths")?.parse().ok()?,
        },
        cltv_expiry_delta: remote("cltv_expiry_delta")?.parse().ok()?,
        htlc_minimum_msat: None,
        htlc_maximum_msat: None,
    };
    let room = plain("/receivable_msat").and_then(|room| room.parse().ok()).unwrap_or(0);
    let is_connected = plain("/peer_connected") == Some("true");
    Some(Way { ids: ours.into_iter().chain(theirs).collect(), hop, room, is_public, is_connected })
}
