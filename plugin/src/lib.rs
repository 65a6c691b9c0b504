//! Core Lightning plugins: typed by their schemas, checked before they answer, unable to bring the node down.
//!
//! | | |
//! |---|---|
//! | [`Plugin`] | puts a plugin together, and runs it |
//! | [`Opt`] | an option |
//! | [`Context`] | what handlers are given beside what they are asked: state, options, the node's client, the log |
//! | [`HandlerError`] | why a handler has no answer |
//! | [`HookOptions`], [`IfItFails`] | which events a hook is asked about, and what the node is told if it fails |
//!
//! # What cannot happen
//!
//! A plugin stands between a node and its money. At much that it could write a node aborts, hangs, or kills the plugin; this is
//! what becomes of it here, by the rules of [`cln_protocol::Rule`].
#![doc = include_str!("rules.md")]
//!
//! What is left is what no plugin sees of itself: that its process is killed (`Ended`, `EndedInDbWrite`,
//! `EndedInOwnCommand`), that two plugins modify one `rpc_command` (`ModifiedTwice`), names that others have taken. A program
//! that is built with `panic = "abort"` ends at the first panic of a handler.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod contained;
mod context;
mod core;
mod error;
mod guard;
mod handler;
mod hook_options;
mod line;
mod manifest;
mod objection;
#[cfg(feature = "cln-plugin")]
mod on_cln_plugin;
mod option;
mod outbox;
mod params;
mod plugin;
mod run;
mod safe;
#[cfg(feature = "tracing")]
mod tracing;
mod values;

#[cfg(test)]
mod tests;

pub use context::Context;
pub use core::Configuration;
pub use error::{HandlerError, PluginError};
pub use handler::{Asked, Told};
pub use hook_options::HookOptions;
pub use line::Level;
#[cfg(feature = "cln-plugin")]
pub use on_cln_plugin::TypedHandlers;
pub use option::Opt;
pub use plugin::Plugin;
pub use safe::IfItFails;
#[cfg(feature = "tracing")]
pub use tracing::NodeLog;
pub use values::OptionValue;
