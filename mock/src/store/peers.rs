//! Peers: those that a node lists, and those that it has channels with.

use cln_runtime::json::Tree;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::not_added::NotAdded;
use super::row::{flag, json, required};

/// A peer that is only known by its channels has no row yet.
pub(super) const TABLE: &str = "
    CREATE TABLE peers (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        connected INTEGER NOT NULL,
        -- Where it is, or was last, if that is known.
        address TEXT,
        row TEXT
    ) STRICT;
";

/// A peer.
#[derive(Clone, Debug)]
pub(crate) struct Peer {
    pub(crate) id: String,
    pub(crate) is_connected: bool,
    address: Option<String>,
    channels: u64,
    /// As it was added, if it was not only with its channels.
    row: Option<Tree>,
}

impl Peer {
    /// Whether a node lists it: one that is not connected only if there are channels with it.
    pub(crate) const fn is_listed(&self) -> bool {
        self.is_connected || self.channels > 0
    }

    /// As `listpeers` has it.
    pub(crate) fn listed(&self) -> Tree {
        let mut listed = self.row.clone().unwrap_or_else(|| Tree::Object(Vec::new()));
        listed.set("/id", Tree::Text(self.id.clone()));
        listed.set("/connected", Tree::Plain(self.is_connected.to_string()));
        listed.set("/num_channels", Tree::Plain(self.channels.to_string()));
        if self.is_connected {
            listed.set("/netaddr", Tree::Array(vec![Tree::Text(self.address().to_owned())]));
        } else {
            listed.remove("/netaddr");
        }
        if listed.at("/features").is_none() {
            listed.set("/features", Tree::Text(FEATURES.to_owned()));
        }
        listed
    }

    /// Where it is, or was last: a host and a port.
    pub(crate) fn address(&self) -> &str {
        self.address.as_deref().unwrap_or(SOMEWHERE)
    }

    /// The features that it offers.
    pub(crate) fn features(&self) -> &str {
        match self.row.as_ref().and_then(|row| row.at("/features")) {
            Some(Tree::Text(features)) => features,
            _ => FEATURES,
        }
    }
}

/// Where a peer is whose address nobody has told.
pub(crate) const SOMEWHERE: &str = "127.0.0.1:9735";

/// What a peer of a node's own kind offers, as recorded.
const FEATURES: &str = "800898880a8a59a1";

/// Hands peers to `take`, in the order in which they were added; with a key, this one alone.
pub(crate) fn each(db: &Connection, id: Option<&str>, mut take: impl FnMut(Peer)) -> rusqlite::Result<()> {
    let mut select = db.prepare_cached(&format!("{SELECT} WHERE ?1 ISNULL OR id = ?1 ORDER BY number"))?;
    let mut rows = select.query([id])?;
    while let Some(row) = rows.next()? {
        take(read(row)?);
    }
    Ok(())
}

/// Whether there are any peers.
pub(crate) fn is_any(db: &Connection) -> rusqlite::Result<bool> {
    db.query_row("SELECT EXISTS (SELECT 1 FROM peers)", [], |row| row.get(0))
}

/// The peer of a key.
pub(crate) fn find(db: &Connection, id: &str) -> rusqlite::Result<Option<Peer>> {
    db.prepare_cached(&format!("{SELECT} WHERE id = ?1"))?.query_row([id], read).optional()
}

const SELECT: &str = "SELECT id, connected, address, row, \
                      (SELECT count(*) FROM channels WHERE peer_id = id) AS channels FROM peers";

fn read(row: &Row<'_>) -> rusqlite::Result<Peer> {
    let listed = row.get::<_, Option<String>>("row")?.map(|row| json(&row)).transpose()?;
    let mut channels = row.get::<_, i64>("channels")?.unsigned_abs();
    if channels == 0
        && let Some(Tree::Plain(number)) = listed.as_ref().and_then(|row| row.at("/num_channels"))
    {
        channels = number.parse().unwrap_or(0);
    }
    let (id, is_connected, address) = (row.get("id")?, row.get("connected")?, row.get("address")?);
    Ok(Peer { id, is_connected, address, channels, row: listed })
}

/// Makes a peer known, because there is a channel with it. One that is known stays as it is.
pub(super) fn know(transaction: &Transaction<'_>, id: &str, is_connected: bool) -> rusqlite::Result<()> {
    let insert = "INSERT OR IGNORE INTO peers (id, connected) VALUES (?1, ?2)";
    transaction.prepare_cached(insert)?.execute(params![id, is_connected]).map(drop)
}

/// Adds a peer as `listpeers` has it.
pub(super) fn insert(transaction: &Transaction<'_>, row: &Tree) -> Result<(), NotAdded> {
    let (id, is_connected) = (required(row, "id")?, flag(row, "connected")?);
    let address = match row.at("/netaddr/0") {
        Some(Tree::Text(address)) => Some(address),
        _ => None,
    };
    let insert = "INSERT INTO peers (id, connected, address, row) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE \
                  SET connected = excluded.connected, address = excluded.address, row = excluded.row WHERE row ISNULL";
    match transaction.prepare_cached(insert)?.execute(params![id, is_connected, address, row.to_string()])? {
        0 => Err(NotAdded::Wrong("a peer with this \"id\" is there already".to_owned())),
        _ => Ok(()),
    }
}

/// A peer is connected, there.
pub(crate) fn connect(transaction: &Transaction<'_>, id: &str, address: &str) -> rusqlite::Result<()> {
    transaction.execute("UPDATE peers SET connected = TRUE, address = ?2 WHERE id = ?1", [id, address]).map(drop)
}

/// A peer is connected no more.
pub(crate) fn disconnect(transaction: &Transaction<'_>, id: &str) -> rusqlite::Result<()> {
    transaction.execute("UPDATE peers SET connected = FALSE WHERE id = ?1", [id]).map(drop)
}

/// The state of a channel with a peer that takes a connection, if there is one: it is not closed on the chain, nor about
/// to be.
pub(crate) fn wants_connection(db: &Connection, id: &str) -> rusqlite::Result<Option<String>> {
    let select = "SELECT state FROM channels WHERE peer_id = ?1 AND state NOT IN ('CLOSINGD_COMPLETE', \
                  'AWAITING_UNILATERAL', 'FUNDING_SPEND_SEEN', 'ONCHAIN', 'CLOSED') ORDER BY number LIMIT 1";
    db.prepare_cached(select)?.query_row([id], |row| row.get(0)).optional()
}
