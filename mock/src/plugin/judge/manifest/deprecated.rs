//! What is deprecated, and since when.

use cln_codegen::Version;

use crate::wire::Value;
use cln_protocol::lax::{boolean, elements};

/// Whether something is deprecated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Deprecated {
    #[default]
    No,
    Yes,
    /// Since a version, and up to another that still has it.
    Since(Version, Option<Version>),
}

impl Deprecated {
    /// `true`, `false`, `[start]` or `[start, end]`.
    pub(super) fn read(value: Value<'_>) -> Option<Self> {
        if let Some(is_deprecated) = boolean(value) {
            return Some(if is_deprecated { Self::Yes } else { Self::No });
        }
        let version = |value: Value<'_>| std::str::from_utf8(value.string()?).ok()?.parse().ok();
        let mut versions = elements(value);
        let (start, end, more) = (versions.next(), versions.next(), versions.next());
        match (start, end, more) {
            (Some(start), None, None) => Some(Self::Since(version(start)?, None)),
            (Some(start), Some(end), None) => Some(Self::Since(version(start)?, Some(version(end)?))),
            _ => None,
        }
    }

    /// Whether a node of this version refuses it to callers; `allowed` says whether it has deprecated things at all.
    pub(crate) fn is_refused(&self, now: &Version, allowed: bool) -> bool {
        match self {
            Self::No => false,
            Self::Yes => !allowed,
            Self::Since(start, end) => end.as_ref().is_some_and(|end| now > end) || (!allowed && now >= start),
        }
    }
}
