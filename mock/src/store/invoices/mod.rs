//! Invoices: what others may pay, and have paid.

mod change;
mod invoice;
mod list;
mod row;
mod seed;

pub(crate) use change::{NotPaid, create, delete, expire, forget_description, pay, settle};
pub use invoice::{Invoice, InvoicePayment, InvoiceStatus};
pub(crate) use list::{Listing, find, find_by_hash, is_any, list, next_expiry, next_paid};
pub(super) use seed::insert;

/// Numbers are stored 2^63 less than they are (`unsigned`). What has happened to an invoice that was never changed is
/// number 0.
pub(super) const TABLE: &str = "
    CREATE TABLE invoices (
        label TEXT NOT NULL UNIQUE,
        payment_hash BLOB NOT NULL UNIQUE,
        created_index INTEGER NOT NULL,
        updated_index INTEGER NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('unpaid', 'paid', 'expired')),
        amount_msat INTEGER,
        bolt11 TEXT,
        bolt12 TEXT,
        description TEXT,
        expires_at INTEGER NOT NULL,
        local_offer_id BLOB,
        invreq_payer_note TEXT,
        preimage BLOB,
        pay_index INTEGER UNIQUE,
        amount_received_msat INTEGER,
        paid_at INTEGER,
        paid_outpoint TEXT,
        CHECK ((status = 'paid') = (pay_index NOTNULL AND amount_received_msat NOTNULL AND paid_at NOTNULL)),
        CHECK (status <> 'paid' OR preimage NOTNULL)
    );
    CREATE INDEX invoices_created ON invoices (created_index);
    CREATE INDEX invoices_updated ON invoices (updated_index);
    CREATE INDEX invoices_expiry ON invoices (expires_at) WHERE status = 'unpaid';
    CREATE INDEX invoices_text ON invoices (ifnull(bolt11, bolt12));
";

/// What the table lacked for a page of those that were never changed, of which there may be many, and for an offer's.
pub(super) const INDEXES: &str = "
    DROP INDEX invoices_updated;
    CREATE INDEX invoices_updated ON invoices (updated_index, created_index);
    CREATE INDEX invoices_offer ON invoices (local_offer_id, created_index) WHERE local_offer_id NOTNULL;
";
