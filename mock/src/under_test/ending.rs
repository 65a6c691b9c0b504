//! How a test ends a plugin.

use std::process::ExitStatus;

use super::PluginUnderTest;
use crate::plugin::{Ending, PluginFault};

/// How a plugin has ended that was told to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PluginExit {
    /// The status with which its process has exited; that of SIGKILL, if the node has killed it as it should.
    pub status: Option<ExitStatus>,
}

impl PluginUnderTest {
    /// Ends it as the command `plugin stop` does: told by the notification `shutdown`, if it has subscribed to that, and
    /// killed otherwise.
    ///
    /// # Errors
    /// It was told, and is still there after 30 seconds by the node's clock: a node kills it then.
    pub fn stop(&self) -> Result<PluginExit, PluginFault> {
        self.end(Ending::PluginStop)
    }

    /// Ends it as a node does that is stopped: told by the notification `shutdown`, if it has subscribed to that, and
    /// otherwise by the end of its standard input.
    ///
    /// # Errors
    /// It is still there after 30 seconds by the node's clock.
    pub fn shutdown(&self) -> Result<PluginExit, PluginFault> {
        self.end(Ending::NodeStop)
    }

    /// Closes its standard input, as the death of its node does: it has to exit by itself.
    ///
    /// # Errors
    /// It is still there after 30 seconds by the node's clock: it would outlive its node.
    pub fn hang_up(&self) -> Result<PluginExit, PluginFault> {
        self.end(Ending::NodeDeath)
    }

    /// Kills it.
    pub fn kill(&self) -> PluginExit {
        self.state.plugins.kill(&self.link);
        PluginExit { status: self.link.exit() }
    }

    fn end(&self, ending: Ending) -> Result<PluginExit, PluginFault> {
        self.state.plugins.end_one(&self.link, ending, &self.state.clock)?;
        Ok(PluginExit { status: self.link.exit() })
    }
}
