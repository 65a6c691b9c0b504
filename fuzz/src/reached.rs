//! What inputs have come to.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

static REACHED: Mutex<BTreeMap<&'static str, u64>> = Mutex::new(BTreeMap::new());

/// An input has come to this.
pub fn reached(what: &'static str) {
    *REACHED.lock().unwrap_or_else(PoisonError::into_inner).entry(what).or_default() += 1;
}

/// How often what has been reached since the last time that this was asked.
#[must_use]
pub fn take_reached() -> BTreeMap<&'static str, u64> {
    std::mem::take(&mut *REACHED.lock().unwrap_or_else(PoisonError::into_inner))
}
