//! The types of the dialect, by name.

use std::fmt;

use cln_runtime::rules::{ScalarFacts, ScalarKind};

/// A type of the dialect. What each looks like in JSON is told in the manual of the dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// An object.
    Object,
    /// An array.
    Array,
    /// A type without parts that schemas know: those that the runtime's table gives a name.
    Scalar(ScalarKind),
}

impl Type {
    /// All types.
    pub fn all() -> impl Iterator<Item = Self> {
        let scalars = ScalarKind::ALL.iter().filter(|kind| kind.facts().name.is_some());
        [Self::Object, Self::Array].into_iter().chain(scalars.copied().map(Self::Scalar))
    }

    /// The name in a schema.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Array => "array",
            Self::Scalar(kind) => kind.facts().name.unwrap_or(kind.rust_name()),
        }
    }

    /// The type of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|ty| ty.name() == name)
    }

    /// What is known of the type, if it has no parts that the schema describes.
    #[must_use]
    pub const fn facts(self) -> Option<&'static ScalarFacts> {
        match self {
            Self::Object | Self::Array => None,
            Self::Scalar(kind) => Some(kind.facts()),
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for ty in Type::all() {
            assert_eq!(Type::from_name(ty.name()), Some(ty));
        }
        assert_eq!(Type::all().count(), 33);
        assert_eq!(Type::from_name("String"), None);
        assert_eq!(Type::Scalar(ScalarKind::OutputDesc).to_string(), "outputdesc");
    }
}
