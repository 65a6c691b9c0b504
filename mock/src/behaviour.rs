//! What differs between versions of the node, as far as it matters here.

use cln_codegen::Version;

/// Which node is stood in for: the documented one, or one of a version.
#[derive(Clone, Debug, Default)]
pub(crate) struct Behaviour {
    pub(crate) version: Option<Version>,
}

/// `PAY_NO_SUCH_PAYMENT`
pub(crate) const UNKNOWN_PAYMENT: i64 = 208;

/// `PAY_STATUS_UNEXPECTED`
const STATUS_UNEXPECTED: i64 = 211;

impl Behaviour {
    /// What `delpay` answers if a payment has another status: as documented, and up to v23.02, 211; later 208, too.
    pub(crate) fn status_mismatch(&self) -> i64 {
        let merged = "v23.05".parse::<Version>();
        match (&self.version, merged) {
            (Some(version), Ok(merged)) if *version >= merged => UNKNOWN_PAYMENT,
            _ => STATUS_UNEXPECTED,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::Behaviour;

    #[test]
    fn a_mismatch_has_the_code_of_the_version() {
        assert_eq!(Behaviour::default().status_mismatch(), 211);
        for (version, code) in [("v22.11", 211), ("v23.02.2", 211), ("v23.05", 208), ("v26.06", 208)] {
            let version = Some(version.parse().unwrap());
            assert_eq!(Behaviour { version }.status_mismatch(), code);
        }
    }
}
