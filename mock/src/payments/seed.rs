//! Payments as JSON, in the form of an answer of `delpay` or `listsendpays`.

use std::path::PathBuf;

use cln_bindings::{DelpayPayments, DelpayResponse};
use cln_runtime::{Record, Violations};

/// Reads `{"payments": [...]}`, the form in which nodes answer `delpay` and `listsendpays`.
///
/// # Errors
/// Everything that breaks the response's schema: a payment that a node would not write is no use in a test by mistake.
pub fn read_payments(json: &str) -> Result<Vec<DelpayPayments>, Violations> {
    DelpayResponse::from_json_strict(json.as_bytes()).map(|response| response.payments)
}

/// Payments to begin with.
#[derive(Debug, Default)]
pub(crate) struct Seeds {
    /// The file that they come from.
    pub(crate) source: Option<PathBuf>,
    pub(crate) payments: Vec<DelpayPayments>,
    /// Whether those that are there already are left out, and no mistake.
    pub(crate) may_be_there: bool,
}
