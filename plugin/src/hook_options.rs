//! Which events a hook is asked about, when, and what happens if it fails.

use std::time::Duration;

use cln_runtime::Json;

use crate::safe::IfItFails;

/// Which events a hook is asked about, when, and what happens if its handler fails.
///
/// ```
/// use cln_plugin_kit::HookOptions;
///
/// let options = HookOptions::closed().before("clboss");
/// # let _ = options;
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct HookOptions {
    pub(crate) if_it_fails: Option<IfItFails>,
    pub(crate) before: Vec<String>,
    pub(crate) after: Vec<String>,
    /// As JSON.
    pub(crate) filters: Vec<String>,
    pub(crate) deadline: Option<Duration>,
}

impl HookOptions {
    /// Asked of all events, in any place, and open if it fails where that is not for the author to choose.
    pub fn new() -> Self {
        Self::default()
    }

    /// [`IfItFails::Open`]: what would happen without the plugin happens.
    pub fn open() -> Self {
        Self { if_it_fails: Some(IfItFails::Open), ..Self::default() }
    }

    /// [`IfItFails::Closed`]: what the plugin was asked about does not happen.
    pub fn closed() -> Self {
        Self { if_it_fails: Some(IfItFails::Closed), ..Self::default() }
    }

    /// The plugin of this file name is asked later.
    pub fn before(mut self, plugin: &str) -> Self {
        self.before.push(plugin.to_owned());
        self
    }

    /// The plugin of this file name is asked earlier.
    pub fn after(mut self, plugin: &str) -> Self {
        self.after.push(plugin.to_owned());
        self
    }

    /// `rpc_command` alone: it is asked of calls of these methods only, or of all calls if there are none here.
    pub fn for_methods<'m>(mut self, methods: impl IntoIterator<Item = &'m str>) -> Self {
        self.filters.extend(methods.into_iter().map(|method| Json::from(method).to_string()));
        self
    }

    /// `custommsg` alone: it is asked of messages of these types only, or of all messages if there are none here.
    pub fn for_types(mut self, types: impl IntoIterator<Item = u16>) -> Self {
        self.filters.extend(types.into_iter().map(|kind| kind.to_string()));
        self
    }

    /// If the handler takes longer, the safe answer is written, and the late one dropped and logged. Without this, the node
    /// waits for ever.
    ///
    /// The time begins when the question is read.
    pub const fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }
}
