//! What differs between versions of the node, as far as it matters here.

use cln_codegen::Version;
use cln_codegen::schema::VersionError;

/// Which node is stood in for: the documented one, or one of a version.
#[derive(Clone, Debug, Default)]
pub(crate) struct Behaviour {
    pub(crate) version: Option<Version>,
}

/// The version of a node that stands in for none in particular: that of the one whose answers were recorded.
pub(crate) const VERSION: &str = "v26.06.6";

/// `PAY_NO_SUCH_PAYMENT`
pub(crate) const UNKNOWN_PAYMENT: i64 = 208;

/// `PAY_STATUS_UNEXPECTED`
const STATUS_UNEXPECTED: i64 = 211;

impl Behaviour {
    /// That of a version as nodes report it: `v24.02`, or with something behind the number, such as `v23.05rc1`.
    pub(crate) fn like(text: &str) -> Result<Self, VersionError> {
        let is_of_number = |character: char| character.is_ascii_digit() || character == '.';
        let start = text.find(is_of_number).unwrap_or(text.len());
        let (before, rest) = text.split_at(start);
        let end = rest.find(|character| !is_of_number(character)).unwrap_or(rest.len());
        let number = rest.split_at(end).0;
        let version = text.parse().or_else(|error| format!("{before}{number}").parse().map_err(|_| error))?;
        Ok(Self { version: Some(version) })
    }

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

    use cln_codegen::diagnostic::quoted;

    use super::Behaviour;

    #[test]
    fn a_mismatch_has_the_code_of_the_version() {
        assert_eq!(Behaviour::default().status_mismatch(), 211);
        for (version, code) in [
            ("v22.11", 211),
            ("v23.02.2", 211),
            ("v23.02-modded", 211),
            ("pre-v23.05", 211),
            ("v23.05", 208),
            ("v23.05rc1", 208),
            ("v24.11-225-gabc", 208),
            ("24.02.1-modded", 208),
            ("v26.06", 208),
        ] {
            assert_eq!(Behaviour::like(version).unwrap().status_mismatch(), code, "{version}");
        }
        for wrong in ["", "soon", "soon1.2", "v", "v1", "v-modded", "v1.2.3.4-modded", "v24..1"] {
            let error = Behaviour::like(wrong).unwrap_err().to_string();
            assert!(error.starts_with(&format!("{} is not a version", quoted(wrong))), "{error}");
        }
    }
}
