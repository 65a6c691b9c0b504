//! Typed, validated and tested Rust bindings from Core Lightning's JSON-RPC schemas.
//!
//! In a build script, with `cln-runtime` as the only dependency of the crate itself:
//!
//! ```no_run
//! // build.rs
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     cln_codegen::Builder::new().schemas("schemas").generate()?; // into OUT_DIR
//!     Ok(())
//! }
//! // lib.rs: cln_runtime::include_bindings!();
//! ```
//!
//! Data flows one way: [`source`] → [`schema`] → [`model`] → [`emit`] → [`output`]. Mistakes are collected on the
//! way as [`diagnostic`]s, so that a user sees all of them at once; nothing is written unless there are none. Beside
//! [`emit`], others make something else of the model: [`lint`], what is wrong with the schemas and their examples;
//! [`mod@json_schema`], a standard JSON Schema; [`mod@diff`], what a change of schemas means. Manual pages are made of the
//! [`schema`] itself: [`man`]. These four are behind the feature `tools`, so that no build script has to compile them.
#![forbid(unsafe_code)]

mod assemble;
mod builder;
mod config;
mod error;
mod pipeline;
mod summary;

pub mod diagnostic;
#[cfg(feature = "tools")]
pub mod diff;
pub mod emit;
#[cfg(feature = "tools")]
pub mod json_schema;
#[cfg(feature = "tools")]
pub mod lint;
#[cfg(feature = "tools")]
pub mod man;
pub mod model;
pub mod output;
pub mod schema;
pub mod source;

#[cfg(feature = "cli")]
pub mod cli;

pub use builder::Builder;
#[cfg(feature = "cli")]
pub use builder::Check;
pub use diagnostic::{Code, Diagnostic, Diagnostics, Severity};
pub use error::Error;
pub use schema::{Unknown, Version};
pub use summary::Summary;
