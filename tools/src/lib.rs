//! What else is made of Core Lightning's JSON-RPC schemas than bindings, and the command that makes all of it,
//! `cln-codegen`.
//!
//! [`mod@lint`] tells what is wrong with the schemas and their examples, [`mod@diff`] what a change of schemas means,
//! [`mod@json_schema`] writes a standard JSON Schema: these three stand on the model that bindings are made of, so that
//! what they say is what users get. [`man`] makes manual pages, of the schemas themselves. [`mod@check`] compares a folder
//! with what would be generated into it, [`git`] reads the files of a revision. [`mod@explain`] says what the codes of all
//! findings mean. `record` writes down what a node is asked and answers.
//!
//! Generating itself is [`cln_codegen`], which is all that a build script compiles.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(all(not(unix), feature = "cli"))]
compile_error!("the command cln-codegen talks to Unix sockets, and this target has none: turn off the feature `cli`");

#[cfg(feature = "cli")]
mod fetch;
mod findings;
#[cfg(feature = "cli")]
mod init;
#[cfg(feature = "cli")]
mod layout;
mod lock;
mod stale;
#[cfg(feature = "cli")]
mod update;

pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diff;
pub mod explain;
pub mod git;
pub mod json_schema;
pub mod lint;
pub mod man;
#[cfg(feature = "cli")]
pub mod record;
