//! Outgoing payments: a row for each part.

mod delete;
mod list;
mod row;
mod sent;

pub(crate) use delete::{NotDeleted, Parts, delete};
pub(crate) use list::{Listing, Order, list, list_parts};
pub(super) use row::insert;
pub(super) use sent::COLUMNS;
pub(crate) use sent::{Hop, Part, Refusal, Sending, begin, complete, fail, hold, last_group, part, parts};

/// Numbers are stored 2^63 less than they are (`unsigned`), `partid` and `groupid` as zero where they are not given.
pub(super) const TABLE: &str = "
    CREATE TABLE payments (
        payment_hash BLOB NOT NULL,
        partid INTEGER NOT NULL,
        groupid INTEGER NOT NULL,
        created_index INTEGER NOT NULL,
        id INTEGER NOT NULL,
        status TEXT NOT NULL,
        amount_sent_msat INTEGER NOT NULL,
        destination BLOB,
        amount_msat INTEGER,
        created_at INTEGER NOT NULL,
        updated_index INTEGER,
        completed_at INTEGER,
        payment_preimage BLOB,
        label TEXT,
        bolt11 TEXT,
        bolt12 TEXT,
        erroronion BLOB,
        UNIQUE (payment_hash, partid, groupid)
    );
    CREATE INDEX payments_created ON payments (created_index);
    CREATE INDEX payments_updated ON payments (updated_index);
    CREATE INDEX payments_bolt11 ON payments (bolt11) WHERE bolt11 IS NOT NULL;
";
