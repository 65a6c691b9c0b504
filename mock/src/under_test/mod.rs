//! Plugins as their tests use them: started on a node of their own or on one among others, asked, told, ended.

mod answer;
mod asking;
mod ending;
mod held;
mod made;
mod node;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

pub use answer::{PluginAnswer, PluginCallError};
pub use ending::PluginExit;
pub use held::HeldInput;

use crate::error::Error;
use crate::node::MockNode;
use crate::plugin::{Link, LogLine, PATIENCE, PluginFault, PluginProgram};
use crate::state::State;

/// A plugin that runs, with a stand-in node on the other side of its pipes.
///
/// What would make a node kill the plugin, abort, crash or hang is a [`PluginFault`] here. The test fails with each that
/// it has not seen: as the error of what it called, or by [`next_fault`](Self::next_fault).
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let program = cln_mock::PluginProgram::new("/bin/sh").arg("-c").arg(r#"
/// #     while read -r line; do
/// #         id=${line#*'"id":"'}; id=${id%%'"'*}
/// #         case $line in
/// #         *'"method":"getmanifest"'*) answer='{"options":[],"rpcmethods":[{"name":"greet","usage":"[name]"}]}' ;;
/// #         *) answer='{"greeting":"hello"}' ;;
/// #         esac
/// #         test -n "$line" && printf '{"jsonrpc":"2.0","id":"%s","result":%s}\n\n' "$id" "$answer"
/// #     done"#);
/// let plugin = cln_mock::PluginUnderTest::start(program)?; // or the path of a program
/// let answer = plugin.call_raw("greet", &r#"{"name":"Alice"}"#.parse()?)?;
/// assert_eq!(answer.as_str(), r#"{"greeting":"hello"}"#);
/// # Ok(())
/// # }
/// ```
pub struct PluginUnderTest {
    link: Arc<Link>,
    state: Arc<State>,
    /// The node, if it is the plugin's own.
    own: Option<MockNode>,
}

impl PluginUnderTest {
    /// Starts a plugin with a node of its own, as one of the plugins that a node starts with.
    ///
    /// # Errors
    /// The program cannot be run, or the node would not go on with it.
    pub fn start(program: impl Into<PluginProgram>) -> Result<Self, Error> {
        let node = MockNode::builder().plugin(program).start()?;
        let plugin = node.plugins().pop().ok_or_else(|| Error::System(std::io::Error::other("there is no plugin")))?;
        Ok(Self { own: Some(node), ..plugin })
    }

    fn new(link: Arc<Link>, state: &Arc<State>) -> Self {
        Self { link, state: Arc::clone(state), own: None }
    }

    /// What a node calls it: the base name of its program.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.link.name
    }

    /// The node that [`start`](Self::start) has made for it; `None` if the test has made that.
    #[must_use]
    pub const fn node(&self) -> Option<&MockNode> {
        self.own.as_ref()
    }

    /// Where the node listens, at which any client can call the plugin's commands.
    #[must_use]
    pub fn socket(&self) -> PathBuf {
        self.state.plugins.socket()
    }

    /// Why it does not want to be there, if it has said so in its manifest or its answer to `init`.
    #[must_use]
    pub fn disabled(&self) -> Option<String> {
        self.link.disabled()
    }

    /// Whether it is not there any more.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.link.gone().is_some()
    }

    /// What it has had the node log so far, in order.
    #[must_use]
    pub fn log(&self) -> Vec<LogLine> {
        self.link.log()
    }

    /// What it has written to standard error so far.
    #[must_use]
    pub fn stderr(&self) -> String {
        self.link.stderr()
    }

    /// Waits until something is so, such as that it has logged a line: for up to a minute, after which it is `false`. It
    /// looks whenever the plugin has written or ended.
    #[must_use]
    pub fn wait_until(&self, is_so: impl FnMut(&Self) -> bool) -> bool {
        self.wait_until_for(PATIENCE, is_so)
    }

    /// The same, waiting no longer than this.
    #[must_use]
    pub fn wait_until_for(&self, patience: Duration, mut is_so: impl FnMut(&Self) -> bool) -> bool {
        self.link.wait_for(patience, || is_so(self).then_some(())).is_some()
    }

    /// The first fault that the test has not seen, for which it waits up to a minute.
    #[must_use]
    pub fn next_fault(&self) -> Option<PluginFault> {
        self.next_fault_within(PATIENCE)
    }

    /// The same, waiting no longer than this.
    #[must_use]
    pub fn next_fault_within(&self, patience: Duration) -> Option<PluginFault> {
        self.link.wait_for(patience, || self.link.see_next())
    }
}

impl fmt::Debug for PluginUnderTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PluginUnderTest").field("name", &self.link.name).finish_non_exhaustive()
    }
}
