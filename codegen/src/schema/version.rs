//! Release numbers of the node.

use std::cmp::Ordering;
use std::error::Error;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use crate::diagnostic::quoted;

/// A release of the node, such as `v23.11`, `v0.10.1` or `v26.06.6`.
///
/// `pre-v0.10.1` means "some time before v0.10.1" and orders just before it. Missing parts count as
/// zero: `v23.11` equals `v23.11.0`. The text is kept for messages.
#[derive(Clone, Debug)]
pub struct Version {
    text: String,
    numbers: [u32; 3],
    before: bool,
}

/// A text that is no [`Version`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionError {
    text: String,
}

impl Version {
    /// Year, month and patch of a release, such as 23, 11 and 0.
    #[must_use]
    pub const fn numbers(&self) -> [u32; 3] {
        self.numbers
    }

    /// What versions are ordered by: the numbers, and at the same numbers "before" first.
    const fn order(&self) -> ([u32; 3], bool) {
        (self.numbers, !self.before)
    }
}

impl FromStr for Version {
    type Err = VersionError;

    /// Reads a version, with or without its `v`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (before, rest) = match text.strip_prefix("pre-") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let digits = rest.strip_prefix('v').unwrap_or(rest);
        let numbers = numbers(digits).ok_or_else(|| VersionError { text: text.to_owned() })?;
        let prefix = if before { "pre-v" } else { "v" };
        Ok(Self { text: format!("{prefix}{digits}"), numbers, before })
    }
}

/// Two or three decimal numbers between dots.
fn numbers(text: &str) -> Option<[u32; 3]> {
    let mut numbers = [0; 3];
    let mut count = 0;
    for part in text.split('.') {
        // `parse` alone would take a sign.
        if !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *numbers.get_mut(count)? = part.parse().ok()?;
        count += 1;
    }
    (count >= 2).then_some(numbers)
}

impl fmt::Display for Version {
    /// The text as it was read, always with its `v`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.order() == other.order()
    }
}

impl Eq for Version {}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order().cmp(&other.order())
    }
}

impl Hash for Version {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.order().hash(state);
    }
}

impl fmt::Display for VersionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = quoted(&self.text);
        write!(f, "{text} is not a version; expected one such as `v23.11`, `v0.10.1` or `pre-v0.10.1`")
    }
}

impl Error for VersionError {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::*;

    fn version(text: &str) -> Version {
        text.parse().unwrap()
    }

    #[test]
    fn versions_are_ordered_by_number() {
        let ordered = ["pre-v0.10.1", "v0.10.1", "v0.12.0", "v22.11", "v23.08", "v23.11", "v23.11.1", "v26.06.6"];
        for pair in ordered.windows(2) {
            assert!(version(pair[0]) < version(pair[1]), "{pair:?}");
        }
    }

    #[test]
    fn a_missing_part_is_zero() {
        assert_eq!(version("v23.11"), version("v23.11.0"));
        assert!(version("pre-v23.11") < version("v23.11.0"));
    }

    #[test]
    fn the_text_comes_back_with_its_letter() {
        assert_eq!(version("v23.08").to_string(), "v23.08");
        assert_eq!(version("23.08").to_string(), "v23.08");
        assert_eq!(version("pre-v0.10.1").to_string(), "pre-v0.10.1");
    }

    #[test]
    fn other_texts_are_refused() {
        for text in
            ["", "v", "v23", "v23.", "v23.11.1.2", "v+1.2", "v1.-2", "vv1.2", "v99999999999.1", "23.11 ", "next"]
        {
            assert!(text.parse::<Version>().is_err(), "{text}");
        }
        let error = "soon\u{1b}".parse::<Version>().unwrap_err().to_string();
        assert!(error.starts_with("`soon\\u{1b}` is not a version"), "{error}");
    }
}
