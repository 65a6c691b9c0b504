//! Outgoing payments: a row for each part.

mod delete;
mod list;
mod row;

use cln_bindings::DelpayPayments;
use cln_runtime::json::Tree;

pub(crate) use delete::{NotDeleted, Parts, delete};
pub(crate) use list::{Listing, Order, list};
pub(super) use row::insert;

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

/// What a node says of a part to who waits for something to happen to it.
fn details(payment: &DelpayPayments) -> Tree {
    let number = |number: Option<u64>| Tree::Plain(number.unwrap_or(0).to_string());
    let members = [
        ("status", Tree::Text(payment.status.to_string())),
        ("partid", number(payment.partid)),
        ("groupid", number(payment.groupid)),
        ("payment_hash", Tree::Text(payment.payment_hash.to_string())),
    ];
    Tree::Object(members.map(|(name, value)| (name.to_owned(), value)).into())
}
