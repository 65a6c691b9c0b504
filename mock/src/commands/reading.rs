//! Values of parameters that several commands take.

use cln_bindings::DelpayPaymentsStatus;
use cln_runtime::Hash;

use crate::params::unsigned;
use crate::wire::{Failure, Value};

pub(super) fn boolean(name: &str, value: Value<'_>) -> Result<bool, Failure> {
    match value.token() {
        b"true" => Ok(true),
        b"false" => Ok(false),
        _ => Err(Failure::bad_param(name, "should be 'true' or 'false'")),
    }
}

pub(super) fn hash(name: &str, value: Value<'_>) -> Result<Hash, Failure> {
    let digits = value.string().and_then(|text| std::str::from_utf8(text).ok());
    let hash = digits.and_then(|digits| digits.parse().ok());
    hash.ok_or_else(|| Failure::bad_param(name, "should be a 32 byte hex value"))
}

pub(super) fn u64(name: &str, value: Value<'_>) -> Result<u64, Failure> {
    let number = value.is_scalar().then(|| unsigned(value.token())).flatten();
    number.ok_or_else(|| Failure::bad_param(name, "should be an unsigned 64 bit integer"))
}

pub(super) fn u32(name: &str, value: Value<'_>) -> Result<u32, Failure> {
    let number = value.is_scalar().then(|| unsigned(value.token())).flatten();
    let number = number.and_then(|number| u32::try_from(number).ok());
    number.ok_or_else(|| Failure::bad_param(name, "should be an unsigned 32 bit integer"))
}

pub(super) fn status(name: &str, value: Value<'_>) -> Result<DelpayPaymentsStatus, Failure> {
    match value.string() {
        Some(b"complete") => Ok(DelpayPaymentsStatus::Complete),
        Some(b"failed") => Ok(DelpayPaymentsStatus::Failed),
        Some(b"pending") => Ok(DelpayPaymentsStatus::Pending),
        _ => Err(Failure::bad_param(name, "should be an invoice status")),
    }
}
