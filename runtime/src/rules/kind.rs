//! What follows from what a value must be.

use super::table::{Bounds, Kind};

impl Kind<'_> {
    /// Whether `null` is a value here.
    #[must_use]
    pub fn takes_null(&self) -> bool {
        match self {
            Self::Any | Self::IfObject(_) => true,
            Self::Scalar(kind) | Self::Bounded(kind, _) => kind.takes_null(),
            Self::OneOf(arms) | Self::AnyOf(arms) => arms.iter().any(Self::takes_null),
            Self::Enum(_) | Self::Array(_) | Self::Object(_) => false,
        }
    }

    /// Whether its type alone says that a value must not be shown.
    pub(super) const fn is_secret(&self) -> bool {
        match self {
            Self::Scalar(kind) | Self::Bounded(kind, _) => kind.facts().secret,
            Self::Array(array) => array.items.is_secret(),
            Self::Any | Self::Enum(_) | Self::Object(_) | Self::IfObject(_) | Self::OneOf(_) | Self::AnyOf(_) => false,
        }
    }

    /// Whether a value is taken whole, as JSON text, because it may be an array or object.
    pub(crate) const fn takes_json(&self) -> bool {
        match self {
            Self::Any | Self::IfObject(_) | Self::OneOf(_) | Self::AnyOf(_) => true,
            Self::Scalar(kind) | Self::Bounded(kind, _) => kind.takes_json(),
            Self::Enum(_) | Self::Array(_) | Self::Object(_) => false,
        }
    }

    /// Whether it is for the type alone to take or refuse a token.
    #[inline]
    pub(crate) const fn takes_any_token(&self) -> bool {
        match self {
            Self::Scalar(kind) => !kind.takes_json(),
            Self::Enum(_) => true,
            Self::Bounded(..)
            | Self::Any
            | Self::Array(_)
            | Self::Object(_)
            | Self::IfObject(_)
            | Self::OneOf(_)
            | Self::AnyOf(_) => false,
        }
    }
}

impl Bounds<'_> {
    /// No bounds; for building tables.
    pub const NONE: Self = Self { values: None, min_length: None, max_length: None, minimum: None, maximum: None };
}
