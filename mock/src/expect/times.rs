//! How often a command is to be called.

use std::fmt;

/// From so many calls to so many; at least one if neither is said.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Times {
    least: Option<u64>,
    most: Option<u64>,
}

impl Times {
    pub(super) const fn exactly(times: u64) -> Self {
        Self { least: Some(times), most: Some(times) }
    }

    pub(super) const fn at_least(self, times: u64) -> Self {
        Self { least: Some(times), ..self }
    }

    pub(super) const fn at_most(self, times: u64) -> Self {
        Self { most: Some(times), ..self }
    }

    fn least(self) -> u64 {
        // Whoever says only how many there may be allows none.
        self.least.unwrap_or(u64::from(self.most.is_none()))
    }

    /// Whether so many are not enough.
    pub(super) fn wants_more(self, seen: u64) -> bool {
        seen < self.least()
    }

    /// Whether there may be more than so many.
    pub(super) fn has_room(self, seen: u64) -> bool {
        self.most.is_none_or(|most| seen < most)
    }

    /// Whether there may be so many.
    pub(super) fn allow(self, seen: u64) -> bool {
        !self.wants_more(seen) && self.most.is_none_or(|most| seen <= most)
    }
}

/// In words, as in "at least 2 calls".
impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let calls = |count: u64| if count == 1 { "call" } else { "calls" };
        match (self.least(), self.most) {
            (_, Some(0)) => f.write_str("no call"),
            (least, None) => write!(f, "at least {least} {}", calls(least)),
            (least, Some(most)) if least == most => write!(f, "{most} {}", calls(most)),
            (0, Some(most)) => write!(f, "at most {most} {}", calls(most)),
            (least, Some(most)) => write!(f, "{least} to {most} {}", calls(most)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_in_words() {
        let any = Times::default();
        for (times, words) in [
            (any, "at least 1 call"),
            (any.at_least(2), "at least 2 calls"),
            (any.at_most(1), "at most 1 call"),
            (any.at_most(3), "at most 3 calls"),
            (any.at_least(1).at_most(3), "1 to 3 calls"),
            (any.at_most(2).at_least(2), "2 calls"),
            (Times::exactly(1), "1 call"),
            (Times::exactly(0), "no call"),
        ] {
            assert_eq!(times.to_string(), words);
        }
    }

    #[test]
    fn who_says_nothing_wants_one_and_who_says_a_most_wants_none() {
        let allowed = |times: Times| -> Vec<u64> { (0..5).filter(|seen| times.allow(*seen)).collect() };
        let any = Times::default();
        assert_eq!(allowed(any), [1, 2, 3, 4]);
        assert_eq!(allowed(any.at_most(2)), [0, 1, 2]);
        assert_eq!(allowed(any.at_most(2).at_least(1)), [1, 2]);
        assert_eq!(allowed(any.at_least(0)), [0, 1, 2, 3, 4]);
        assert_eq!(allowed(Times::exactly(0)), [0]);
        assert!(any.has_room(u64::MAX) && !any.at_most(2).has_room(2));
    }
}
