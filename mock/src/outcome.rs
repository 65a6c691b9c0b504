//! What a command comes to.

use crate::wire::Failure;

/// What a command has come to.
pub(crate) type Outcome = Result<Done, Failure>;

/// What a command gives.
#[derive(Debug)]
pub(crate) struct Done {
    /// The result, as JSON.
    pub(crate) result: String,
    pub(crate) effect: Option<Effect>,
    /// Whether it is what the documentation says, and nothing was done.
    pub(crate) is_documented: bool,
}

/// What a command changes beyond the payments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Whether the connection wants notifications.
    Notifications(bool),
    /// Whether it may use what is deprecated.
    Deprecations(bool),
    /// The node stops.
    Stop,
}

impl Done {
    pub(crate) const fn new(result: String) -> Self {
        Self { result, effect: None, is_documented: false }
    }

    pub(crate) const fn documented(result: String) -> Self {
        Self { result, effect: None, is_documented: true }
    }

    pub(crate) const fn with(mut self, effect: Effect) -> Self {
        self.effect = Some(effect);
        self
    }
}
