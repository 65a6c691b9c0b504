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
//! way as [`diagnostic`]s, so that a user sees all of them at once; nothing is written unless there are none.
//!
//! The command `cln-codegen`, and everything else that is made from schemas, are in the package `cln-tools`, which
//! build scripts do not compile.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod assemble;
mod builder;
mod config;
mod error;
mod pipeline;
mod release;
mod summary;

pub mod diagnostic;
pub mod emit;
pub mod instances;
pub mod model;
pub mod output;
pub mod schema;
pub mod secrecy;
pub mod source;
pub mod text;

#[doc(hidden)]
pub mod internals;

pub use builder::Builder;
pub use diagnostic::{Code, Diagnostic, Diagnostics, Severity};
pub use error::Error;
pub use release::Release;
pub use schema::{Unknown, Version};
pub use summary::Summary;
