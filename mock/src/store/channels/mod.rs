//! Channels: each as a node lists it, with what changes in columns of its own.

mod capacity;
mod money;
mod row;

pub(crate) use capacity::{Capacity, capacity, is_any, leads_to};
pub(crate) use money::{NotEnough, hold, hold_in, receive, release, settle};
pub(crate) use row::{Which, list, list_closed};
pub(super) use row::{insert, insert_closed};

/// What is not in `row` has the name that it has in a list of channels, but for what is the [peer's](super::peers). All
/// money is in millisatoshis; SQLite itself sees to it that none is made or lost.
pub(super) const TABLE: &str = "
    CREATE TABLE channels (
        number INTEGER PRIMARY KEY,
        peer_id TEXT NOT NULL,
        channel_id TEXT UNIQUE,
        short_channel_id TEXT,
        state TEXT NOT NULL,
        -- Whether it is open, and all is known that it takes to move money.
        carries INTEGER NOT NULL,
        to_us_msat INTEGER,
        total_msat INTEGER,
        spendable_msat INTEGER,
        receivable_msat INTEGER,
        min_to_us_msat INTEGER,
        max_to_us_msat INTEGER,
        our_reserve_msat INTEGER,
        their_reserve_msat INTEGER,
        in_payments_offered INTEGER,
        in_offered_msat INTEGER,
        in_payments_fulfilled INTEGER,
        in_fulfilled_msat INTEGER,
        out_payments_offered INTEGER,
        out_offered_msat INTEGER,
        out_payments_fulfilled INTEGER,
        out_fulfilled_msat INTEGER,
        row TEXT NOT NULL,
        CHECK (to_us_msat BETWEEN 0 AND total_msat),
        CHECK (spendable_msat BETWEEN 0 AND to_us_msat),
        CHECK (receivable_msat BETWEEN 0 AND total_msat - to_us_msat)
    ) STRICT;
    CREATE INDEX channels_peer ON channels (peer_id);
    CREATE TABLE closed_channels (
        number INTEGER PRIMARY KEY,
        peer_id TEXT,
        channel_id TEXT NOT NULL UNIQUE,
        row TEXT NOT NULL
    ) STRICT;
    -- What a part of a payment that is pending takes of channels.
    CREATE TABLE held (
        part TEXT NOT NULL,
        channel INTEGER NOT NULL REFERENCES channels (number),
        amount_msat INTEGER NOT NULL,
        PRIMARY KEY (part, channel)
    ) STRICT, WITHOUT ROWID;
";
