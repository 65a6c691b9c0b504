//! What Core Lightning wants nobody to use any more.

use super::context::is_newer;
use super::flatten::{FlatProperty, is_blank};
use super::{Deprecation, Options};
use crate::schema::{Deprecated, Version};

/// What is said of something deprecated; `None` if even the newest node to support comes before that.
pub(super) fn deprecation(deprecated: Option<&Deprecated>, options: &Options) -> Option<Box<Deprecation>> {
    let is_to_come = |since: &Version| is_newer(since, options.until.as_ref());
    let deprecated = deprecated?;
    (!deprecated.since.as_ref().is_some_and(is_to_come)).then(|| Box::new(Deprecation::of(deprecated)))
}

/// Whether even the oldest node to support comes after the release that removes it.
pub(crate) fn is_gone(deprecated: Option<&Deprecated>, options: &Options) -> bool {
    removed_before(deprecated, options.since.as_ref())
}

/// Whether the newest node to support comes after the release that removes it, so that some lack it.
pub(super) fn is_going(deprecated: Option<&Deprecated>, options: &Options) -> bool {
    removed_before(deprecated, options.until.as_ref())
}

/// The release itself is not after its own: whether it is the last with it or the first without, schemas do not agree.
fn removed_before(deprecated: Option<&Deprecated>, node: Option<&Version>) -> bool {
    let removed = deprecated.and_then(|deprecated| deprecated.removed_in.as_ref());
    removed.is_some_and(|removed| node.is_some_and(|node| node > removed))
}

/// Whether an object's property is deprecated: the object itself says so, or else all of its branches that describe
/// the property.
pub(super) fn deprecated<'a>(property: &FlatProperty<'a>) -> Option<&'a Deprecated> {
    if let Some(deprecated) = property.own.and_then(|own| own.deprecated.as_ref()) {
        return Some(deprecated);
    }
    let says_something = property.own.into_iter().filter(|own| !is_blank(own)).chain(property.others.iter().copied());
    let all: Option<Vec<&Deprecated>> = says_something.map(|definition| definition.deprecated.as_ref()).collect();
    all?.first().copied()
}

impl Deprecation {
    pub(super) fn of(deprecated: &Deprecated) -> Self {
        let text = |version: &Option<Version>| version.as_ref().map(Version::to_string);
        Self { since: text(&deprecated.since), removed_in: text(&deprecated.removed_in) }
    }

    /// For the compiler's warning, which does not show since when.
    #[must_use]
    pub fn note(&self) -> String {
        self.words("deprecated in Core Lightning", "")
    }

    /// For the documentation.
    pub(super) fn sentence(&self) -> String {
        format!("{}.", self.words("Deprecated", " since"))
    }

    fn words(&self, deprecated: &str, since: &str) -> String {
        let since = self.since.iter().map(|version| format!("{since} {version}"));
        let removed = self.removed_in.iter().map(|version| format!(", removed in {version}"));
        std::iter::once(deprecated.to_owned()).chain(since).chain(removed).collect()
    }
}
