//! Commands that are answered once something has happened.

use std::fmt;
use std::time::Duration;

use crate::outcome::Outcome;
use crate::state::State;

/// How far a command has come.
#[derive(Debug)]
pub(crate) enum Step {
    Done(Outcome),
    Wait(Wait),
    /// It begins something on behalf of its caller, whose id this takes as JSON, and waits for what comes of that.
    Begin(Begin),
}

/// Begins something that is to be waited for.
pub(crate) struct Begin(pub(crate) Box<OnBehalf>);

/// Begins something on behalf of a caller of this id.
type OnBehalf = dyn FnOnce(&State, &[u8]) -> Wait;

impl fmt::Debug for Begin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Begin")
    }
}

/// What a command waits for. Others of its connection are done meanwhile, as on a node.
pub(crate) struct Wait {
    /// When it gives up, by the node's clock, if it ever does.
    pub(crate) until: Option<Duration>,
    /// What it has come to, if there is something. It is asked at first, and whenever something has changed or the time has
    /// come, which it has to tell by the node's clock.
    pub(crate) poll: Poll,
}

/// Asks what has come of it, again and again.
type Poll = Box<dyn FnMut(&State) -> Option<Outcome> + Send>;

impl fmt::Debug for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait").field("until", &self.until).finish_non_exhaustive()
    }
}
