//! Plugins of the node: their processes, what goes over their pipes, and what a node makes of it.

mod asking;
mod awaited;
mod chain;
mod config;
mod early;
mod ending;
mod heard;
mod hosted;
mod ids;
mod judge;
mod link;
mod listener;
mod order;
mod process;
mod program;
mod records;
mod splice;
mod start;
mod telling;
mod trouble;

pub(crate) use awaited::{PATIENCE, Slot};
pub(crate) use cln_protocol::lax::{member, object};
pub(crate) use ending::Ending;
pub(crate) use heard::{Heard, News};
pub(crate) use hosted::{Home, Plugins};
pub(crate) use judge::Hook;
pub use judge::{Consequence, Level as LogLevel, PluginFault, Rule};
pub(crate) use link::{Answer, EarlyAnswer, Link};
pub use program::PluginProgram;
pub use records::LogLine;
pub(crate) use start::{NotStarted, Starter, When};
pub use trouble::{EarlyMoment, PluginTrouble};
