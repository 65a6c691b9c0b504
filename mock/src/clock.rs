//! The node's time: that of the system, or one that a test moves.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use crate::bell::Bell;
use crate::lock::lock;

/// The clock of a [`MockNode`](crate::MockNode), by which invoices expire and waiting requests give up.
///
/// It follows the system unless [`Builder::clock`](crate::Builder::clock) has it stand still. Either way a test may move
/// it forward; what waits for that time then happens at once.
#[derive(Debug)]
pub struct Clock {
    time: Mutex<Time>,
    bell: Arc<Bell>,
}

#[derive(Clone, Copy, Debug)]
enum Time {
    /// So far before that of the system.
    Follows { ahead: Duration },
    /// Since 1970.
    Stands { at: Duration },
}

impl Clock {
    /// It stands still at a time since 1970, or follows that of the system.
    pub(crate) fn new(at: Option<Duration>, bell: Arc<Bell>) -> Self {
        let time = at.map_or(Time::Follows { ahead: Duration::ZERO }, |at| Time::Stands { at });
        Self { time: Mutex::new(time), bell }
    }

    /// The time since 1970.
    #[must_use]
    pub fn now(&self) -> Duration {
        match *lock(&self.time) {
            Time::Follows { ahead } => {
                let system = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
                system.unwrap_or_default().saturating_add(ahead)
            }
            Time::Stands { at } => at,
        }
    }

    /// The time in whole seconds since 1970, as nodes write it.
    #[must_use]
    pub fn seconds(&self) -> u64 {
        self.now().as_secs()
    }

    /// Moves the time forward by so much.
    pub fn advance(&self, time: Duration) {
        match &mut *lock(&self.time) {
            Time::Follows { ahead: moved } | Time::Stands { at: moved } => *moved = moved.saturating_add(time),
        }
        self.bell.ring();
    }

    /// When the system's clock shows a time of this one; `None` if it stands still, or that is too far away.
    pub(crate) fn instant(&self, at: Duration) -> Option<Instant> {
        let is_moving = matches!(*lock(&self.time), Time::Follows { .. });
        is_moving.then(|| Instant::now().checked_add(at.saturating_sub(self.now()))).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_stands_still_until_it_is_moved() {
        let clock = Clock::new(Some(Duration::from_secs(1_700_000_000)), Arc::default());
        assert_eq!((clock.seconds(), clock.instant(Duration::MAX)), (1_700_000_000, None));
        clock.advance(Duration::from_millis(1_500));
        assert_eq!(clock.now(), Duration::from_millis(1_700_000_001_500));
        assert_eq!(clock.seconds(), 1_700_000_001);
        clock.advance(Duration::MAX);
        assert_eq!(clock.now(), Duration::MAX);
    }

    #[test]
    fn a_clock_that_follows_the_system_can_be_moved_too() {
        let clock = Clock::new(None, Arc::default());
        let day = Duration::from_secs(86_400);
        let before = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        clock.advance(day);
        assert!(clock.now() >= before + day);
        assert!(clock.instant(clock.now() + day).is_some_and(|due| due > Instant::now()));
        assert!(clock.instant(Duration::ZERO).is_some_and(|due| due <= Instant::now()));
    }
}
