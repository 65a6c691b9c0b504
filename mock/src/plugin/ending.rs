//! How plugins end that are told to.

use std::sync::Arc;
use std::time::Duration;

use super::asking::native;
use super::awaited::until;
use super::hosted::Plugins;
use super::judge::{Level, PluginFault, Rule};
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

/// Plugins that were told that the node stops.
#[derive(Debug)]
pub(crate) struct Shutdown {
    told: Vec<Arc<Link>>,
    /// When they have to have ended, by the node's clock.
    pub(crate) until: Duration,
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
            let late = too_late();
            link.lose(&late);
            late
        })
    }

    /// Has all plugins end as the command `stop` does. Those are told, and waited for, that have subscribed to that; of
    /// others the input is closed, and nobody waits.
    pub(crate) fn begin_shutdown(&self) -> Shutdown {
        self.log("lightningd", Level::Warn, "JSON-RPC shutdown");
        let (line, mut told) = (native("shutdown", b"{}"), Vec::new());
        for link in self.are_to_end() {
            if link.deliver("shutdown", &line) > 0 {
                told.push(link);
            } else {
                link.process.close_input();
            }
        }
        Shutdown { told, until: self.clock.now().saturating_add(LIMIT) }
    }

    /// Whether all have ended that were told to. Who has not in time is killed.
    pub(crate) fn is_shut_down(&self, shutdown: &Shutdown) -> bool {
        let is_late = self.clock.now() >= shutdown.until;
        for link in shutdown.told.iter().filter(|link| is_late && link.gone().is_none()) {
            let late = too_late();
            // It was to end, but not so.
            link.note(late.clone());
            link.lose(&late);
        }
        shutdown.told.iter().all(|link| link.gone().is_some())
    }

    /// Kills a plugin.
    pub(crate) fn kill(&self, link: &Link) {
        link.is_to_end();
        link.lose(&PluginFault::silent(Rule::Ended, "it was killed"));
    }
}

fn too_late() -> PluginFault {
    PluginFault::silent(Rule::ShutdownTimeout, "it has not ended within 30 seconds")
}
