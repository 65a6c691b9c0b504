//! Which nodes bindings are made for, to be compared with the node at hand.

use std::cmp::Ordering;
use std::fmt;

/// The oldest and the newest node that bindings are made for. Generated as `NODES`.
///
/// ```
/// use cln_runtime::{NodeFit, NodeRange};
///
/// let nodes = NodeRange::new(Some("v23.11"), Some("v25.12"));
/// assert_eq!(nodes.fit("v24.08.1"), NodeFit::Within);
/// assert_eq!(nodes.fit("v23.08"), NodeFit::TooOld);
/// assert_eq!(nodes.fit("v26.06.6-17-g0123abc"), NodeFit::TooNew);
/// assert_eq!(nodes.to_string(), "v23.11 to v25.12");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NodeRange {
    oldest: Option<&'static str>,
    newest: Option<&'static str>,
}

/// How a node stands to a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NodeFit {
    /// The bindings are made for it.
    Within,
    /// It may lack methods and parameters, and leave out what the bindings require of its answers.
    TooOld,
    /// It may know more than the bindings, which skip what they do not know; and what was deprecated may be gone.
    TooNew,
    /// Its version is none that can be compared.
    Unknown,
}

impl NodeRange {
    /// From the oldest to the newest release, such as `v23.11`; `None` is no limit.
    #[must_use]
    pub const fn new(oldest: Option<&'static str>, newest: Option<&'static str>) -> Self {
        Self { oldest, newest }
    }

    /// The oldest release whose answers have all that the bindings require of them.
    #[must_use]
    pub const fn oldest(&self) -> Option<&'static str> {
        self.oldest
    }

    /// The newest release that the bindings were asked to know.
    #[must_use]
    pub const fn newest(&self) -> Option<&'static str> {
        self.newest
    }

    /// How the node of this version stands to the range. What follows the numbers, as in `v25.05rc2` or
    /// `v26.06.6-17-g0123abc-modded`, does not count; and `v25.12` as the newest includes `v25.12.1`.
    #[must_use]
    pub fn fit(&self, version: &str) -> NodeFit {
        let Some(node) = numbers(version) else { return NodeFit::Unknown };
        // What begins otherwise, such as `pre-v0.10.1`, is older than every release that can be told.
        let oldest = self.oldest.and_then(numbers);
        let newest = self.newest.and_then(numbers);
        if oldest.is_some_and(|oldest| compared(&node, &oldest) == Ordering::Less) {
            NodeFit::TooOld
        } else if newest.is_some_and(|newest| compared(&node, &newest) == Ordering::Greater) {
            NodeFit::TooNew
        } else {
            NodeFit::Within
        }
    }
}

/// As far as the limit says: the releases of a series share its number.
fn compared(node: &[u64], limit: &[u64]) -> Ordering {
    let digit = |numbers: &[u64], at: usize| numbers.get(at).copied().unwrap_or(0);
    let compared = (0..limit.len()).map(|at| digit(node, at).cmp(&digit(limit, at)));
    compared.fold(Ordering::Equal, Ordering::then)
}

/// The numbers between dots that a version begins with, at least two.
fn numbers(version: &str) -> Option<Vec<u64>> {
    let version = version.trim();
    let mut rest = version.strip_prefix('v').unwrap_or(version);
    let mut numbers = Vec::new();
    loop {
        let end = rest.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, after) = rest.split_at(end);
        numbers.push(digits.parse().ok()?);
        match after.strip_prefix('.') {
            Some(more) if more.starts_with(|letter: char| letter.is_ascii_digit()) => rest = more,
            _ => break,
        }
    }
    (numbers.len() >= 2).then_some(numbers)
}

impl fmt::Display for NodeRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.oldest, self.newest) {
            (Some(oldest), Some(newest)) => write!(f, "{oldest} to {newest}"),
            (Some(oldest), None) => write!(f, "{oldest} and later"),
            (None, Some(newest)) => write!(f, "up to {newest}"),
            (None, None) => f.write_str("all nodes"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::NodeFit::{TooNew, TooOld, Unknown, Within};
    use super::*;

    #[test]
    fn both_limits_are_included_the_newest_with_its_whole_series() {
        let nodes = NodeRange::new(Some("v23.11.1"), Some("v25.12"));
        let fits = [
            ("v23.11", TooOld),
            ("v23.11.1", Within),
            ("23.11.1", Within),
            ("v24.2", Within),
            ("v25.12", Within),
            ("v25.12.3", Within),
            ("v26.01", TooNew),
            ("v100.1", TooNew),
            ("v9.99.99", TooOld),
        ];
        for (version, fit) in fits {
            assert_eq!(nodes.fit(version), fit, "{version}");
        }
        assert_eq!(NodeRange::new(None, Some("v25.12.1")).fit("v25.12.2"), TooNew);
    }

    #[test]
    fn what_follows_the_numbers_does_not_count() {
        let nodes = NodeRange::new(Some("v25.05"), Some("v25.05"));
        for version in ["v25.05rc2", "v25.05-modded", "v25.05.1-17-g0123abc", " v25.05\n", "v25.05.", "v25.05.x"] {
            assert_eq!(nodes.fit(version), Within, "{version}");
        }
    }

    #[test]
    fn a_version_without_numbers_cannot_be_compared() {
        let nodes = NodeRange::new(None, None);
        for version in ["", "v", "v25", "next", "g0123abc", "v.25.05", "vv25.05", "v99999999999999999999.1", "-v25.05"]
        {
            assert_eq!(nodes.fit(version), Unknown, "{version}");
        }
        assert_eq!(nodes.fit("v0.1"), Within);
    }

    #[test]
    fn a_limit_before_all_releases_is_none() {
        assert_eq!(NodeRange::new(Some("pre-v0.10.1"), None).fit("v0.9.3"), Within);
    }

    #[test]
    fn ranges_are_told_in_words() {
        assert_eq!(NodeRange::new(Some("v23.11"), None).to_string(), "v23.11 and later");
        assert_eq!(NodeRange::new(None, Some("v25.12")).to_string(), "up to v25.12");
        assert_eq!(NodeRange::new(None, None).to_string(), "all nodes");
    }
}
