//! Trouble for a plugin, all of which nodes and those who call them may make: how it is told, one thing combined with another.

mod caller;
mod pipes;

use std::time::Duration;

use cln_runtime::Json;

pub(super) use pipes::{Input, Kill, Output};

/// What makes it hard for a plugin to hear what it is told, and to be heard. A node does all of this, or lets its callers
/// do it.
///
/// Each of these is off unless it is asked for, and goes together with any other. The same seed makes the same trouble in
/// every run.
///
/// ```no_run
/// use cln_mock::{PluginProgram, PluginTrouble, PluginUnderTest};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let trouble = PluginTrouble::new().seed(7).blank_lines().pieces(1);
/// let plugin = PluginUnderTest::start(PluginProgram::new("target/debug/doorkeeper").trouble(trouble))?;
/// plugin.call_raw("befriend", &r#"{"id":"02df5ffe"}"#.parse()?)?;
/// # Ok(())
/// # }
/// ```
///
/// That several messages come in one write, and that nothing comes for a while, is up to the test as it runs:
/// [`PluginUnderTest::hold`](crate::PluginUnderTest::hold).
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct PluginTrouble {
    seed: u64,
    blank_lines: bool,
    control_characters: bool,
    padding: usize,
    early: Vec<Early>,
    input: Pipe,
    output: Pipe,
}

/// How a pipe of a plugin is written or read.
#[derive(Clone, Debug, Default)]
struct Pipe {
    /// The most bytes at a time.
    most: Option<usize>,
    /// Before each time.
    pause: Duration,
    /// After how many bytes the plugin is killed.
    killed_after: Option<u64>,
}

/// When a plugin is asked something that is not ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EarlyMoment {
    /// Between its manifest and `init`. A node that starts several plugins waits for all manifests, for two minutes if one is
    /// silent, before it sends any `init`, and those that have answered can be called meanwhile.
    BeforeInit,
    /// In one write with `init`, so before it has answered that.
    WithInit,
}

/// What a plugin is asked before it is ready.
#[derive(Clone, Debug)]
pub(super) struct Early {
    pub(super) moment: EarlyMoment,
    pub(super) is_hook: bool,
    pub(super) name: String,
    pub(super) params: Json,
}

impl PluginTrouble {
    /// No trouble.
    pub fn new() -> Self {
        Self::default()
    }

    /// What decides of all that is left to chance: how long pieces are, where a blank line is, which character it is. 0 unless
    /// something is said.
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// All that the plugin reads comes in pieces of one to so many bytes, each once it has read the one before; with 1, byte by
    /// byte. A node writes as much as there is room for in the pipe: a long message comes in many reads, cut anywhere, also
    /// within a character.
    ///
    /// The input of a plugin that does not read stands still, as with a node.
    pub const fn pieces(mut self, most: usize) -> Self {
        self.input.most = Some(most);
        self
    }

    /// Before each write, and so before each of the [pieces](Self::pieces), nothing comes for so long by the system's clock. A
    /// node that writes to a slow disk, or follows the chain, is silent for seconds, also in the middle of a message.
    pub const fn pause(mut self, time: Duration) -> Self {
        self.input.pause = time;
        self
    }

    /// What the plugin writes is read by so many bytes at a time at most, with such a pause before each. A node that is at work
    /// does not read; once the pipe is full, which on Linux is at 64 KiB, the plugin waits in the middle of its write.
    pub const fn slow_reading(mut self, most: usize, pause: Duration) -> Self {
        self.output.most = Some(most);
        self.output.pause = pause;
        self
    }

    /// Each call has a blank line somewhere inside its object, between two tokens. A node forwards the text of its callers byte
    /// for byte, except for the id: who splits what it reads at blank lines has two halves then.
    pub const fn blank_lines(mut self) -> Self {
        self.blank_lines = true;
        self
    }

    /// Each call has a member more, whose text has one of the characters 1 to 31 as it is, which JSON does not allow. A node
    /// takes that from its callers, and forwards it.
    pub const fn control_characters(mut self) -> Self {
        self.control_characters = true;
        self
    }

    /// Each call has a member more, which is so many bytes long. A node was seen to forward a request of 20 MB, and has no limit.
    pub const fn padding(mut self, bytes: usize) -> Self {
        self.padding = bytes;
        self
    }

    /// One of the plugin's commands is called before the plugin is ready, which clients of a node can do once it has the
    /// manifest. [`PluginUnderTest::early`](crate::PluginUnderTest::early) has the answer.
    pub fn early_call(self, moment: EarlyMoment, method: impl Into<String>, params: &Json) -> Self {
        self.early(Early { moment, is_hook: false, name: method.into(), params: params.clone() })
    }

    /// The plugin is asked at a hook before it is ready, which happens from its manifest on: `db_write` even comes before `init`
    /// whenever a node starts with the plugin. [`PluginUnderTest::early`](crate::PluginUnderTest::early) has the answer.
    pub fn early_hook(self, moment: EarlyMoment, hook: impl Into<String>, params: &Json) -> Self {
        self.early(Early { moment, is_hook: true, name: hook.into(), params: params.clone() })
    }

    fn early(mut self, early: Early) -> Self {
        self.early.push(early);
        self
    }

    /// The plugin is killed once it has read so many bytes. A node kills a plugin at `plugin stop`, whatever it does just then,
    /// unless it has subscribed to `shutdown`; and so does a system that runs out of memory.
    pub const fn kill_after_reading(mut self, bytes: u64) -> Self {
        self.input.killed_after = Some(bytes);
        self
    }

    /// The plugin is killed once the node has read so many bytes of what it writes, and no more of that is read: its last
    /// message may be half there.
    pub const fn kill_after_writing(mut self, bytes: u64) -> Self {
        self.output.killed_after = Some(bytes);
        self
    }

    /// What it is asked at this moment.
    pub(super) fn at(&self, moment: EarlyMoment) -> impl Iterator<Item = &Early> {
        self.early.iter().filter(move |early| early.moment == moment)
    }
}
