//! What can be sent at most, and through which channel.

use cln_runtime::{PublicKey, ShortChannelId};
use rusqlite::Connection;

/// How many open channels there are, and how much is in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Capacity {
    pub(crate) channels: u64,
    pub(crate) total_msat: u64,
}

pub(crate) fn capacity(db: &Connection) -> rusqlite::Result<Capacity> {
    let select = "SELECT count(*), ifnull(sum(total_msat), 0) FROM channels WHERE carries";
    let unsigned = |number: i64| number.unsigned_abs();
    db.query_row(select, [], |row| Ok(Capacity { channels: unsigned(row.get(0)?), total_msat: unsigned(row.get(1)?) }))
}

/// Whether there is any channel at all, open or not.
pub(crate) fn is_any(db: &Connection) -> rusqlite::Result<bool> {
    db.query_row("SELECT EXISTS (SELECT 1 FROM channels)", [], |row| row.get(0))
}

/// Whether there is an open channel to a peer of this number. With the number 0x0x0, any will do.
pub(crate) fn leads_to(db: &Connection, peer: &PublicKey, channel: ShortChannelId) -> rusqlite::Result<bool> {
    let select = format!("SELECT EXISTS (SELECT 1 FROM channels WHERE {IS_NAMED})");
    db.prepare_cached(&select)?.query_row(named(peer, channel), |row| row.get(0))
}

/// The condition that an open channel is one that a route may begin with; its parameters are [`named`].
pub(super) const IS_NAMED: &str =
    "carries AND peer_id = ?1 AND (?2 OR short_channel_id = ?3 OR channels.row ->> '$.alias.local' = ?3)";

pub(super) fn named(peer: &PublicKey, channel: ShortChannelId) -> (String, bool, String) {
    (peer.to_string(), u64::from(channel) == 0, channel.to_string())
}
