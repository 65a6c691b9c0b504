//! How plugins end that are told to.

use std::time::Duration;

use super::asking::native;
use super::awaited::until;
use super::hosted::Plugins;
use super::judge::{PluginFault, Rule};
use super::link::Link;
use crate::clock::Clock;

/// How long a plugin may take to end once it was told to.
const LIMIT: Duration = Duration::from_secs(30);

/// Why a plugin is to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The command `plugin stop`.
    PluginStop,
    /// The command `stop`.
    NodeStop,
    /// The node is not there any more.
    NodeDeath,
}

impl Plugins {
    /// Ends a plugin, and waits until it has ended.
    pub(crate) fn end_one(&self, link: &Link, ending: Ending, clock: &Clock) -> Result<(), PluginFault> {
        let since = clock.now();
        link.is_to_end();
        if ending != Ending::NodeDeath && link.deliver("shutdown", &native("shutdown", b"{}")) > 0 {
            // It is told, and goes by itself.
        } else if ending == Ending::PluginStop {
            self.kill(link);
        } else {
            link.process.close_input();
        }
        let (due, left) = (since + LIMIT, until(LIMIT));
        let ended = self.bell.wait_for(|| due.saturating_sub(clock.now()).min(left()), || link.gone());
        ended.map(drop).ok_or_else(|| {
            let late = PluginFault::silent(Rule::ShutdownTimeout, "it has not ended within 30 seconds");
            link.lose(&late);
            late
        })
    }

    /// Kills a plugin.
    pub(crate) fn kill(&self, link: &Link) {
        link.is_to_end();
        link.lose(&PluginFault::silent(Rule::Ended, "it was killed"));
    }
}
