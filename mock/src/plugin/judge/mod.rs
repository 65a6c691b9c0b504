//! A node's judgement of what a plugin says: text in, what a v26.06 node makes of it out. No processes, no time.

mod fault;
mod framing;
mod hooks;
pub(crate) mod init;
mod init_answer;
mod integer;
pub(crate) mod lax;
mod manifest;
mod rule;
mod said;
pub(crate) mod setconfig;
mod shown;
#[cfg(test)]
mod tests;

pub use fault::PluginFault;
pub use rule::{Consequence, Rule};

pub(crate) use framing::{Answer, Framing, Notification, Said};
pub(crate) use hooks::{Changes, Hook, HookAnswer, Judged, Judgement, Modified, Verdict, judge, params_after};
pub(crate) use init::{Configuration, Given};
pub(crate) use init_answer::disabled;
pub(crate) use manifest::{
    Deprecated, Features, Filters, HookEntry, Manifest, Method, NATIVE_TOPICS, OptionType, PluginOption, Registry,
    unknown_topics, with_features,
};
pub use said::Level;
pub(crate) use said::{Told, told};
pub(crate) use setconfig::Setting;
