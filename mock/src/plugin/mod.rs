//! Plugins of the node: their processes, what goes over their pipes, and what a node makes of it.

mod asking;
mod awaited;
mod chain;
mod config;
mod control;
mod early;
mod ending;
mod heard;
mod hosted;
mod ids;
#[allow(dead_code, unused_imports, reason = "not all that is judged is asked for yet")]
mod judge;
mod link;
mod listener;
mod option_values;
mod order;
mod process;
mod program;
mod records;
mod splice;
mod stamp;
mod start;
mod trouble;
mod watch;

pub(crate) use asking::CALLER as TEST;
pub(crate) use awaited::Slot;
pub(crate) use cln_protocol::lax::{member, object};
pub(crate) use config::{Change, Changed};
pub(crate) use ending::Ending;
pub(crate) use heard::{Heard, News};
pub(crate) use hosted::{Home, Plugins};
pub use judge::{Consequence, Level as LogLevel, PluginFault, Rule};
pub(crate) use judge::{OptionType, PluginOption, Setting};
pub(crate) use link::{Answer, EarlyAnswer, Link};
pub(crate) use option_values::{OptionValue, Source};
pub use program::PluginProgram;
pub use records::LogLine;
pub(crate) use start::{NotStarted, Starter, When};
pub use trouble::{EarlyMoment, PluginTrouble};
pub(crate) use watch::{Audience, Watcher};
