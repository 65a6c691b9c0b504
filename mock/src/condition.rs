//! Which calls of a command a test means, by their parameters.

use std::fmt;
use std::sync::Arc;

use cln_runtime::Request;

/// Whether parameters are such as a test means. It equals its clones alone.
#[derive(Clone)]
pub(crate) struct Condition(Arc<Holds>);

type Holds = dyn Fn(&[u8]) -> bool + Send + Sync;

impl Condition {
    /// What holds for some requests of a type, and for nothing that is none.
    pub(crate) fn new<R: Request>(holds: impl Fn(&R) -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(move |params| R::from_json(params).is_ok_and(|request| holds(&request))))
    }

    pub(crate) fn holds(&self, params: &[u8]) -> bool {
        (self.0)(params)
    }
}

impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Condition")
    }
}
