//! Payments that tests begin with.

use cln_bindings::{DelpayPayments, DelpayPaymentsRequired, DelpayPaymentsStatus};
use cln_mock::read_payments;
use cln_runtime::{Hash, Msat};

/// The payments of the documented examples.
pub(crate) fn documented() -> Vec<DelpayPayments> {
    read_payments(include_str!("../../example.json")).unwrap()
}

/// A part of the payment whose hash repeats a byte.
pub(crate) fn part(byte: u8, partid: u64, groupid: u64, status: DelpayPaymentsStatus, index: u64) -> DelpayPayments {
    let mut part = DelpayPayments::new(DelpayPaymentsRequired {
        created_index: index,
        id: index,
        payment_hash: Hash::from([byte; 32]),
        status,
        amount_sent_msat: Msat(1000),
        created_at: 1_700_000_000,
    });
    part.partid = Some(partid).filter(|partid| *partid != 0);
    part.groupid = Some(groupid);
    part
}
