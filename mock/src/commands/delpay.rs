//! `delpay`, in a node's order: each parameter as it comes, what is missing, the pair, the payment, the part, the status.

use cln_bindings::{DelpayPaymentsStatus, DelpayResponse, DelpayStatus};
use cln_runtime::{Hash, Record};

use super::reading;
use crate::behaviour::UNKNOWN_PAYMENT;
use crate::lock::lock;
use crate::outcome::{Done, Outcome};
use crate::params::{Parameter, read};
use crate::state::State;
use crate::store::{NotDeleted, Parts, delete};
use crate::wire::{Failure, Value};

const PARAMETERS: [Parameter<'_>; 4] = [
    Parameter::required("payment_hash"),
    Parameter::required("status"),
    Parameter::optional("partid"),
    Parameter::optional("groupid"),
];

pub(super) fn run(state: &State, params: Value<'_>, only_check: bool) -> Outcome {
    let parts = parts(params)?;
    match lock(&state.store).change(|transaction| delete(transaction, &parts, only_check))? {
        Ok(payments) => {
            let result = DelpayResponse::new(payments).to_json();
            Ok(Done::new(String::from_utf8_lossy(&result).into_owned()))
        }
        Err(why) => Err(not_deleted(state, &parts, &why)),
    }
}

fn parts(params: Value<'_>) -> Result<Parts, Failure> {
    let (mut payment_hash, mut status) = (Hash::from([0; 32]), DelpayStatus::Failed);
    let (mut partid, mut groupid) = (None, None);
    read(params, &PARAMETERS, |index, value| {
        match index {
            0 => payment_hash = reading::hash("payment_hash", value)?,
            1 => status = deletable(value)?,
            2 => partid = Some(reading::u64("partid", value)?),
            _ => groupid = Some(reading::u64("groupid", value)?),
        }
        Ok(())
    })?;
    match (partid, groupid) {
        (Some(partid), Some(groupid)) => Ok(Parts { payment_hash, status, one: Some((partid, groupid)) }),
        (None, None) => Ok(Parts { payment_hash, status, one: None }),
        _ => Err(Failure::invalid_params("Must set both partid and groupid, or neither")),
    }
}

fn deletable(value: Value<'_>) -> Result<DelpayStatus, Failure> {
    match reading::status("status", value)? {
        DelpayPaymentsStatus::Complete => Ok(DelpayStatus::Complete),
        DelpayPaymentsStatus::Failed => Ok(DelpayStatus::Failed),
        _ => Err(Failure::bad_param("status", "Cannot delete pending status")),
    }
}

fn not_deleted(state: &State, parts: &Parts, why: &NotDeleted) -> Failure {
    let hash = parts.payment_hash;
    match why {
        NotDeleted::UnknownPayment => {
            Failure::new(UNKNOWN_PAYMENT, format!("Unknown payment with payment_hash: {hash}"))
        }
        NotDeleted::UnknownPart => {
            Failure::new(UNKNOWN_PAYMENT, "No payment for that payment_hash with that partid and groupid")
        }
        NotDeleted::Status(found) => {
            let wanted = parts.status;
            let message =
                format!("Payment with hash {hash} has {found} status but it different from the one provided {wanted}");
            Failure::new(state.behaviour.status_mismatch(), message)
        }
    }
}
