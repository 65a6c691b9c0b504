//! A plugin that is told nothing for a while.

use std::fmt;
use std::sync::Arc;

use super::PluginUnderTest;
use crate::plugin::Link;

/// A plugin's input, held back until this is dropped; then all comes in one write.
#[must_use = "what is held back comes as soon as this is dropped"]
pub struct HeldInput {
    link: Arc<Link>,
}

impl PluginUnderTest {
    /// Holds back what the plugin is told, for as long as the value is kept that this gives. A node is silent so when nothing
    /// happens, or it is at work itself; and then several messages come in one read, of which 12 were seen.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let plugin = cln_mock::PluginUnderTest::start("target/debug/doorkeeper")?;
    /// let held = plugin.hold();
    /// let first = plugin.begin_call_raw("befriend", &r#"{"id":"02df5ffe"}"#.parse()?);
    /// let second = plugin.begin_call_raw("befriend", &r#"{"id":"03aa"}"#.parse()?);
    /// drop(held); // Both come in one write.
    /// (first.wait()?, second.wait()?);
    /// # Ok(())
    /// # }
    /// ```
    pub fn hold(&self) -> HeldInput {
        self.link.keep_back();
        HeldInput { link: Arc::clone(&self.link) }
    }
}

impl Drop for HeldInput {
    fn drop(&mut self) {
        self.link.let_go();
    }
}

impl fmt::Debug for HeldInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HeldInput").field("plugin", &self.link.name).finish()
    }
}
