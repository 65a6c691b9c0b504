//! Core Lightning plugins: typed by their schemas, checked before they answer, unable to bring the node down.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod context;
mod core;
mod error;
mod guard;
mod handler;
mod hook_options;
mod line;
mod manifest;
mod option;
mod outbox;
mod params;
mod plugin;
mod run;
mod safe;
mod values;

pub use context::Context;
pub use core::Configuration;
pub use error::{HandlerError, PluginError};
pub use handler::{Asked, Told};
pub use hook_options::HookOptions;
pub use line::Level;
pub use option::Opt;
pub use plugin::Plugin;
pub use safe::IfItFails;
pub use values::OptionValue;
