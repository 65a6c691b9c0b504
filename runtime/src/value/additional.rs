//! The fields of an object that its schema does not list.

use std::collections::BTreeMap;
use std::fmt;

use super::redact::{REDACTED, is_named_elsewhere, names_a_secret};
use super::{Json, is_secret_name};

/// Fields by name that a schema allows without listing them, sorted by name.
///
/// `Debug` redacts the values of names that sound secret, as [`Json`] does.
///
/// ```
/// use cln_runtime::{Additional, Json};
///
/// let mut fields = Additional::default();
/// assert_eq!(fields.insert("option", Json::from(true)), None);
/// assert_eq!(fields.get("option").map(Json::as_str), Some("true"));
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Additional(BTreeMap<String, Json>);

impl Additional {
    /// The value of the field `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.get(name)
    }

    /// Sets the field `name`; gives back the value that it had.
    pub fn insert(&mut self, name: impl Into<String>, value: Json) -> Option<Json> {
        self.0.insert(name.into(), value)
    }

    /// Names and values, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Json)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// How many fields there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<N: Into<String>> FromIterator<(N, Json)> for Additional {
    /// Of two fields of the same name, the later value counts.
    fn from_iter<I: IntoIterator<Item = (N, Json)>>(fields: I) -> Self {
        let mut all = Self::default();
        for (name, value) in fields {
            all.insert(name, value);
        }
        all
    }
}

impl fmt::Debug for Additional {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let holds_secret = self.iter().any(|(name, value)| names_a_secret(name, value.as_str()));
        let mut map = f.debug_map();
        for (name, value) in self.iter() {
            if is_secret_name(name) || (holds_secret && is_named_elsewhere(name)) {
                map.entry(&name, &format_args!("{REDACTED}"));
            } else {
                map.entry(&name, value);
            }
        }
        map.finish()
    }
}
