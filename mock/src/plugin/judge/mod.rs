//! A node's judgement of what a plugin says: text in, what a v26.06 node makes of it out. No processes, no time.

mod fault;
mod framing;
mod hooks;
pub(crate) mod init;
mod init_answer;
mod manifest;
mod said;
pub(crate) mod setconfig;
mod shown;
#[cfg(test)]
mod tests;

pub use cln_protocol::{Consequence, Rule};
pub use fault::PluginFault;

pub(crate) use cln_protocol::hooks::{Changes, Hook, HookAnswer, Modified, Verdict, params_after};
pub(crate) use framing::{Framing, Said};
pub(crate) use hooks::judge;
pub(crate) use init::{Configuration, Given};
pub(crate) use init_answer::disabled;
pub(crate) use manifest::{
    Deprecated, HookEntry, Manifest, Method, OptionType, PluginOption, Registry, unknown_topics, with_features,
};
pub use said::Level;
pub(crate) use said::{Told, told};
pub(crate) use setconfig::Setting;
pub(crate) use shown::shown;
