//! What a node with plugins does for a test.

use cln_runtime::{HookRequest, Json};

use super::PluginUnderTest;
use super::answer::PluginAnswer;
use super::asking::{hook_answer, raw, text, typed};
use crate::builder::start_plugins;
use crate::error::Error;
use crate::node::MockNode;
use crate::plugin::{PluginFault, PluginProgram, When};

impl MockNode {
    /// Starts a plugin as the command `plugin start` does. It has to be a dynamic one.
    ///
    /// # Errors
    /// The program cannot be run, or the node would not go on with it.
    pub fn start_plugin(&self, program: impl Into<PluginProgram>) -> Result<PluginUnderTest, Error> {
        let link = start_plugins(&self.state, vec![program.into()], When::Running)?.pop();
        let link = link.ok_or_else(|| Error::System(std::io::Error::other("no plugin was started")))?;
        Ok(PluginUnderTest::new(link, &self.state))
    }

    /// All plugins that were started, in the order in which they were, also those that are not there any more.
    #[must_use]
    pub fn plugins(&self) -> Vec<PluginUnderTest> {
        self.state.plugins.all().into_iter().map(|link| PluginUnderTest::new(link, &self.state)).collect()
    }

    /// The plugin of this name, which is the base name of its program.
    #[must_use]
    pub fn plugin(&self, name: &str) -> Option<PluginUnderTest> {
        self.state.plugins.named(name).map(|link| PluginUnderTest::new(link, &self.state))
    }

    /// Has an event go through a hook: each plugin that has registered it is asked, in a node's order, until one ends the
    /// chain. What the node would go on with is the answer; if no plugin has registered the hook, that is `continue`.
    ///
    /// # Errors
    /// What the node does not survive, or waits for in vain.
    pub fn hook<H: HookRequest>(&self, event: &H) -> Result<H::Response, PluginFault> {
        self.begin_hook(event).wait()
    }

    /// Begins a [`hook`](Self::hook), and lets the test go on.
    pub fn begin_hook<H: HookRequest>(&self, event: &H) -> PluginAnswer<Result<H::Response, PluginFault>> {
        hook_answer(&self.state, self.state.plugins.hook(H::HOOK, &text(event)), typed::<H>)
    }

    /// The same for a hook by its name, with the parameters as they are on the wire.
    ///
    /// # Errors
    /// As [`hook`](Self::hook).
    pub fn hook_raw(&self, hook: &str, params: &Json) -> Result<Json, PluginFault> {
        self.begin_hook_raw(hook, params).wait()
    }

    /// Begins a [`hook_raw`](Self::hook_raw), and lets the test go on.
    pub fn begin_hook_raw(&self, hook: &str, params: &Json) -> PluginAnswer<Result<Json, PluginFault>> {
        hook_answer(&self.state, self.state.plugins.hook(hook, params.as_str()), raw)
    }
}
