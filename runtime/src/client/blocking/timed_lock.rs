//! A lock that is waited for no longer than one wants to.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// A lock that one thread holds at a time.
#[derive(Default)]
pub(super) struct TimedLock {
    is_held: Mutex<bool>,
    free: Condvar,
}

/// Holds the lock until it is dropped.
pub(super) struct TimedLockGuard<'l>(&'l TimedLock);

impl TimedLock {
    /// Waits for the lock; `None` if it was not free until `deadline`.
    pub(super) fn lock(&self, deadline: Option<Instant>) -> Option<TimedLockGuard<'_>> {
        let mut is_held = self.state();
        while *is_held {
            is_held = match deadline {
                None => self.free.wait(is_held).unwrap_or_else(PoisonError::into_inner),
                Some(deadline) => {
                    let left = deadline.checked_duration_since(Instant::now())?;
                    self.free.wait_timeout(is_held, left).unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
        *is_held = true;
        Some(TimedLockGuard(self))
    }

    fn state(&self) -> MutexGuard<'_, bool> {
        self.is_held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for TimedLockGuard<'_> {
    fn drop(&mut self) {
        *self.0.state() = false;
        self.0.free.notify_one();
    }
}
