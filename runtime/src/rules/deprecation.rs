//! Since when something is deprecated.

/// What a schema says of something that nobody is to use any more.
///
/// Schemas name releases of Core Lightning, also those of a plugin's own commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deprecation {
    /// The release that deprecates it, such as `v26.06`; `None` where the schema does not say.
    pub since: Option<&'static str>,
    /// The release that removes it.
    pub removed_in: Option<&'static str>,
}

impl Deprecation {
    /// From the release that deprecates it to the one that removes it.
    #[must_use]
    pub const fn new(since: Option<&'static str>, removed_in: Option<&'static str>) -> Self {
        Self { since, removed_in }
    }
}
